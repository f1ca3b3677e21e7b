package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * The machine that builds.
 *
 * @param platform its operating system and architecture
 * @param libc its C library
 */
record Machine(Platform platform, Family libc) {

  /**
   * This machine.
   *
   * @throws BuildFailure when nothing can be built on it
   */
  static Machine here() {
    String architecture = System.getProperty("os.arch");
    Platform platform =
        Arrays.stream(Platform.values())
            .filter(one ->
                one.architecture().equals(architecture) || one.machine().equals(architecture))
            .findFirst()
            .orElseThrow(() ->
                new BuildFailure(
                    ExitCode.INPUT,
                    "Wheels are built on amd64 and arm64, and this machine is " + architecture));
    boolean musl = Files.exists(Path.of("/lib/ld-musl-" + platform.machine() + ".so.1"));
    return new Machine(platform, musl && !hasGlibc(platform) ? Family.MUSL : Family.GLIBC);
  }

  /** The dynamic loader by its name in the platforms' binary interfaces. */
  private static boolean hasGlibc(Platform platform) {
    return Files.exists(
        switch (platform) {
          case LINUX_AMD64 -> Path.of("/lib64/ld-linux-x86-64.so.2");
          case LINUX_ARM64 -> Path.of("/lib/ld-linux-aarch64.so.1");
        });
  }

  /** Whether what is compiled here the plain way runs there. */
  boolean isLike(Target target) {
    return platform == target.platform() && libc == target.libc().family();
  }

  /** Such as {@code linux/amd64 with glibc}. */
  @Override
  public String toString() {
    return platform + " with " + libc.name().toLowerCase(Locale.ROOT);
  }
}
