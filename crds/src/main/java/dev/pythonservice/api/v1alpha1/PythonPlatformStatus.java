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
 */
@ApiObject
public record PythonPlatformStatus(
    @Nullable Long observedGeneration,
    @MergeBy("type") @Size(max = 32) List<Condition> conditions,
    @Nullable Integer services,
    @MergeBy({"python", "libc"}) @Size(max = 32) List<RuntimeState> runtimes) {

  public PythonPlatformStatus {
    conditions = Absent.toEmpty(conditions);
    runtimes = Absent.toEmpty(runtimes);
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
