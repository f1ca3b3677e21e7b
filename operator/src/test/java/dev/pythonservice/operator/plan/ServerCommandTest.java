package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import dev.pythonservice.operator.support.Yaml;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines such as these were run with the packages of their engines. */
@DisplayName("The command line of a server")
final class ServerCommandTest {

  private static final Map<String, String> NEW =
      Map.of(
          "granian", "2.8.9",
          "uvicorn", "0.54.0",
          "gunicorn", "27.0.1",
          "uvicorn-worker", "0.4.0");

  static Stream<Arguments> servers() {
    return Stream.of(
        arguments(
            "for ASGI on Granian",
            "interface: ASGI, app: 'orders.api:app'",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface asgi --workers 2"
                + " --workers-kill-timeout 30 orders.api:app"),
        arguments(
            "for WSGI on Granian, with threads",
            "interface: WSGI, app: 'orders.wsgi:app', workers: 1",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface wsgi --workers 1 --blocking-threads 8"
                + " --workers-kill-timeout 30 orders.wsgi:app"),
        arguments(
            "for RSGI on Granian, from a factory",
            "interface: RSGI, app: 'orders.rsgi:make.app()'",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface rsgi --workers 2"
                + " --workers-kill-timeout 30 --factory orders.rsgi:make.app"),
        arguments(
            "on Granian, whose least time to stop is a second",
            "interface: ASGI, app: 'orders:app', gracefulStopSeconds: 0",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface asgi --workers 2"
                + " --workers-kill-timeout 1 orders:app"),
        arguments(
            "on Granian, with more time to stop than it can bound itself",
            "interface: ASGI, app: 'orders:app', gracefulStopSeconds: 1801",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface asgi --workers 2 orders:app"),
        arguments(
            "on Granian, with metrics for others than the pod itself",
            "interface: ASGI, app: 'orders:app', engineArgs: [--metrics, --metrics-port, '9100']",
            Engine.Granian,
            NEW,
            "granian --host 0.0.0.0 --port 8000 --interface asgi --workers 2"
                + " --workers-kill-timeout 30 --metrics-address 0.0.0.0"
                + " --metrics --metrics-port 9100 orders:app"),
        arguments(
            "for ASGI on Uvicorn, with arguments of its own",
            "interface: ASGI, app: 'orders:app', gracefulStopSeconds: 5, engineArgs:"
                + " [--no-access-log]",
            Engine.Uvicorn,
            NEW,
            "uvicorn --host 0.0.0.0 --port 8000 --workers 2 --timeout-graceful-shutdown 5"
                + " --no-access-log orders:app"),
        arguments(
            "for ASGI on Uvicorn, from a factory",
            "interface: ASGI, app: 'orders:create()', workers: 1",
            Engine.Uvicorn,
            NEW,
            "uvicorn --host 0.0.0.0 --port 8000 --workers 1 --timeout-graceful-shutdown 30"
                + " --factory orders:create"),
        arguments(
            "for WSGI on Gunicorn, from a factory",
            "interface: WSGI, app: 'orders:create()'",
            Engine.Gunicorn,
            NEW,
            "gunicorn --bind 0.0.0.0:8000 --workers 2 --worker-class gthread --threads 4"
                + " --graceful-timeout 30 --timeout 60 --worker-tmp-dir /dev/shm"
                + " --no-control-socket orders:create()"),
        arguments(
            "for ASGI on Gunicorn, with the package of Uvicorn's workers",
            "interface: ASGI, app: 'orders:app', startupSeconds: 10",
            Engine.Gunicorn,
            NEW,
            "gunicorn --bind 0.0.0.0:8000 --workers 2 --worker-class uvicorn_worker.UvicornWorker"
                + " --graceful-timeout 30 --timeout 30 --worker-tmp-dir /dev/shm"
                + " --no-control-socket orders:app"),
        arguments(
            "for ASGI on an old Gunicorn without a control socket, with the workers in Uvicorn",
            "interface: ASGI, app: 'orders:app', engineArgs: [--keep-alive, '5']",
            Engine.Gunicorn,
            Map.of("gunicorn", "23.0.0", "uvicorn", "0.34.0"),
            "gunicorn --bind 0.0.0.0:8000 --workers 2 --worker-class uvicorn.workers.UvicornWorker"
                + " --graceful-timeout 30 --timeout 60 --worker-tmp-dir /dev/shm"
                + " --keep-alive 5 orders:app"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("servers")
  void is(String name, String server, Engine engine, Map<String, String> engines, String expected) {
    ServerCommand command =
        ServerCommand.of(
            Yaml.object("---\n{name: http, port: 8000, " + server + "}", Server.class),
            engine,
            new CpuShare(2),
            engines,
            false);

    assertThat(String.join(" ", command.words())).isEqualTo(expected);
  }

  @ParameterizedTest(name = "of a measured server for {0} on {1} has the application that measures")
  @MethodSource("measured")
  void isMeasured(Interface spoken, Engine engine, String app) {
    ServerCommand command =
        ServerCommand.of(
            Yaml.object(
                "---\n{name: http, port: 8000, app: 'orders:create()', interface: " + spoken + "}",
                Server.class),
            engine,
            new CpuShare(2),
            NEW,
            true);

    assertThat(command.words()).endsWith(app).doesNotContain("--factory");
  }

  static Stream<Arguments> measured() {
    return Stream.of(
        arguments(Interface.ASGI, Engine.Granian, "_pythonservice_measure.asgi:app"),
        arguments(Interface.RSGI, Engine.Granian, "_pythonservice_measure.rsgi:app"),
        arguments(Interface.WSGI, Engine.Gunicorn, "_pythonservice_measure.wsgi:app"),
        arguments(Interface.ASGI, Engine.Uvicorn, "_pythonservice_measure.asgi:app"));
  }
}
