package dev.pythonservice.builder.stack;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * What an image and its project run on.
 *
 * @param engines the engines, by layer; an engine is in a layer once
 * @param nativeExtensions installed packages with native code, those of the project first, then by
 *     name
 */
public record Stack(List<Engine> engines, List<NativeExtension> nativeExtensions) {

  public Stack {
    engines = List.copyOf(engines);
    nativeExtensions = List.copyOf(nativeExtensions);
  }

  /** Nothing is known, as nothing is installed. */
  public static Stack none() {
    return new Stack(List.of(), List.of());
  }

  /**
   * The same with the first native extensions.
   *
   * @param most how many are kept
   */
  public Stack naming(int most) {
    return new Stack(engines, nativeExtensions.subList(0, Math.min(most, nativeExtensions.size())));
  }

  /** The layers of a stack, spelled as the API spells them. */
  public enum Layer {
    @JsonProperty("Packages")
    PACKAGES,
    @JsonProperty("Server")
    SERVER,
    @JsonProperty("Validation")
    VALIDATION,
    @JsonProperty("JSON")
    JSON,
    @JsonProperty("DataFrames")
    DATA_FRAMES,
    @JsonProperty("NativeExtensions")
    NATIVE_EXTENSIONS,
    @JsonProperty("TypeChecker")
    TYPE_CHECKER,
    @JsonProperty("Linter")
    LINTER
  }

  /** Where an engine was read from. */
  public enum Place {
    /** It is installed in the image. */
    @JsonProperty("Image")
    IMAGE,
    /** The lock has it or is kept by it; it is not installed in the image. */
    @JsonProperty("Lock")
    LOCK,
    /** The source has settings for it, and the lock does not have it. */
    @JsonProperty("Configuration")
    CONFIGURATION
  }

  /**
   * An engine.
   *
   * @param layer what it serves
   * @param engine its name; of native extensions the program that built their wheels, {@code
   *     unknown} where nobody looked
   * @param version its version; empty where it is not known; of native extensions the newest
   * @param from where it was read
   * @param packages how many installed packages with native code it built; 0 in other layers
   */
  public record Engine(Layer layer, String engine, String version, Place from, int packages) {

    /** Such as {@code granian 2.8.7}. */
    @Override
    public String toString() {
      return version.isEmpty() ? engine : engine + " " + version;
    }
  }

  /**
   * An installed package with native code.
   *
   * @param name its normalised name
   * @param version its version
   * @param generator what built its wheel, such as {@code maturin 1.9.4}; {@code unknown} where
   *     nobody looked
   * @param own whether it is the project's own
   */
  public record NativeExtension(String name, String version, String generator, boolean own) {}
}
