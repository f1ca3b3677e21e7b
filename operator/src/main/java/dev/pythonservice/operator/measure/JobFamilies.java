package dev.pythonservice.operator.measure;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Run;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The metrics of jobs, from what services' statuses say of their last runs. */
final class JobFamilies {

  private static final String PREFIX = "pythonservice_job_";
  private static final List<String> LABELS = List.of("namespace", "python_service", "job");
  private static final double MILLISECONDS = 1e3;

  private final GaugeMetricFamily succeeded =
      family(
          "last_run_succeeded",
          "Whether the last run of a job that has ended succeeded: 1, or 0 when it failed.");

  private final GaugeMetricFamily duration =
      family("last_run_duration_seconds", "Wall time of the last run of a job that has ended.");

  private final GaugeMetricFamily cpu =
      family("last_run_cpu_seconds", "CPU time of the last run of a job that was measured.");

  private final GaugeMetricFamily memory =
      family(
          "last_run_peak_memory_bytes",
          "The most memory that the last run of a job that was measured used at a time.");

  private final GaugeMetricFamily rows =
      family("last_run_rows", "Rows that the last run of a job said it worked on.");

  private final GaugeMetricFamily success =
      family("last_success_timestamp_seconds", "When a run of a job last succeeded.");

  private static GaugeMetricFamily family(String name, String help) {
    return new GaugeMetricFamily(PREFIX + name, help, LABELS);
  }

  void add(PythonService service, JobState job) {
    List<String> labels =
        List.of(service.getMetadata().getNamespace(), service.getMetadata().getName(), job.name());
    Optional.ofNullable(job.result())
        .filter(result -> result != Result.Running)
        .ifPresent(result -> succeeded.addMetric(labels, result == Result.Succeeded ? 1 : 0));
    if (job.startedAt() != null && job.finishedAt() != null) {
      duration.addMetric(
          labels, Duration.between(job.startedAt(), job.finishedAt()).toMillis() / MILLISECONDS);
    }
    job.runs().stream().findFirst().ifPresent(run -> add(run, labels));
    Optional.ofNullable(job.lastSuccessAt())
        .ifPresent(at -> success.addMetric(labels, at.getEpochSecond()));
  }

  private void add(Run run, List<String> labels) {
    Optional.ofNullable(run.cpuMilliseconds())
        .ifPresent(milliseconds -> cpu.addMetric(labels, milliseconds / MILLISECONDS));
    Optional.ofNullable(run.peakMemoryBytes()).ifPresent(bytes -> memory.addMetric(labels, bytes));
    Optional.ofNullable(run.rows()).ifPresent(number -> rows.addMetric(labels, number));
  }

  Stream<MetricFamilySamples> all() {
    return Stream.of(succeeded, duration, cpu, memory, rows, success);
  }
}
