package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import java.util.Optional;

/**
 * A report of tests that is to go beside the image, with all that its Job is made of.
 *
 * @param build the build
 * @param platform its platform
 * @param namespace the namespace to build in, where the credentials of the registry are
 * @param attempt which attempt, counted from 1
 * @param builderImage the image that does it
 * @param image the image that the report is about, by digest
 * @param baseline the image whose failed tests are debt, by digest; empty where no report names any
 * @param compressed the report, JUnit's XML, compressed with gzip; foreign to whoever reads it
 */
public record ReportOrder(
    PythonBuild build,
    PythonPlatform platform,
    String namespace,
    int attempt,
    String builderImage,
    String image,
    Optional<String> baseline,
    byte[] compressed) {

  /** The name of the Job, the same for the same attempt, so that it is never there twice. */
  public String jobName() {
    return BuildOrder.reportJobName(build, attempt);
  }
}
