package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the operator found out about the platform.
 *
 * @param observedGeneration The {@code metadata.generation} that this status speaks about.
 * @param conditions {@code Ready}, {@code Reconciling} and {@code Stalled} for tools; {@code
 *     RuntimesResolved} and {@code RegistryReachable} for each part.
 * @param services Number of PythonServices that use the platform.
 * @param runtimes What was found in the base images.
 * @param checkerPreviews What would become of the services with each version that {@code
 *     policy.checkers} names as a preview.
 */
@ApiObject
public record PythonPlatformStatus(
    @Nullable Long observedGeneration,
    @MergeBy("type") @Size(max = 32) List<Condition> conditions,
    @Nullable Integer services,
    @MergeBy({"python", "libc"}) @Size(max = 32) List<RuntimeState> runtimes,
    @MergeBy("checker") @Size(max = 8) List<PreviewState> checkerPreviews) {

  public PythonPlatformStatus {
    conditions = Absent.toEmpty(conditions);
    runtimes = Absent.toEmpty(runtimes);
    checkerPreviews = Absent.toEmpty(checkerPreviews);
  }

  /**
   * What would become of the services with another version of a checker. Those count that serve,
   * have checks by that checker, and have a project of their own.
   *
   * @param checker The checker.
   * @param version The version that is tried. Example: {@code 0.17.7}.
   * @param looked Number of services at which it has looked.
   * @param failing How many of them its findings would stop.
   * @param errors At how many of them it could not look; that stops builds, too, unless the check
   *     only reports.
   * @param pending Number of services at which it is still to look.
   * @param failingServices The services that would be stopped, as {@code NAMESPACE/NAME}, in order;
   *     at most the first 20.
   * @param message Why it could not look, at the first service of those.
   */
  @ApiObject
  public record PreviewState(
      @Required Checkers.Checker checker,
      @Required @Size(min = 1, max = 64) String version,
      @Required Integer looked,
      @Required Integer failing,
      @Required Integer errors,
      @Required Integer pending,
      @Atomic @Size(max = 20) List<@Size(max = 128) String> failingServices,
      @Nullable @Size(max = 1024) String message) {

    public PreviewState {
      failingServices = Absent.toEmpty(failingServices);
    }
  }

  /**
   * What was found in a base image.
   *
   * @param python Minor version of Python. Example: {@code "3.13"}.
   * @param libc The C library.
   * @param image The image, by digest.
   * @param pythonVersion Full version of Python. Example: {@code 3.13.5}.
   * @param libcVersion Version of the C library. Example: {@code "2.41"}.
   * @param architectures Architectures that it has.
   */
  @ApiObject
  public record RuntimeState(
      @Required @Size(max = 16) String python,
      @Required Libc libc,
      @Nullable @Size(max = 512) String image,
      @Nullable @Size(max = 32) String pythonVersion,
      @Nullable @Size(max = 16) String libcVersion,
      @Atomic @Size(max = 8) List<Architecture> architectures) {

    public RuntimeState {
      architectures = Absent.toEmpty(architectures);
    }
  }
}
