package dev.pythonservice.e2e.measure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How an engine is started, in the way of the operator ({@code docs/operator.md}).
 *
 * @param words the engine and its options, without the port and the application
 * @param portOption how the engine is told where to listen; {@code %d} is the port
 * @param spoken the interface: {@code asgi}, {@code wsgi} or {@code rsgi}
 * @param app the application, {@code module:object}
 */
public record EngineCommand(List<String> words, String portOption, String spoken, String app) {

  /** Granian. */
  public static EngineCommand granian(String spoken, String app, int workers, String... more) {
    return new EngineCommand(
        with(
            more,
            "granian",
            "--host",
            "0.0.0.0",
            "--interface",
            spoken,
            "--workers",
            Integer.toString(workers)),
        "--port=%d",
        spoken,
        app);
  }

  /** Uvicorn. */
  public static EngineCommand uvicorn(String app, int workers) {
    return new EngineCommand(
        with(
            new String[] {"--no-access-log"},
            "uvicorn",
            "--host",
            "0.0.0.0",
            "--workers",
            Integer.toString(workers)),
        "--port=%d",
        "asgi",
        app);
  }

  /** Gunicorn with threads. */
  public static EngineCommand gunicorn(String app, int workers, String... more) {
    return new EngineCommand(
        with(
            more,
            "gunicorn",
            "--workers",
            Integer.toString(workers),
            "--worker-class",
            "gthread",
            "--threads",
            "4",
            "--worker-tmp-dir",
            "/dev/shm",
            "--no-control-socket"),
        "--bind=0.0.0.0:%d",
        "wsgi",
        app);
  }

  /** Gunicorn with a worker of Uvicorn, which serves ASGI. */
  public static EngineCommand gunicornWithUvicorn(String app, int workers) {
    return new EngineCommand(
        List.of(
            "gunicorn",
            "--workers",
            Integer.toString(workers),
            "--worker-class",
            "uvicorn_worker.UvicornWorker",
            "--worker-tmp-dir",
            "/dev/shm",
            "--no-control-socket"),
        "--bind=0.0.0.0:%d",
        "asgi",
        app);
  }

  private static List<String> with(String[] more, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(Arrays.asList(more));
    return List.copyOf(all);
  }

  /** The command line. */
  public List<String> line(int port, boolean measured) {
    List<String> line = new ArrayList<>(words);
    line.add(portOption.formatted(port));
    line.add(measured ? "_pythonservice_measure.%s:app".formatted(spoken) : app);
    return line;
  }

  /** The environment that measures it. */
  public Map<String, String> environment(int metricsPort, boolean manyWorkers) {
    Map<String, String> environment = new HashMap<>();
    environment.put("PYTHONPATH", ServiceRoot.SEARCH_PATH);
    environment.put("PYTHONSERVICE_APP", app);
    environment.put("PYTHONSERVICE_MEASURE_FOLDER", ServiceRoot.COUNTS + "/http");
    environment.put("PYTHONSERVICE_MEASURE_PORT", Integer.toString(metricsPort));
    if (manyWorkers) {
      environment.put("PROMETHEUS_MULTIPROC_DIR", ServiceRoot.COUNTS + "/http/application");
    }
    return environment;
  }
}
