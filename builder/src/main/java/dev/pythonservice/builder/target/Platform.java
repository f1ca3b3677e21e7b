package dev.pythonservice.builder.target;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Operating system and architecture, as OCI images and as Python name them. */
public enum Platform {
  /** 64-bit Intel and AMD. */
  LINUX_AMD64("amd64", "x86_64"),
  /** 64-bit ARM. */
  LINUX_ARM64("arm64", "aarch64");

  private final String architecture;
  private final String machine;

  Platform(String architecture, String machine) {
    this.architecture = architecture;
    this.machine = machine;
  }

  /**
   * The platform of a name such as {@code linux/arm64}.
   *
   * @throws BuildFailure when no such platform is supported
   */
  public static Platform named(String name) {
    return Arrays.stream(values())
        .filter(platform -> platform.toString().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "platform %s is not supported; use %s"
                    .formatted(
                        name,
                        Arrays.stream(values())
                            .map(Platform::toString)
                            .collect(Collectors.joining(" or ")))));
  }

  /** The architecture by its name in OCI images, such as {@code arm64}. */
  public String architecture() {
    return architecture;
  }

  /** The architecture by its name in wheel tags, such as {@code aarch64}. */
  public String machine() {
    return machine;
  }

  /** Such as {@code linux/arm64}. */
  @Override
  public String toString() {
    return "linux/" + architecture;
  }
}
