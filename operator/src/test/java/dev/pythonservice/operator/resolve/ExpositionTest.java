package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.PodSample;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a container says")
final class ExpositionTest {

  private static final String OWN =
      """
      # HELP pythonservice_http_server_request_duration_seconds Time from the first byte to the last.
      # TYPE pythonservice_http_server_request_duration_seconds histogram
      pythonservice_http_server_request_duration_seconds_bucket{status_class="2xx",le="0.1"} 90
      pythonservice_http_server_request_duration_seconds_bucket{status_class="2xx",le="+Inf"} 95
      pythonservice_http_server_request_duration_seconds_count{status_class="2xx"} 95
      pythonservice_http_server_request_duration_seconds_bucket{status_class="5xx",le="0.1"} 2
      pythonservice_http_server_request_duration_seconds_bucket{status_class="5xx",le="+Inf"} 5
      pythonservice_http_server_request_duration_seconds_count{status_class="5xx"} 5
      pythonservice_process_cpu_seconds_total 1.5
      pythonservice_process_resident_memory_bytes 6.2914560e+07
      pythonservice_cold_start_seconds 0.84
      """;

  @Test
  @DisplayName("is understood")
  void isUnderstood() throws IOException {
    PodSample sample = read(OWN);

    assertThat(sample.requests().total()).isEqualTo(100);
    assertThat(sample.serverErrors()).isEqualTo(5);
    assertThat(sample.requests().quantile(0.5).orElseThrow()).isBetween(0.0, 0.1);
    assertThat(sample.cpuSeconds()).isEqualTo(1.5);
    assertThat(sample.residentBytes()).isEqualTo(62_914_560);
    assertThat(sample.coldStartSeconds()).contains(0.84);
  }

  @Test
  @DisplayName("is passed over where it is nonsense")
  void nonsenseIsPassedOver() throws IOException {
    PodSample sample =
        read(
            OWN
                + """
                pythonservice_process_cpu_seconds_total NaN
                pythonservice_process_cpu_seconds_total -7
                pythonservice_http_server_request_duration_seconds_bucket{le="soon"} 7
                pythonservice_http_server_request_duration_seconds_bucket{le="0.1" 7
                <html>404</html>
                pythonservice_cold_start_seconds +Inf
                """);

    assertThat(sample).isEqualTo(read(OWN));
  }

  @Test
  @DisplayName("is only read so far when it does not end")
  void isOnlyReadSoFar() throws IOException {
    InputStream endless =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.range(0, 1_000_000)
                    .<InputStream>mapToObj(
                        number -> bytes("orders_total{id=\"%d\"} 1\n".formatted(number)))
                    .toList()));

    PodSample sample = Exposition.read(new SequenceInputStream(bytes(OWN), endless));

    assertThat(sample).isEqualTo(read(OWN));
    assertThat(endless.read()).as("what was not read").isNotNegative();
  }

  private static PodSample read(String text) throws IOException {
    return Exposition.read(bytes(text));
  }

  private static InputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
