package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.process.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * What compiles: C, C++ and Rust, the latter for the other architecture, too, and each Python that
 * services may use, with its headers. Debian's packages, on the plain Debian image, for this
 * machine's platform only. The suite is the one with all the Pythons.
 */
final class Compilers {

  /** The name of the image. */
  static final String NAME = "base/compilers:1";

  /** What they are on: it brings certificates, users, and no Python of another suite. */
  static final String BASE = "base/debian:13";

  private static final Suite SUITE = Suite.FORKY;

  /**
   * Rust's linker is called {@code cc}, zig's is started by a shell, and Makefiles want a few
   * programs more.
   */
  private static final List<String> PACKAGES =
      List.of(
          "cargo",
          "coreutils",
          "dash",
          "g++",
          "gcc",
          "grep",
          "libc6-dev",
          "make",
          "pkgconf",
          "python3.13-dev",
          "python3.14-dev",
          "rustc",
          "sed");

  /** Debian's alternatives, which its installation scripts would make. */
  private static final Map<String, String> LINKS = Map.of("cc", "gcc", "c++", "g++");

  private static final List<String> LEFT_OUT =
      List.of(
          "dev",
          "tmp",
          "var",
          "etc/apt",
          "usr/share/{bug,ca-certificates,doc-base,gdb,info,lintian,locale,man}",
          "usr/share/doc/*/{[!c],c[!o],co[!p]}*",
          "usr/lib/*-linux-gnu/gconv");

  private static final Instant FILE_TIME = Instant.parse("2020-01-01T00:00:00Z");

  private final Platform platform = Platform.ofThisMachine();
  private final Progress progress;

  Compilers(Progress progress) {
    this.progress = progress;
  }

  /** All that decides the image. */
  String definition() {
    return String.join("\n", NAME, SUITE.toString(), names().toString(), LEFT_OUT.toString());
  }

  /** Makes the layout on that of the base image, in a folder, which is made. */
  void layOut(OciLayout base, Path work, Path folder) throws IOException {
    Path root = Files.createDirectory(work.resolve("compilers"));
    progress.say("downloading compilers of Debian " + SUITE.codename());
    new DebianArchive(AptConfiguration.ofThisMachine())
        .unpack(SUITE, List.of(platform, other()), names(), root);
    leaveOut(root);
    for (Map.Entry<String, String> link : LINKS.entrySet()) {
      Files.createSymbolicLink(
          root.resolve("usr/bin").resolve(link.getKey()), Path.of(link.getValue()));
    }
    progress.say("packing compilers");
    image(root).layOut(base, folder);
    Folders.delete(root);
  }

  private static ProgramImage image(Path root) {
    SequencedMap<String, String> labels = new LinkedHashMap<>();
    labels.put("org.opencontainers.image.title", NAME.substring(0, NAME.indexOf(':')));
    return new ProgramImage(
        BASE,
        NAME.substring(0, NAME.indexOf(':')),
        NAME.substring(NAME.indexOf(':') + 1),
        List.of(new ProgramImage.Folder("compilers", root)),
        FILE_TIME,
        List.of(),
        new LinkedHashMap<>(),
        labels);
  }

  private List<String> names() {
    return Stream.concat(PACKAGES.stream(), Stream.of("libstd-rust-dev:" + other().architecture()))
        .toList();
  }

  private Platform other() {
    return platform == Platform.AMD64 ? Platform.ARM64 : Platform.AMD64;
  }

  /** Of the other architecture nothing is needed but Rust's library, which lies elsewhere. */
  private void leaveOut(Path root) throws IOException {
    LeftOut leftOut = new LeftOut(List.of("usr/{bin,sbin}/*"), LEFT_OUT);
    Folders.delete(other().librariesIn(root));
    leftOut.removeFrom(root);
  }
}
