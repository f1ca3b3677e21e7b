package dev.pythonservice.builder.adopt;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Makes a {@code PythonService} of the command line in a Dockerfile or Procfile. */
final class ServiceMove {

  static final String MANIFEST = "pythonservice.yaml";

  private static final Pattern PROCESS = Pattern.compile("(?m)^([A-Za-z0-9_-]+):\\s*(.+)$");
  private static final Pattern ASSIGNMENT = Pattern.compile("[A-Za-z_]\\w*=.*");

  /** What starts a program in the environment of a tool; it is on the PATH of an image. */
  private static final Set<String> RUNNERS =
      Set.of("poetry", "pipenv", "pdm", "uv", "hatch", "conda", "mamba", "micromamba");

  /** Options of {@code conda run} that have a value. */
  private static final Set<String> VALUED = Set.of("-n", "--name", "-p", "--prefix", "--cwd");

  private static final Set<String> SHELLS = Set.of("sh", "bash", "ash", "dash");

  /** Variables that say how the old image was made, not how the service works. */
  private static final Pattern OF_THE_IMAGE =
      Pattern.compile(
          "PATH|VIRTUAL_ENV|PORT|WEB_CONCURRENCY|GUNICORN_CMD_ARGS|DEBIAN_FRONTEND|LANG|LC_ALL|HOME"
              + "|(PYTHON(?!SERVICE)|PIP_|POETRY_|UV_|PDM_|PIPENV_).*");

  /** What a manifest must not have. */
  private static final Pattern SECRET =
      Pattern.compile(".*(PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY).*");

  private ServiceMove() {}

  /**
   * What becomes the service.
   *
   * @param manifest the manifest, as YAML
   * @param from the file that has the command line
   * @param engine the engine that it starts
   * @param notes what has no place in it
   */
  record Moved(String manifest, String from, String engine, List<Note> notes) {}

  /** Makes it; absent where no such file starts Gunicorn or Uvicorn. */
  static Optional<Moved> move(Path project, String name) {
    return Stream.of("Dockerfile", "Containerfile")
        .flatMap(file ->
            ProjectFiles.text(project, file)
                .flatMap(text -> ofContainerFile(file, ContainerFile.of(text), name))
                .stream())
        .findFirst()
        .or(() -> ProjectFiles.text(project, "Procfile").flatMap(text -> ofProcfile(text, name)));
  }

  private static Optional<Moved> ofContainerFile(String file, ContainerFile image, String name) {
    List<Note> notes = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>(image.environment());
    Optional<Serving> serving = serving(image.commands(), environment, file, notes);
    leaveOutSecrets(environment, file, notes);
    image
        .installs()
        .forEach(line ->
            notes.add(
                new Note(
                    file,
                    line,
                    "what the service needs of it must be in the platform's base image, or come"
                        + " with a wheel")));
    if (image.hasHealthCheck()) {
      notes.add(new Note(file, "HEALTHCHECK", "say its path in readinessPath and livenessPath"));
    }
    return serving.map(found ->
        new Moved(
            manifest(name, image.python(), image.musl(), found, environment),
            file,
            found.engine(),
            notes));
  }

  private static Optional<Moved> ofProcfile(String text, String name) {
    List<Note> notes = new ArrayList<>();
    Map<String, String> environment = new LinkedHashMap<>();
    Optional<Serving> web = Optional.empty();
    Matcher process = PROCESS.matcher(text);
    while (process.find()) {
      if (process.group(1).equals("web")) {
        web = serving(ShellWords.of(process.group(2), Map.of()), environment, "Procfile", notes);
      } else {
        notes.add(
            new Note(
                "Procfile",
                process.group(),
                "a worker is spec.process, and what ends is one of spec.jobs"));
      }
    }
    leaveOutSecrets(environment, "Procfile", notes);
    return web.map(found ->
        new Moved(
            manifest(name, "", false, found, environment), "Procfile", found.engine(), notes));
  }

  private static void leaveOutSecrets(
      Map<String, String> environment, String file, List<Note> notes) {
    List<String> secrets =
        environment.keySet().stream()
            .filter(variable -> SECRET.matcher(variable.toUpperCase(Locale.ROOT)).matches())
            .sorted()
            .toList();
    secrets.forEach(variable -> {
      environment.remove(variable);
      notes.add(
          new Note(
              file,
              variable,
              "by its name it is a secret: put it into a Secret, and name that in spec.envFrom"));
    });
  }

