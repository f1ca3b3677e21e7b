package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Update;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import java.util.Optional;

/**
 * One attempt of a build, with all that its Job is made of.
 *
 * @param build the build
 * @param platform its platform
 * @param namespace the namespace to build in
 * @param attempt which attempt, counted from 1
 * @param builderImage the image that builds
 * @param materials what it needs from the service's namespace
 * @param wheels where wheels are that were built for it, as the builder is told; empty when none
 */
public record BuildOrder(
    PythonBuild build,
    PythonPlatform platform,
    String namespace,
    int attempt,
    String builderImage,
    BuildMaterials materials,
    Optional<String> wheels) {

  private static final int LONGEST_NAME = 63;
  private static final int HASH_LENGTH = 8;

  /**
   * The name of the Job, the same for the same attempt, so that it is never there twice. The
   * beginning of the build's UID, which is random, tells apart builds of the same name from several
   * namespaces.
   */
  public String jobName() {
    return jobName(build, attempt);
  }

  /** The name of the Job of an attempt. */
  public static String jobName(PythonBuild build, int attempt) {
    return name(build, Integer.toString(attempt));
  }

  /** The name of the Job that builds the wheels of an attempt, in the service's namespace. */
  public static String wheelJobName(PythonBuild build, int attempt) {
    return name(build, "wheels-%d".formatted(attempt));
  }

  /** The name of the Job that runs the tests of an attempt, in the service's namespace. */
  public static String testJobName(PythonBuild build, int attempt) {
    return name(build, "tests-%d".formatted(attempt));
  }

  /** The name of the Job that puts the report of an attempt's tests beside the image. */
  public static String reportJobName(PythonBuild build, int attempt) {
    return name(build, "report-%d".formatted(attempt));
  }

  private static String name(PythonBuild build, String which) {
    String uid = build.getMetadata().getUid().replace("-", "");
    String end = "-%s-%s".formatted(uid.substring(0, Math.min(HASH_LENGTH, uid.length())), which);
    String start = build.getMetadata().getName().replace('.', '-');
    int room = Math.min(start.length(), LONGEST_NAME - end.length());
    return start.substring(0, room).replaceFirst("-+$", "") + end;
  }

  /** What makes it a look for updates; empty where an image is built. */
  public Optional<Update> looks() {
    return Optional.ofNullable(build.getSpec().update());
  }

  /** What makes it a look of other versions of checkers; empty where an image is built. */
  public Optional<Preview> previews() {
    return Optional.ofNullable(build.getSpec().preview());
  }

  /** Whether an image is built. */
  public boolean makesImage() {
    return looks().isEmpty() && previews().isEmpty();
  }

  /** Where the project comes from. */
  public BuildSource source() {
    return BuildSource.of(build.getSpec().source());
  }
}
