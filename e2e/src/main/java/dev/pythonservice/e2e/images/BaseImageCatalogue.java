package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.images.BaseImage.ContainerSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Stream;

/** The base images of the local cluster. */
final class BaseImageCatalogue {
  /** The label with the full version of CPython, such as {@code 3.13.5}. */
  static final String PYTHON_VERSION = "dev.pythonservice.python.version";

  /** The label with the version of glibc, such as {@code 2.41}. */
  static final String LIBC_VERSION = "dev.pythonservice.libc.version";

  /** The label with the full version of OpenJDK, such as {@code 25.0.5+8}. */
  static final String JAVA_VERSION = "dev.pythonservice.java.version";

  /** The label with Debian's release, such as {@code 13.8}. */
  static final String DEBIAN_VERSION = "dev.pythonservice.debian.version";

  /** What every image with glibc starts from; the images of one suite share this layer. */
  private static final List<String> SYSTEM =
      List.of(
          "base-files",
          "ca-certificates",
          "libc-bin",
          "libc6",
          "libgcc-s1",
          "libstdc++6",
          "media-types",
          "netbase",
          "tzdata",
          "zlib1g");

  /** The libraries that the standard library's extension modules are linked with. */
  private static final List<String> PYTHON_LIBRARIES =
      List.of(
          "libbz2-1.0",
          "libdb5.3t64",
          "libexpat1",
          "libffi8",
          "liblzma5",
          "libncursesw6",
          "libreadline8t64",
          "libsqlite3-0",
          "libssl3t64",
          "libtinfo6",
          "libuuid1",
          "libzstd1");

  private static final String NONROOT = "65532:65532";
  private static final String SEARCH_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private BaseImageCatalogue() {}

  /** All images, in the order in which they are made. */
  static List<BaseImage> all() {
    return List.of(
        python("3.13", Suite.TRIXIE),
        python("3.14", Suite.FORKY),
        java(),
        debian(),
        pause(),
        gitServer());
  }

  private static BaseImage python(String version, Suite suite) {
    String command = "python" + version;
    return new BaseImage(
        "base/python",
        version,
        "CPython " + version + " on Debian " + suite.codename() + ", without a shell",
        suite,
        List.of(system(suite), interpreter(version, suite)),
        new ContainerSettings(
            NONROOT, "/home/nonroot", environment(), List.of(), List.of("/usr/bin/python3")),
        command + "-minimal",
        versions(PYTHON_VERSION, command + "-minimal"));
  }

  private static Layer interpreter(String version, Suite suite) {
    String command = "python" + version;
    List<String> packages =
        Stream.concat(
                PYTHON_LIBRARIES.stream(),
                Stream.of(
                    "lib" + command + "-minimal",
                    "lib" + command + "-stdlib",
                    command + "-minimal"))
            .toList();
    List<String> interpreter =
        Stream.concat(system(suite).packages().stream(), packages.stream()).toList();
    return new Layer(
        "CPython " + version,
        packages,
        List.of("usr/bin/" + command),
        new PythonFiles(version, interpreter));
  }

  private static BaseImage java() {
    String openjdk = "openjdk-25-jre-headless";
    Layer layer = new Layer("OpenJDK 25", List.of(openjdk), List.of(), new JavaFiles("25"));
    SequencedMap<String, String> environment = environment();
    environment.put("JAVA_HOME", "/usr/lib/jvm/java-25");
    return new BaseImage(
        "base/java",
        "25",
        "OpenJDK 25 on Debian trixie, without a shell",
        Suite.TRIXIE,
        List.of(system(Suite.TRIXIE), layer),
        new ContainerSettings(
            NONROOT, "/home/nonroot", environment, List.of("/usr/bin/java"), List.of()),
        openjdk,
        versions(JAVA_VERSION, openjdk));
  }

  /** What programs stand on that bring all else along; a node has its one layer with any Python. */
  private static BaseImage debian() {
    return new BaseImage(
        "base/debian",
        "13",
        "Debian trixie with glibc and certificates, without a shell",
        Suite.TRIXIE,
        List.of(system(Suite.TRIXIE)),
        new ContainerSettings(NONROOT, "/home/nonroot", environment(), List.of(), List.of()),
        "base-files",
        versions(DEBIAN_VERSION, "base-files"));
  }

  /** What holds a pod's namespaces: it waits for a signal and reaps what is orphaned. */
  private static BaseImage pause() {
    Layer layer =
        new Layer(
            "catatonit",
            List.of("catatonit"),
            List.of("usr/bin/catatonit"),
            new LayerFinish.Nothing());
    return new BaseImage(
        "pause",
        "1",
        "catatonit, which holds a pod's namespaces",
        Suite.TRIXIE,
        List.of(layer),
        new ContainerSettings(
            "65535:65535",
            "/",
            new LinkedHashMap<>(),
            List.of("/usr/bin/catatonit", "-P"),
            List.of()),
        "catatonit",
        new LinkedHashMap<>());
  }

  /** For tests and the demo: git behind a server in Python, whose layers it shares. */
  private static BaseImage gitServer() {
    String server = "opt/git-server/git_server.py";
    Layer layer =
        new Layer(
            "git and its server",
            List.of("git", "libpcre2-8-0"),
            List.of("usr/bin/git*"),
            TextFiles.of(server, "git_server.py"));
    SequencedMap<String, String> environment = environment();
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("PYTHONUNBUFFERED", "1");
    return new BaseImage(
        "git-server",
        "1",
        "git over HTTP, for tests",
        Suite.TRIXIE,
        List.of(system(Suite.TRIXIE), interpreter("3.13", Suite.TRIXIE), layer),
        new ContainerSettings(
            NONROOT,
            "/home/nonroot",
            environment,
            List.of("/usr/bin/python3", "/" + server),
            List.of()),
        "git",
        new LinkedHashMap<>());
  }

  private static Layer system(Suite suite) {
    List<String> packages = Stream.concat(SYSTEM.stream(), Stream.of(suite.gccLicences())).toList();
    return new Layer("Debian " + suite.codename(), packages, List.of(), new SystemFiles());
  }

  /** C.UTF-8 is the one locale of the images: names of files and terminals are UTF-8. */
  private static SequencedMap<String, String> environment() {
    SequencedMap<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", SEARCH_PATH);
    environment.put("LANG", "C.UTF-8");
    return environment;
  }

  private static SequencedMap<String, String> versions(String label, String packageName) {
    SequencedMap<String, String> versions = new LinkedHashMap<>();
    versions.put(label, packageName);
    versions.put(LIBC_VERSION, "libc6");
    versions.put(DEBIAN_VERSION, "base-files");
    return versions;
  }
}