  /** The last command serves; those before it prepare something. */
  private static Optional<Serving> serving(
      List<List<String>> commands, Map<String, String> environment, String file, List<Note> notes) {
    if (commands.isEmpty()) {
      return Optional.empty();
    }
    commands.subList(0, commands.size() - 1).stream()
        .map(words -> String.join(" ", words))
        .filter(line -> !line.startsWith("cd ") && !line.startsWith("set "))
        .forEach(line ->
            notes.add(
                new Note(
                    file, line, "it ran before each start; make it one of spec.jobs, or a hook")));
    List<String> words = new ArrayList<>(commands.getLast());
    while (!words.isEmpty()) {
      String program = words.removeFirst();
      String title = program.substring(program.lastIndexOf('/') + 1);
      if (title.equals("gunicorn")) {
        return Optional.of(ServingReader.gunicorn(words, environment, notes::add, file));
      }
      if (title.equals("uvicorn")) {
        return Optional.of(ServingReader.uvicorn(words, environment, notes::add, file));
      }
      boolean isShell =
          SHELLS.contains(title) && words.size() > 1 && words.getFirst().matches("-\\w*c");
      if (isShell) {
        return serving(ShellWords.of(words.get(1), environment), environment, file, notes);
      }
      boolean isScript = title.endsWith(".sh") || title.contains("entrypoint");
      if (isScript && !words.isEmpty()) {
        notes.add(
            new Note(
                file,
                program,
                "it ran before the server, and does not here; see what it prepares"));
      } else if (!startsAnother(program, title, words, environment)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Whether a word only stands before the program; its own arguments are taken away. */
  private static boolean startsAnother(
      String program, String title, List<String> words, Map<String, String> environment) {
    if (ASSIGNMENT.matcher(program).matches()) {
      int equals = program.indexOf('=');
      environment.put(program.substring(0, equals), program.substring(equals + 1));
      return true;
    }
    boolean runs = RUNNERS.contains(title) && !words.isEmpty() && words.getFirst().equals("run");
    boolean isModule =
        title.matches("python3?(\\.\\d+)?") && words.size() > 1 && words.getFirst().equals("-m");
    if (runs || isModule) {
      words.removeFirst();
    }
    boolean isFirst = title.matches("exec|env|tini|dumb-init");
    if (runs || isFirst) {
      while (!words.isEmpty() && words.getFirst().startsWith("-")) {
        boolean hasValue = title.endsWith("mamba") || title.equals("conda");
        if (VALUED.contains(words.removeFirst()) && hasValue && !words.isEmpty()) {
          words.removeFirst();
        }
      }
    }
    return runs || isModule || isFirst;
  }

  private static String manifest(
      String name, String python, boolean musl, Serving serving, Map<String, String> environment) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonService
            metadata:
              name: %1$s
            spec:
              source:
                git:
                  # Where the platform gets the project from.
                  url: https://git.example/%1$s.git
            """
                .formatted(name));
    if (!python.isEmpty()) {
      text.append("  python: ").append(ProjectText.quoted(python)).append('\n');
    }
    if (musl) {
      text.append("  libc: Musl\n");
    }
    text.append("  servers:\n    - name: http\n");
    line(text, "app", ProjectText.quoted(serving.app()));
    line(text, "interface", serving.applicationInterface());
    line(text, "engine", serving.engine());
    line(text, "port", Integer.toString(serving.port()));
    serving.servicePort().ifPresent(port -> line(text, "servicePort", Integer.toString(port)));
    serving.workers().ifPresent(workers -> line(text, "workers", Integer.toString(workers)));
    serving.threads().ifPresent(threads -> line(text, "threads", Integer.toString(threads)));
    serving
        .gracefulStopSeconds()
        .ifPresent(seconds -> line(text, "gracefulStopSeconds", Integer.toString(seconds)));
    if (!serving.engineArgs().isEmpty()) {
      line(text, "engineArgs", ProjectText.inline(serving.engineArgs()));
    }
    Map<String, String> own = new TreeMap<>(environment);
    own.keySet().removeIf(variable -> OF_THE_IMAGE.matcher(variable).matches());
    if (!own.isEmpty()) {
      text.append("  env:\n");
      own.forEach((variable, value) ->
          text.append(
              "    - name: %s%n      value: %s%n".formatted(variable, ProjectText.quoted(value))));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String field, String value) {
    text.append("      ").append(field).append(": ").append(value).append('\n');
  }
}
