package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the arguments of Gunicorn or Uvicorn, and notes those that have no place any longer. */
final class ServingReader {

  /** Both engines' default. */
  private static final int USUAL_PORT = 8000;

  private static final int LOWEST_PORT = 1024;
  private static final String ASGI = "ASGI";
  private static final String WSGI = "WSGI";

  private static final Pattern ADDRESS = Pattern.compile("(?<host>.*?)(:(?<port>[^:\\]]+))?");

  /** Gunicorn's letters (Gunicorn, "Settings"). */
  private static final Map<String, String> GUNICORN_LETTERS =
      Map.ofEntries(
          Map.entry("-b", "--bind"),
          Map.entry("-w", "--workers"),
          Map.entry("-k", "--worker-class"),
          Map.entry("-t", "--timeout"),
          Map.entry("-c", "--config"),
          Map.entry("-e", "--env"),
          Map.entry("-u", "--user"),
          Map.entry("-g", "--group"),
          Map.entry("-m", "--umask"),
          Map.entry("-p", "--pid"),
          Map.entry("-n", "--name"),
          Map.entry("-D", "--daemon"),
          Map.entry("-R", "--enable-stdio-inheritance"));

  private static final Set<String> GUNICORN_SWITCHES =
      Set.of(
          "--reload",
          "--preload",
          "--daemon",
          "--reuse-port",
          "--check-config",
          "--print-config",
          "--spew",
          "--no-sendfile",
          "--capture-output",
          "--enable-stdio-inheritance",
          "--log-syslog",
          "--disable-redirect-access-to-syslog",
          "--initgroups",
          "--no-control-socket",
          "--do-handshake-on-connect",
          "--suppress-ragged-eofs");

  private static final Set<String> UVICORN_SWITCHES =
      Set.of(
          "--reload",
          "--factory",
          "--access-log",
          "--no-access-log",
          "--proxy-headers",
          "--no-proxy-headers",
          "--server-header",
          "--no-server-header",
          "--date-header",
          "--no-date-header",
          "--use-colors",
          "--no-use-colors");

  private static final Map<String, String> WITHOUT_PLACE =
      Map.ofEntries(
          Map.entry("--reload", "it is for development: a changed source is a new image here"),
          Map.entry("--reload-dir", "it is for development"),
          Map.entry("--daemon", "a container's program must stay in front"),
          Map.entry("--pid", "the container's end says the same"),
          Map.entry("--user", "images run as a user without rights"),
          Map.entry("--group", "images run as a user without rights"),
          Map.entry("--initgroups", "images run as a user without rights"),
          Map.entry("--worker-tmp-dir", "the operator gives /dev/shm"),
          Map.entry("--no-control-socket", "the operator gives it where Gunicorn knows it"),
          Map.entry("--keyfile", "TLS ends before the pod; see your Ingress or Gateway"),
          Map.entry("--certfile", "TLS ends before the pod; see your Ingress or Gateway"),
          Map.entry("--ssl-keyfile", "TLS ends before the pod; see your Ingress or Gateway"),
          Map.entry("--ssl-certfile", "TLS ends before the pod; see your Ingress or Gateway"),
          Map.entry("--chdir", "the image works in the project's folder; see spec.source.git.path"),
          Map.entry("--app-dir", "source roots are on the import path; see where the module is"),
          Map.entry("--pythonpath", "source roots are on the import path; see where the module is"),
          Map.entry("--interface", "say it in spec.servers[].interface; Uvicorn speaks ASGI here"),
          Map.entry("--uds", "a server listens on a port here"),
          Map.entry("--fd", "a server listens on a port here"));

  private final String file;
  private final Consumer<Note> noted;
  private final Map<String, String> environment;
  private final List<String> engineArgs = new ArrayList<>();
  private String applicationInterface = ASGI;
  private int port = USUAL_PORT;
  private boolean bound;
  private boolean factory;
  private OptionalInt workers;
  private OptionalInt threads = OptionalInt.empty();
  private OptionalInt graceful = OptionalInt.empty();

  private ServingReader(String file, Consumer<Note> noted, Map<String, String> environment) {
    this.file = file;
    this.noted = noted;
    this.environment = environment;
    // Both engines start one process, or as many as this variable says.
    this.workers = number(environment.getOrDefault("WEB_CONCURRENCY", "1"));
  }

  /** Of Gunicorn's arguments. */
  static Serving gunicorn(
      List<String> arguments, Map<String, String> environment, Consumer<Note> noted, String file) {
    EngineWords words = EngineWords.of(arguments, GUNICORN_LETTERS, GUNICORN_SWITCHES);
    ServingReader reader = new ServingReader(file, noted, environment);
    reader.applicationInterface = WSGI;
    reader.threads = OptionalInt.of(1);
    words.options().forEach(reader::gunicornOption);
    return reader.result(Serving.GUNICORN, callable(words.rest(), "application", reader));
  }

