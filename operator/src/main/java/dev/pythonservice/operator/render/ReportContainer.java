package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.TestOrder;
import dev.pythonservice.operator.plan.TestReport;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;

/**
 * The container beside tests that puts the report which they wrote into its log when they have
 * ended, however they ended: Kubernetes sends a sidecar SIGTERM then. It runs Python's own library
 * from the tests' image, so nothing else has to be pulled for tests to start, and it has no more
 * rights than they: what it says is as foreign as what they wrote.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/">Sidecar
 *     containers</a>
 */
final class ReportContainer {

  private static final String VOLUME = "report";
  private static final String FOLDER = "/run/pythonservice/tests";
  private static final String FILE = FOLDER + "/junit.xml";

  /** What tests may write there before their node takes the pod away. */
  private static final Quantity SIZE = new Quantity("128Mi");

  /**
   * The bounds are those of who reads it: 8 MiB are parsed, and a ConfigMap takes it on. A report
   * that is a link or a pipe is none. The log has it in lines, the termination message its digest,
   * or why there is none.
   */
  private static final String SCRIPT =
      """
      import base64, gzip, hashlib, os, signal, stat, sys

      signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
      signal.sigwait({signal.SIGTERM})


      def read(path):
          try:
              file = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
          except FileNotFoundError:
              return ""
          except OSError as error:
              return f"their report cannot be read: {error.strerror}"
          if not stat.S_ISREG(os.fstat(file).st_mode):
              return "their report is no regular file"
          with open(file, "rb") as report:
              content = report.read((8 << 20) + 1)
          if len(content) > 8 << 20:
              return "their report is larger than 8 MiB"
          compressed = gzip.compress(content, mtime=0)
          if len(compressed) > 900 << 10:
              return "their report is larger than 900 KiB after compression"
          sys.stdout.write(base64.encodebytes(compressed).decode())
          sys.stdout.flush()
          return "sha256:" + hashlib.sha256(compressed).hexdigest()


      said = read(sys.argv[1])
      with open("/dev/termination-log", "w") as message:
          message.write(said)
      """;

  private ReportContainer() {}

  static Container of(TestOrder order) {
    return new ContainerBuilder()
        .withName(TestReport.CONTAINER)
        .withImage(order.run().image())
        .withCommand("python", "-IS", "-c", SCRIPT, FILE)
        .withRestartPolicy("Always")
        .withNewResources()
        .addToRequests("cpu", new Quantity("10m"))
        .addToRequests("memory", new Quantity("32Mi"))
        // Both, as a quota may ask for both.
        .addToLimits("cpu", new Quantity("500m"))
        .addToLimits("memory", new Quantity("128Mi"))
        .endResources()
        .withTerminationMessagePath(BuildPod.TERMINATION_MESSAGE)
        .withTerminationMessagePolicy("FallbackToLogsOnError")
        .withSecurityContext(BuildPod.CONTAINER_SECURITY)
        .withVolumeMounts(BuildParts.readOnly(VOLUME, FOLDER))
        .build();
  }

  /** Where tests write their report. */
  static Volume volume() {
    return BuildPod.scratch(VOLUME, SIZE);
  }

  /** The same for the tests' container. */
  static VolumeMount mount() {
    return BuildPod.mount(VOLUME, FOLDER);
  }

  /**
   * How tests know. Of pytest's options, those on its command line count more.
   *
   * @see <a href="https://docs.pytest.org/en/stable/reference/reference.html">pytest's {@code
   *     PYTEST_ADDOPTS} and {@code --junitxml}</a>
   */
  static List<EnvVar> environment() {
    return List.of(
        BuildParts.variable("PYTHONSERVICE_JUNIT", FILE),
        BuildParts.variable("PYTEST_ADDOPTS", "--junitxml=" + FILE));
  }
}
