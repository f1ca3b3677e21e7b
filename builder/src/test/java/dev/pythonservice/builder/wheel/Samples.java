package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values that several tests need. */
final class Samples {

  static final URI INDEX = URI.create("https://index.example/simple");

  private Samples() {}

  static Digest digest(String text) {
    return Digest.ofBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Files whose content is their path and a word. */
  static Source source(String word, String... paths) {
    List<SourceFile> files =
        Arrays.stream(paths)
            .map(path -> new SourceFile(path, 1, false, digest(path + word), Optional.empty()))
            .toList();
    return new Source(Path.of("/tree"), ".", "1", digest("tree"), files, Optional.empty());
  }

  static LockedPackage sourceOnly(String name) {
    return new LockedPackage(
        name, "1.0", new Origin.Index(INDEX), List.of(), Optional.of(archive(name)), "");
  }

  static LockedPackage withWheel(String name) {
    return new LockedPackage(
        name,
        "1.0",
        new Origin.Index(INDEX),
        List.of(file(name + "-1.0-py3-none-any.whl")),
        Optional.of(archive(name)),
        "");
  }

  static LockedPackage wheelOnly(String name) {
    return new LockedPackage(
        name,
        "1.0",
        new Origin.Index(INDEX),
        List.of(file(name + "-1.0-py3-none-any.whl")),
        Optional.empty(),
        "");
  }

  static LockedFile archive(String name) {
    return file(name + "-1.0.tar.gz");
  }

  static LockedFile file(String name) {
    return new LockedFile(name, URI.create("https://files.example/" + name), digest(name), 1);
  }

  static FirstParty own(String name, String folder, Optional<String> needsWheel) {
    return new FirstParty(
        name,
        "0.2.0",
        folder,
        true,
        List.of(folder),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        "",
        needsWheel,
        "");
  }
}
