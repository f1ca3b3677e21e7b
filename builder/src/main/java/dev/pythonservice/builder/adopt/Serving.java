package dev.pythonservice.builder.adopt;

import java.util.List;
import java.util.OptionalInt;

/**
 * How a server runs, in the words of a {@code PythonService}: from the command line that it has.
 * The engine stays what it is.
 *
 * @param engine {@code Gunicorn} or {@code Uvicorn}
 * @param applicationInterface {@code ASGI} or {@code WSGI}
 * @param app module and application object
 * @param port the port in the container, at least 1024
 * @param servicePort the port that clients know, where it is another one
 * @param workers processes; absent where only the machine that runs it would say
 * @param threads threads of each, for {@code WSGI}
 * @param gracefulStopSeconds how long running requests have, where it is said
 * @param engineArgs what stays an argument of the engine
 */
record Serving(
    String engine,
    String applicationInterface,
    String app,
    int port,
    OptionalInt servicePort,
    OptionalInt workers,
    OptionalInt threads,
    OptionalInt gracefulStopSeconds,
    List<String> engineArgs) {

  static final String GUNICORN = "Gunicorn";
  static final String UVICORN = "Uvicorn";

  Serving {
    engineArgs = List.copyOf(engineArgs);
  }
}
