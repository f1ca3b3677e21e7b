package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which engine serves each layer of what runs.
 *
 * @param engines The engines, by layer.
 * @param nativeExtensions Installed packages with native code, those of the project first; at most
 *     the first 20, the build's report has all.
 */
@ApiObject
public record Stack(
    @MergeBy({"layer", "engine"}) @Size(max = 48) List<Engine> engines,
    @MergeBy("name") @Size(max = 20) List<NativeExtension> nativeExtensions) {

  public Stack {
    engines = Absent.toEmpty(engines);
    nativeExtensions = Absent.toEmpty(nativeExtensions);
  }

  /** What an engine serves. */
  public enum Layer {
    /** Resolving, locking and installing packages. */
    Packages,
    /** Answering HTTP requests. */
    Server,
    /** Checking data against types. */
    Validation,
    /** Reading and writing JSON. */
    JSON,
    /** Tables in memory. */
    DataFrames,
    /** Building wheels with native code. */
    NativeExtensions,
    /** Checking types. */
    TypeChecker,
    /** Checking and formatting code. */
    Linter
  }

  /** Where an engine was read from. */
  public enum Place {
    /** It is installed in the image. */
    Image,
    /** The lock has it or is kept by it; it is not installed in the image. */
    Lock,
    /** The source has settings for it, and the lock does not have it. */
    Configuration
  }

  /**
   * An engine.
   *
   * @param layer What it serves.
   * @param engine Its name. Of native extensions the program that built their wheels, {@code
   *     unknown} where a layer of the image is older than this field. Example: {@code granian}.
   * @param version Its version, as far as it is known; of programs that built wheels the newest, of
   *     uv the one that read the lock. Example: {@code 2.8.7}.
   * @param from Where it was read from.
   * @param packages How many installed packages with native code it built. Absent in other layers.
   * @param servers Servers of the service that it runs. Absent in a build, and where it runs none.
   * @param suggestion What could be tried next, and why. Absent in a build, and where there is
   *     nothing newer to try, or that is there already.
   */
  @ApiObject
  public record Engine(
      @Required Layer layer,
      @Required @Size(max = 64) String engine,
      @Nullable @Size(max = 64) String version,
      @Required Place from,
      @Nullable Integer packages,
      @Atomic @Size(max = 16) List<@Size(max = 63) String> servers,
      @Nullable @Size(max = 512) String suggestion) {

    public Engine {
      servers = Absent.toEmpty(servers);
    }
  }

  /**
   * An installed package with native code.
   *
   * @param name Name of the package, normalised. Example: {@code orjson}.
   * @param version Its version. Example: {@code 3.13.0}.
   * @param generator The program that built its wheel, with its version, as the wheel says; {@code
   *     unknown} where its layer is older than this field. Example: {@code maturin 1.9.4}.
   * @param own Whether it is the project's own. Absent where it is not.
   */
  @ApiObject
  public record NativeExtension(
      @Required @Size(max = 128) String name,
      @Nullable @Size(max = 128) String version,
      @Required @Size(max = 128) String generator,
      @Nullable Boolean own) {}
}
