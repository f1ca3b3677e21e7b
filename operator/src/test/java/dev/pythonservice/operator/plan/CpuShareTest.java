package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.support.Yaml;
import java.util.OptionalInt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The CPUs of a container")
final class CpuShareTest {

  @ParameterizedTest(name = "of a request {0} and a limit {1} are {2}")
  @CsvSource({
    "100m, , 1",
    "1, , 1",
    "1001m, , 2",
    "500m, 4, 4",
    "4, 500m, 1",
    "2, 2500m, 3",
    " , 0, 1",
    " , 1k, 256",
    " , , 1"
  })
  void areThoseOfTheLimitOrElseOfTheRequest(String request, String limit, int cpus) {
    assertThat(CpuShare.of(resources(request, limit))).isEqualTo(new CpuShare(cpus));
  }

  @ParameterizedTest(name = "{0} with {1} CPUs: {2} workers of {3} threads")
  @CsvSource({
    "interface: WSGI, 1, 1, 4",
    "interface: WSGI, 3, 3, 4",
    "'interface: WSGI, workers: 1', 3, 1, 12",
    "'interface: WSGI, workers: 8', 1, 8, 2",
    "'interface: WSGI, threads: 1', 2, 2, 1",
    "'interface: WSGI, workers: 2, threads: 9', 4, 2, 9"
  })
  void giveWorkersAndThreadsOfWsgi(String said, int cpus, int workers, int threads) {
    CpuShare share = new CpuShare(cpus);

    assertThat(share.workersOf(server(said))).isEqualTo(workers);
    assertThat(share.threadsOf(server(said))).isEqualTo(OptionalInt.of(threads));
  }

  @ParameterizedTest
  @CsvSource({"ASGI", "RSGI"})
  @DisplayName("give no threads where there is an event loop")
  void giveNoThreadsToAnEventLoop(String spoken) {
    assertThat(new CpuShare(4).threadsOf(server("interface: " + spoken))).isEmpty();
  }

  @Test
  @DisplayName("are told to Python as they are, and to thread pools divided among the processes")
  void areToldToPythonAndItsLibraries() {
    assertThat(new CpuShare(5).environment(2))
        .containsExactly(
            entry("PYTHON_CPU_COUNT", "5"),
            entry("POLARS_MAX_THREADS", "2"),
            entry("RAYON_NUM_THREADS", "2"),
            entry("OMP_NUM_THREADS", "2"));
  }

  @Test
  @DisplayName("leave each pool a thread where there are more processes than CPUs")
  void leaveAPoolAThread() {
    assertThat(new CpuShare(1).environment(4)).containsEntry("OMP_NUM_THREADS", "1");
  }

  private static Resources resources(String request, String limit) {
    return Yaml.object(
        (request == null ? "" : "requests: {cpu: " + request + "}\n")
            + (limit == null ? "limits: {}" : "limits: {cpu: " + limit + "}"),
        Resources.class);
  }

  private static Server server(String said) {
    return Yaml.object(
        "---\n{name: http, app: 'orders:app', port: 8000, " + said + "}", Server.class);
  }
}
