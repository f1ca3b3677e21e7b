package dev.pythonservice.builder;

import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.SourceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options that say where the project is and which of its packages are wanted. */
final class SourceOptions {

  @ArgGroup(multiplicity = "1")
  Place place = new Place();

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = "The project's folder within the source.",
      defaultValue = ".")
  String path = ".";

  @Option(
      names = "--lock",
      paramLabel = "FILE",
      description =
          "The lock, relative to the project's folder: uv.lock, pylock.toml, or requirements.txt"
              + " with hashes; ${DEFAULT-VALUE} unless said.",
      defaultValue = "uv.lock")
  String lock = "uv.lock";

  @Option(
      names = "--member",
      paramLabel = "NAME",
      description = "The member of a uv workspace that is wanted.")
  @Nullable String member;

  @Option(names = "--extra", paramLabel = "NAME", description = "An extra that is wanted, too.")
  List<String> extras = List.of();

  @Option(
      names = "--group",
      paramLabel = "NAME",
      description = "A dependency group that is wanted, too.")
  List<String> groups = List.of();

  /** Exactly one of three. */
  static final class Place {

    @Option(
        names = "--source",
        paramLabel = "FOLDER",
        description = "The project is a folder of this machine.")
    @Nullable Path folder;

    @Option(
        names = "--oci",
        paramLabel = "REFERENCE",
        description = "The project is an OCI artifact.")
    @Nullable String oci;

    @ArgGroup(exclusive = false)
    @Nullable Git git;

    /**
     * The source that was named.
     *
     * @param path the project's folder within it
     */
    SourceRequest in(String path) {
      if (folder != null) {
        return new SourceRequest.Folder(folder, path);
      }
      if (oci != null) {
        return new SourceRequest.Oci(oci, path);
      }
      Git named = java.util.Objects.requireNonNull(git, "picocli asks for one of three");
      return new SourceRequest.Git(named.url, named.ref, path);
    }
  }

  /** A git repository and what of it. */
  static final class Git {

    @Option(
        names = "--git",
        required = true,
        paramLabel = "URL",
        description = "The project is in a git repository.")
    String url = "";

    @Option(
        names = "--ref",
        required = true,
        paramLabel = "REF",
        description = "Branch, tag or full commit of the git repository.")
    String ref = "";
  }

  SourceRequest source() {
    return place.in(path);
  }

  LockRequest lock() {
    return new LockRequest(lock, Optional.ofNullable(member), extras, groups);
  }
}
