package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A PythonService of a command line")
final class ServiceMoveTest {

  /** A server of the API takes it, in a test of its own. */
  private static final Path VALID =
      Path.of("../e2e/src/test/resources/crds/valid/a-service-adopted-from-a-dockerfile.yaml");

  @TempDir private Path project;

  @Test
  @DisplayName("has what the Dockerfile's last stage says, and Gunicorn stays Gunicorn")
  void takesADockerfile() throws IOException {
    ProjectFiles.write(
        project,
        "Dockerfile",
        """
        FROM python:3.11-slim AS build
        RUN apt-get update && apt-get install -y gcc
        CMD ["make"]

        FROM python:3.11-slim
        # What the reports need.
        RUN apt-get update && apt-get install -y --no-install-recommends \\
            libpq5 && rm -rf /var/lib/apt/lists/*
        ENV PYTHONUNBUFFERED=1 TICKETS_MODE="live now"
        ENV TICKETS_LIMIT 5
        EXPOSE 80
        HEALTHCHECK CMD curl -f http://localhost/
        CMD ["gunicorn", "tickets.wsgi", "-b", "0.0.0.0:80", "-w4", "--threads=8", \\
             "--timeout", "120", "--graceful-timeout", "20", "--access-logfile", "-", "--preload"]
        """);

    ServiceMove.Moved moved = ServiceMove.move(project, "tickets").orElseThrow();

    assertThat(moved.manifest()).isEqualTo(Files.readString(VALID));
    assertThat(moved.notes())
        .extracting(Note::what)
        .containsExactlyInAnyOrder(
            "port 80", "apt-get install -y --no-install-recommends libpq5", "HEALTHCHECK");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "the shell's form is read as a shell reads it | CMD exec uvicorn --host 0.0.0.0 --port"
            + " ${PORT:-8080} 'shop.api:app' | app: \"shop.api:app\"; interface: ASGI; engine:"
            + " Uvicorn; port: 8080; workers: 1",
        "a variable of the image is known | ENV PORT=9000\\nCMD gunicorn -b :$PORT shop:app | port:"
            + " 9000",
        "Uvicorn's workers make Gunicorn speak ASGI | CMD gunicorn -k uvicorn.workers.UvicornWorker"
            + " -w 2 shop:app | interface: ASGI; engine: Gunicorn; workers: 2",
        "Gunicorn without a word of threads has one | CMD gunicorn shop:app | interface: WSGI;"
            + " workers: 1; threads: 1",
        "the command is the entry point's arguments | ENTRYPOINT [\"tini\", \"--\","
            + " \"gunicorn\"]\\nCMD [\"shop:app\"] | app: \"shop:app\"",
        "a tool that runs it is left out | CMD [\"poetry\", \"run\", \"uvicorn\", \"shop:app\"] |"
            + " engine: Uvicorn",
        "so is conda with its environment | CMD [\"conda\", \"run\", \"--no-capture-output\","
            + " \"-n\", \"shop\", \"gunicorn\", \"shop:app\"] | engine: Gunicorn",
        "so is Python, which runs a module | CMD python -m uvicorn shop:make --factory | app:"
            + " \"shop:make()\"",
        "a shell within is looked into | CMD [\"sh\", \"-c\", \"gunicorn shop:app\"] | engine:"
            + " Gunicorn",
        "many processes are those of the variable | ENV WEB_CONCURRENCY=3\\nCMD uvicorn shop:app |"
            + " workers: 3",
        "time to end is a field | CMD uvicorn shop:app --timeout-graceful-shutdown 9 |"
            + " gracefulStopSeconds: 9",
        "Alpine is musl | FROM python:3.12-alpine\\nCMD uvicorn shop:app | python: \"3.12\"; libc:"
            + " Musl",
        "other options stay the engine's | CMD uvicorn shop:app --root-path /shop --no-access-log |"
            + " engineArgs: [\"--root-path\", \"/shop\", \"--no-access-log\"]",
      })
  void readsCommandLines(String sentence, String dockerfile, String lines) {
    ProjectFiles.write(project, "Dockerfile", dockerfile.replace("\\n", "\n") + "\n");

    assertThat(
            ServiceMove.move(project, "shop").orElseThrow().manifest().lines().map(String::strip))
        .containsAll(List.of(lines.split("; ")));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "a socket is no port              | gunicorn -b unix:/run/s.sock shop:app | --bind"
            + " unix:/run/s.sock",
        "an own address is no service     | uvicorn shop:app --host 127.0.0.1     | listening on"
            + " 127.0.0.1",
        "reloading is for development     | uvicorn shop:app --reload             | --reload",
        "green threads are not run        | gunicorn -k gevent shop:app           | --worker-class"
            + " gevent",
        "an unknown port is told          | gunicorn -b 0.0.0.0:$PORT shop:app    | port $PORT",
        "a count by a program is told     | gunicorn -w $(nproc) shop:app         | --workers"
            + " $(nproc)",
        "what ran before is told          | ./manage.py migrate && gunicorn shop:app | ./manage.py"
            + " migrate",
        "a script before it is told       | [\"/entrypoint.sh\", \"gunicorn\", \"shop:app\"] |"
            + " /entrypoint.sh",
        "arguments of a factory are told  | gunicorn \"shop:make('a')\"           | shop:make('a')",
      })
  void listsWhatHasNoPlace(String sentence, String command, String what) {
    ProjectFiles.write(project, "Dockerfile", "FROM python:3.13\nCMD " + command + "\n");

    assertThat(ServiceMove.move(project, "shop").orElseThrow().notes())
        .extracting(Note::what)
        .containsExactly(what);
  }

  @Test
  @DisplayName("may come from a Procfile, whose other processes are told")
  void takesAProcfile() {
    ProjectFiles.write(
        project,
        "Procfile",
        "web: FLAVOUR=mint gunicorn shop:app\nworker: python -m shop.worker\n");

    ServiceMove.Moved moved = ServiceMove.move(project, "shop").orElseThrow();

    assertThat(moved.manifest()).contains("engine: Gunicorn", "- name: FLAVOUR");
    assertThat(moved.notes())
        .extracting(Note::what)
        .containsExactly("worker: python -m shop.worker");
  }

  @Test
  @DisplayName("has no secret in it, and neither has what is told")
  void hasNoSecret() {
    ProjectFiles.write(
        project, "Dockerfile", "FROM python:3.13\nENV DB_PASSWORD=hunter2\nCMD uvicorn shop:app\n");

    ServiceMove.Moved moved = ServiceMove.move(project, "shop").orElseThrow();

    assertThat(moved.manifest() + moved.notes()).contains("DB_PASSWORD").doesNotContain("hunter2");
    assertThat(new Note("requirements.in", "-i https://me:hunter2@index.example/simple", ""))
        .asString()
        .contains("https://index.example/simple")
        .doesNotContain("hunter2");
  }

  @Test
  @DisplayName("is none where the image starts something else")
  void isNone() {
    ProjectFiles.write(project, "Dockerfile", "FROM python:3.13\nCMD python -m shop.worker\n");

    assertThat(ServiceMove.move(project, "shop")).isEmpty();
  }

  @Test
  @DisplayName("reads quotes, variables and several commands")
  void readsShells() {
    assertThat(ShellWords.of("A=1 'b c' \"d$E\" ${F:-g}h && i\\ j $(k l)", Map.of("E", "e")))
        .containsExactly(List.of("A=1", "b c", "de", "gh"), List.of("i j", "$(k l)"));
  }
}