  /** Of Uvicorn's arguments. */
  static Serving uvicorn(
      List<String> arguments, Map<String, String> environment, Consumer<Note> noted, String file) {
    EngineWords words = EngineWords.of(arguments, Map.of(), UVICORN_SWITCHES);
    ServingReader reader = new ServingReader(file, noted, environment);
    words.options().forEach(reader::uvicornOption);
    String app = callable(words.rest(), "app", reader);
    return reader.result(Serving.UVICORN, reader.factory ? app + "()" : app);
  }

  private static String callable(List<String> rest, String usual, ServingReader reader) {
    if (rest.isEmpty()) {
      reader.note("no application", "write module and object in spec.servers[].app");
      return "app:" + usual;
    }
    String app = rest.getLast();
    if (app.matches(".*\\(.+\\)")) {
      reader.note(app, "spec.servers[].app takes no arguments: write a function without any");
      return app.replaceFirst("\\(.+\\)$", "()");
    }
    return app.contains(":") ? app : app + ":" + usual;
  }

  private void note(String what, String remedy) {
    noted.accept(new Note(file, what, remedy));
  }

  private void gunicornOption(EngineWords.Option option) {
    switch (option.name()) {
      case "--bind" -> bind(option.value());
      case "--worker-class" -> workerClass(option.value());
      case "--threads" -> threads = numbered(option, "chosen from the container's CPU");
      case "--graceful-timeout" -> graceful = numbered(option, "30 seconds");
      case "--config" -> {
        keep(option);
        note(
            String.join(" ", option.words()),
            "it stays; what it says of bind, workers and threads is overruled by spec.servers");
      }
      case "--env" -> note("--env " + option.value(), "write it in spec.servers[].env");
      default -> common(option);
    }
  }

  private void uvicornOption(EngineWords.Option option) {
    switch (option.name()) {
      case "--host" -> host(option.value());
      case "--port" -> port(option.value());
      case "--factory" -> factory = true;
      case "--timeout-graceful-shutdown" -> graceful = numbered(option, "30 seconds");
      default -> common(option);
    }
  }

  private void common(EngineWords.Option option) {
    if (option.name().equals("--workers")) {
      workers = numbered(option, "one per CPU of the container");
    } else if (WITHOUT_PLACE.containsKey(option.name())) {
      note(String.join(" ", option.words()), WITHOUT_PLACE.getOrDefault(option.name(), ""));
    } else {
      keep(option);
    }
  }

  private void keep(EngineWords.Option option) {
    if (String.join("", option.words()).contains("$")) {
      note(
          String.join(" ", option.words()),
          "only the shell that runs it knows the value; write it in spec.servers[].engineArgs");
    } else {
      engineArgs.addAll(option.words());
    }
  }

  private void workerClass(String name) {
    if (name.toLowerCase(Locale.ROOT).contains("uvicorn") || name.equals("asgi")) {
      applicationInterface = ASGI;
      threads = OptionalInt.empty();
    } else if (!name.equals("sync") && !name.equals("gthread")) {
      note(
          "--worker-class " + name,
          "the operator runs WSGI with threads; set threads to as many requests as a worker is to"
              + " have at a time");
    }
  }

  private void bind(String address) {
    if (bound) {
      note("--bind " + address, "a server has one port; add one more server for another");
      return;
    }
    bound = true;
    Matcher matcher = ADDRESS.matcher(address);
    if (address.startsWith("unix:") || address.startsWith("fd://") || !matcher.matches()) {
      note("--bind " + address, "a server listens on a port, which is %d".formatted(USUAL_PORT));
      return;
    }
    host(matcher.group("host"));
    String said = matcher.group("port");
    if (said != null) {
      port(said);
    }
  }

  private void host(String host) {
    if (host.startsWith("127.") || host.equals("localhost")) {
      note("listening on " + host, "a server listens on all addresses here, as the Service asks");
    }
  }

  private void port(String said) {
    OptionalInt known = number(said);
    if (known.isEmpty()) {
      note("port " + said, "who starts it sets it; it is %d here".formatted(USUAL_PORT));
    }
    port = known.orElse(USUAL_PORT);
  }

  private OptionalInt numbered(EngineWords.Option option, String otherwise) {
    OptionalInt known = number(option.value());
    if (known.isEmpty()) {
      note(String.join(" ", option.words()), "it is no number; it is %s here".formatted(otherwise));
    }
    return known;
  }

  private static OptionalInt number(String text) {
    return text.matches("\\d{1,5}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
  }

  private Serving result(String engine, String app) {
    boolean isLow = port < LOWEST_PORT;
    boolean isAsgi = applicationInterface.equals(ASGI);
    if (isLow) {
      note(
          "port " + port,
          "images run without rights, so the container has %d and the Service %d"
              .formatted(USUAL_PORT, port));
    }
    if (environment.containsKey("GUNICORN_CMD_ARGS") && engine.equals(Serving.GUNICORN)) {
      note("GUNICORN_CMD_ARGS", "the command line overrules it; see spec.servers");
    }
    return new Serving(
        engine,
        applicationInterface,
        app,
        isLow ? USUAL_PORT : port,
        isLow ? OptionalInt.of(port) : OptionalInt.empty(),
        workers,
        isAsgi ? OptionalInt.empty() : threads,
        graceful,
        engineArgs);
  }
}
