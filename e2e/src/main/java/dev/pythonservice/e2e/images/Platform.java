package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.nio.file.Path;
import java.util.Arrays;

/** A platform the images are made for: Linux with glibc on one processor architecture. */
public enum Platform {
  /** 64-bit x86. */
  AMD64("amd64", "x86_64-linux-gnu", "usr/lib64/ld-linux-x86-64.so.2"),
  /** 64-bit Arm. */
  ARM64("arm64", "aarch64-linux-gnu", "usr/lib/ld-linux-aarch64.so.1");

  private final String architecture;
  private final String libraryFolder;
  private final String loader;

  Platform(String architecture, String libraryFolder, String loader) {
    this.architecture = architecture;
    this.libraryFolder = libraryFolder;
    this.loader = loader;
  }

  /** The architecture's name, which Debian, Go and the OCI image specification share. */
  public String architecture() {
    return architecture;
  }

  /** The folder of the shared libraries below the given root (Debian's multiarch specification). */
  Path librariesIn(Path root) {
    return root.resolve("usr/lib").resolve(libraryFolder);
  }

  /** The dynamic loader below the given root (the interpreter that glibc's ABI names). */
  Path loaderIn(Path root) {
    return root.resolve(loader);
  }

  /**
   * The platform of this machine.
   *
   * @throws ClusterProblem when this machine is neither
   */
  public static Platform ofThisMachine() {
    return of(System.getProperty("os.arch"));
  }

  /** The platform that Java's {@code os.arch} names: OpenJDK says {@code aarch64} for Arm. */
  public static Platform of(String javaArchitecture) {
    String wanted = javaArchitecture.equals("aarch64") ? "arm64" : javaArchitecture;
    return Arrays.stream(values())
        .filter(platform -> platform.architecture.equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            new ClusterProblem(
                "Base images are made on amd64 and arm64 machines, and this one is "
                    + javaArchitecture
                    + ": use CLUSTER=existing with a registry that has them."));
  }
}
