package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Reads the content of a {@code pylock.toml} (PEP 751). */
final class PylockReader {

  private static final long UNKNOWN_SIZE = -1;

  private final Path tree;
  private final Path folder;
  private final Toml toml;

  /**
   * A reader.
   *
   * @param tree the source's root
   * @param folder the folder that paths in the lock are relative to
   */
  PylockReader(Path tree, Path folder, Toml toml) {
    this.tree = tree;
    this.folder = folder;
    this.toml = toml;
  }

  /**
   * Reads a lock.
   *
   * @param shown its path for people
   * @throws BuildFailure when its version is unknown, or a file has no SHA-256
   */
  PylockContent read(JsonNode lock, String shown) {
    String version = lock.path("lock-version").asString("");
    if (!version.startsWith("1.")) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has lock-version '%s', and 1.0 is known; write it again with 'uv export --format pylock.toml'"
              .formatted(shown, version));
    }
    List<LockedPackage> packages = new ArrayList<>();
    List<FirstParty> firstParty = new ArrayList<>();
    for (JsonNode entry : lock.path("packages")) {
      requireOneOrigin(entry, shown);
      if (entry.has("directory")) {
        firstParty.add(directory(entry, shown));
      } else {
        packages.add(third(entry, shown));
      }
    }
    return new PylockContent(
        packages,
        firstParty,
        lock.path("requires-python").asString(""),
        Toml.texts(lock.path("extras")),
        Toml.texts(lock.path("dependency-groups")),
        List.of());
  }

  /**
   * An entry's origin is what a policy allows or forbids, so it must have one only (PEP 751: these
   * exclude each other).
   */
  private static void requireOneOrigin(JsonNode entry, String shown) {
    List<String> origins = new ArrayList<>(List.of("vcs", "directory", "archive"));
    origins.removeIf(origin -> !entry.has(origin));
    if (entry.has("wheels") || entry.has("sdist")) {
      origins.add("wheels or sdist");
    }
    if (origins.size() > 1) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has package %s from %s at once; lock again with 'uv export --format pylock.toml'"
              .formatted(shown, entry.path("name").asString(""), String.join(" and ", origins)));
    }
  }

  private FirstParty directory(JsonNode entry, String shown) {
    JsonNode directory = entry.path("directory");
    Path named = Tree.inside(tree, folder, directory.path("path").asString(""), shown);
    Path path = named.resolve(directory.path("subdirectory").asString("")).normalize();
    return ProjectFile.in(tree, path, toml)
        .filter(file -> file.name().isPresent())
        .map(file -> file.asFirstParty(true, entry.path("marker").asString("")))
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "%s has package %s in folder %s, which has no pyproject.toml with a [project] name; add one"
                    .formatted(shown, entry.path("name").asString(""), Tree.relative(tree, path))));
  }

  private LockedPackage third(JsonNode entry, String shown) {
    String name = Names.normalised(entry.path("name").asString(""));
    List<LockedFile> wheels = new ArrayList<>();
    Optional<LockedFile> sourceArchive = Optional.empty();
    for (JsonNode wheel : entry.path("wheels")) {
      wheels.add(file(wheel, name, shown));
    }
    if (entry.has("sdist")) {
      sourceArchive = Optional.of(file(entry.path("sdist"), name, shown));
    }
    if (entry.has("archive")) {
      LockedFile archive = file(entry.path("archive"), name, shown);
      if (archive.fileName().endsWith(".whl")) {
        wheels.add(archive);
      } else {
        sourceArchive = Optional.of(archive);
      }
    }
    return new LockedPackage(
        name,
        version(entry, wheels, sourceArchive),
        origin(entry, wheels, sourceArchive),
        wheels,
        sourceArchive,
        entry.path("marker").asString(""));
  }

  /** A lock may leave out the version of what is no index's; a wheel's name has it. */
  private static String version(
      JsonNode entry, List<LockedFile> wheels, Optional<LockedFile> sourceArchive) {
    if (entry.has("version")) {
      return entry.path("version").asString("");
    }
    return wheels.stream()
        .map(LockedFile::fileName)
        .map(fileName -> fileName.split("-", 3))
        .filter(parts -> parts.length == 3)
        .map(parts -> parts[1])
        .findFirst()
        .or(() -> sourceArchive.map(archive -> versionOf(archive.fileName())))
        .orElse(ProjectFile.DYNAMIC_VERSION);
  }

  private static String versionOf(String archive) {
    String stem = archive.replaceFirst("\\.(tar\\.[a-z0-9]+|zip|tgz)$", "");
    return stem.substring(stem.lastIndexOf('-') + 1);
  }

  private Origin origin(
      JsonNode entry, List<LockedFile> wheels, Optional<LockedFile> sourceArchive) {
    if (entry.has("vcs")) {
      JsonNode vcs = entry.path("vcs");
      return new Origin.Git(
          Addresses.ofRepository(vcs.path("url").asString(vcs.path("path").asString(""))),
          vcs.path("commit-id").asString(""),
          vcs.path("subdirectory").asString("."));
    }
    JsonNode archive = entry.path("archive");
    if (archive.has("url")) {
      return new Origin.Url(Addresses.onServer(archive.path("url").asString("")));
    }
    if (archive.has("path")) {
      return new Origin.Path(
          Tree.relative(tree, folder.resolve(archive.path("path").asString("")).normalize()));
    }
    Optional<LockedFile> inTheTree =
        files(wheels, sourceArchive).filter(LockedFile::isLocal).findFirst();
    if (inTheTree.isPresent()) {
      if (!files(wheels, sourceArchive).allMatch(LockedFile::isLocal)) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "The lock has package %s with files of the source and of a server at once; lock again with 'uv export --format pylock.toml'"
                .formatted(entry.path("name").asString("")));
      }
      return new Origin.Path(Tree.relative(tree, Path.of(inTheTree.get().url())));
    }
    if (entry.has("index")) {
      return new Origin.Index(Addresses.onServer(entry.path("index").asString("")));
    }
    return files(wheels, sourceArchive)
        .findFirst()
        .<Origin>map(file -> new Origin.Index(file.url().resolve("/")))
        .orElseGet(() -> new Origin.Path("."));
  }

  private static Stream<LockedFile> files(
      List<LockedFile> wheels, Optional<LockedFile> sourceArchive) {
    return Stream.concat(wheels.stream(), sourceArchive.stream());
  }

  private LockedFile file(JsonNode file, String packageName, String shown) {
    URI url = url(file, shown);
    String path = Optional.ofNullable(url.getRawPath()).orElse("");
    String fileName =
        file.path("name")
            .asString(
                URLDecoder.decode(
                    path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8));
    String hash = file.path("hashes").path("sha256").asString("");
    if (!hash.matches("[0-9a-f]{64}")) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has no SHA-256 for %s of package %s; lock again with an index that gives hashes"
              .formatted(shown, fileName, packageName));
    }
    return new LockedFile(
        fileName,
        url,
        new Digest(hash),
        file.path("size").asLong(UNKNOWN_SIZE),
        uploaded(file.path("upload-time").asString(""), shown));
  }

  /** PEP 751 wants UTC, which TOML may write with or without an offset. */
  private static Optional<Instant> uploaded(String text, String shown) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String time = text.replaceFirst("^(\\S+) ", "$1T");
    try {
      return Optional.of(
          (time.matches(".*(Z|z|[+-]\\d\\d:\\d\\d)")
                  ? OffsetDateTime.parse(time)
                  : LocalDateTime.parse(time).atOffset(ZoneOffset.UTC))
              .toInstant());
    } catch (DateTimeParseException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s has the upload-time '%s', which is no time; lock again".formatted(shown, text));
    }
  }

  private URI url(JsonNode file, String shown) {
    if (file.has("url")) {
      return Addresses.onServer(file.path("url").asString(""));
    }
    return Tree.inside(tree, folder, file.path("path").asString(""), shown).toUri();
  }
}
