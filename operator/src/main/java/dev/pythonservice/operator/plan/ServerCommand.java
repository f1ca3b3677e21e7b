package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The command line of a server. Whatever the engine, it listens on all addresses, answers SIGTERM
 * by ending its running requests within the time they have, and writes nothing outside of {@code
 * /tmp} and {@code /dev/shm}. How each engine treats the lifespan of ASGI is left at its default:
 * it is used where the application has one.
 *
 * @param words the program and its arguments
 */
public record ServerCommand(List<String> words) {

  /** As the API documents it, in {@code Server}. */
  private static final int GRACEFUL_STOP_SECONDS = 30;

  /** As the API documents it, in {@code Server}. */
  private static final int STARTUP_SECONDS = 60;

  /** Longest time that Granian takes for {@code --workers-kill-timeout}, in seconds. */
  private static final int GRANIAN_LONGEST_KILL_TIMEOUT = 1800;

  /** Gunicorn's default of {@code --timeout}, in seconds. */
  private static final int GUNICORN_TIMEOUT = 30;

  private static final String CALL = "()";

  public ServerCommand {
    words = List.copyOf(words);
  }

  /**
   * The command line of a server.
   *
   * @param server the server
   * @param engine its engine, which the image has
   * @param share the CPUs of its container
   * @param engines versions of the packages in the image, by name
   * @param measured whether the engine is given the application of {@link Measuring}
   */
  public static ServerCommand of(
      Server server, Engine engine, CpuShare share, Map<String, String> engines, boolean measured) {
    String app = measured ? Measuring.application(server) : server.app();
    return new ServerCommand(
        switch (engine) {
          case Granian -> granian(server, share, app);
          case Uvicorn -> uvicorn(server, share, app);
          case Gunicorn -> gunicorn(server, share, engines, app);
        });
  }

  /** Time that running requests have after the engine was told to stop, in seconds. */
  public static int gracefulStopSeconds(Server server) {
    return Optional.ofNullable(server.gracefulStopSeconds()).orElse(GRACEFUL_STOP_SECONDS);
  }

  /** Time that a server has until it answers, in seconds. */
  public static int startupSeconds(Server server) {
    return Optional.ofNullable(server.startupSeconds()).orElse(STARTUP_SECONDS);
  }

  private static List<String> granian(Server server, CpuShare share, String app) {
    Words words = new Words("granian");
    words.option("--host", "0.0.0.0");
    words.option("--port", server.port());
    words.option("--interface", server.applicationInterface().name().toLowerCase(Locale.ROOT));
    words.option("--workers", share.workersOf(server));
    share.threadsOf(server).ifPresent(threads -> words.option("--blocking-threads", threads));
    // Without it Granian waits for ever; where it cannot be as long, the pod's end is the bound.
    int graceful = Math.max(1, gracefulStopSeconds(server));
    if (graceful <= GRANIAN_LONGEST_KILL_TIMEOUT) {
      words.option("--workers-kill-timeout", graceful);
    }
    if (MetricsPort.of(server, Engine.Granian).isPresent()) {
      words.option("--metrics-address", "0.0.0.0");
    }
    return words.application(server, app);
  }

  private static List<String> uvicorn(Server server, CpuShare share, String app) {
    Words words = new Words("uvicorn");
    words.option("--host", "0.0.0.0");
    words.option("--port", server.port());
    words.option("--workers", share.workersOf(server));
    words.option("--timeout-graceful-shutdown", gracefulStopSeconds(server));
    return words.application(server, app);
  }

  private static List<String> gunicorn(
      Server server, CpuShare share, Map<String, String> engines, String app) {
    Words words = new Words("gunicorn");
    words.option("--bind", "0.0.0.0:" + server.port());
    words.option("--workers", share.workersOf(server));
    words.option(
        "--worker-class",
        server.applicationInterface() == Interface.ASGI ? asgiWorker(engines) : "gthread");
    share.threadsOf(server).ifPresent(threads -> words.option("--threads", threads));
    words.option("--graceful-timeout", gracefulStopSeconds(server));
    // A worker that imports for longer than this is killed, too.
    words.option("--timeout", Math.max(GUNICORN_TIMEOUT, startupSeconds(server)));
    // Heartbeats go to memory; on a disk they can block for seconds, says Gunicorn's FAQ.
    words.option("--worker-tmp-dir", "/dev/shm");
    if (hasControlSocket(engines)) {
      words.add("--no-control-socket");
    }
    words.addAll(server.engineArgs());
    words.add(app);
    return words.all();
  }

  /** Uvicorn 0.54 still has the class, and warns that the package uvicorn-worker replaces it. */
  private static String asgiWorker(Map<String, String> engines) {
    return engines.containsKey(EnginePackages.UVICORN_WORKER)
        ? "uvicorn_worker.UvicornWorker"
        : "uvicorn.workers.UvicornWorker";
  }

  /** From 25.1 on Gunicorn opens a socket in the home folder, which is read-only here. */
  private static boolean hasControlSocket(Map<String, String> engines) {
    return EngineVersion.of(engines.getOrDefault(EnginePackages.GUNICORN, "")).isAtLeast(25, 1);
  }

  /** A command line that grows. */
  private static final class Words {

    private final List<String> all = new ArrayList<>();

    Words(String program) {
      add(program);
    }

    void add(String word) {
      all.add(word);
    }

    void addAll(List<String> words) {
      all.addAll(words);
    }

    void option(String name, String value) {
      add(name);
      add(value);
    }

    void option(String name, int value) {
      option(name, Integer.toString(value));
    }

    /** The engine's own arguments and the application, for engines that take no call. */
    List<String> application(Server server, String app) {
      boolean factory = app.endsWith(CALL);
      if (factory) {
        add("--factory");
      }
      addAll(server.engineArgs());
      add(factory ? app.substring(0, app.length() - CALL.length()) : app);
      return all();
    }

    List<String> all() {
      return all;
    }
  }
}
