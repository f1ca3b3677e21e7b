package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Target;
import java.util.List;

/** How a package is built for a target, on a machine that may be another. */
sealed interface Recipe {

  /**
   * maturin with zig as compiler and linker, the same way for every target: zig links against
   * exactly the target's C library, where the machine's own linker would need the machine's (and
   * maturin then refuses the wheel). maturin checks that the wheel keeps what its tag promises.
   *
   * @param rustTarget such as {@code aarch64-unknown-linux-gnu}
   * @param tag such as {@code manylinux_2_28}
   */
  record Zig(String rustTarget, String tag) implements Recipe {
    @Override
    public List<String> tools() {
      return List.of("ziglang");
    }

    @Override
    public List<String> settings() {
      return List.of(
          "build-args=--locked --zig --target %s --compatibility %s".formatted(rustTarget, tag));
    }
  }

  /**
   * The package's own way on a machine like the target. What is compiled then gets the tag that it
   * deserves, with the libraries it needs in it, by auditwheel, which refuses what needs more.
   *
   * @param tag such as {@code manylinux_2_28_x86_64}
   */
  record Native(String tag) implements Recipe {
    @Override
    public List<String> tools() {
      return List.of("auditwheel", "patchelf");
    }

    @Override
    public List<String> settings() {
      return List.of();
    }
  }

  /** The package's own way on a machine unlike the target: good for pure Python, nothing else. */
  record PureOnly() implements Recipe {
    @Override
    public List<String> tools() {
      return List.of();
    }

    @Override
    public List<String> settings() {
      return List.of();
    }
  }

  /** What it needs beside what the package asks for. */
  List<String> tools();

  /** Settings for the build backend (PEP 517, "config_settings"). */
  List<String> settings();

  /** The recipe for a package. */
  static Recipe of(BuildSystem system, Target target, Machine machine) {
    if (system.isMaturin()) {
      return new Zig(rustTarget(target), tag(target));
    }
    return machine.isLike(target)
        ? new Native(tag(target) + "_" + target.platform().machine())
        : new PureOnly();
  }

  /** The Rust target triple. */
  private static String rustTarget(Target target) {
    String libc = target.libc().family() == Family.GLIBC ? "gnu" : "musl";
    return "%s-unknown-linux-%s".formatted(target.platform().machine(), libc);
  }

  /**
   * The platform tag without architecture (PEP 600, PEP 656); of glibc none that is newer than what
   * uv installs for, because no build would take the wheel.
   */
  private static String tag(Target target) {
    if (target.libc().family() == Family.GLIBC) {
      String platform = target.uvPlatform();
      return platform.substring(platform.indexOf("-manylinux") + 1);
    }
    return "musllinux_%d_%d".formatted(target.libc().major(), target.libc().minor());
  }
}
