package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.LayerArchive;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import tools.jackson.databind.JsonNode;

/**
 * Files of an OCI artifact with one layer, a tar archive, as {@code flux push artifact} and {@code
 * oras push} of a folder make it.
 *
 * @param registry where artifacts come from
 * @param limits how large the files may be
 */
record ArtifactSource(Registry registry, Limits limits) {

  /** When it was made (OCI image-spec, annotations.md). */
  private static final String CREATED = "org.opencontainers.image.created";

  private static final int OWNER_EXECUTES = 0100;

  /** An artifact. */
  record Artifact(Digest manifest, Optional<Instant> time) {}

  /** Unpacks an artifact into a folder that is not there yet. */
  Artifact fetch(SourceRequest.Oci request, Path tree) throws IOException {
    Reference reference = Reference.of(request.reference());
    Manifest manifest = registry.manifest(reference);
    TreeWriter writer = new TreeWriter(tree, limits);
    try (InputStream blob = registry.blob(reference.repository(), layer(manifest, reference))) {
      LayerArchive.read(blob, (entry, content) -> write(entry, content, writer));
    }
    writer.finish();
    return new Artifact(manifest.digest(), time(manifest.json(), reference));
  }

  private static Descriptor layer(Manifest manifest, Reference reference) {
    JsonNode layers = manifest.json().path("layers");
    if (manifest.isIndex() || layers.size() != 1) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is not an artifact with exactly one layer; push the source with 'flux push artifact', or as one folder with 'oras push'"
              .formatted(reference));
    }
    return Descriptor.of(layers.get(0));
  }

  private static void write(TarArchiveEntry entry, InputStream content, TreeWriter writer)
      throws IOException {
    String path = path(entry.getName());
    if (path.isEmpty()) {
      return;
    }
    if (entry.isLink() || entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The source's archive has %s, which is a hard link or a device; make the archive of plain files, folders and symbolic links"
              .formatted(entry.getName()));
    }
    if (entry.isDirectory()) {
      writer.folder(path);
    } else if (entry.isSymbolicLink()) {
      writer.link(path, entry.getLinkName());
    } else {
      writer.file(path, (entry.getMode() & OWNER_EXECUTES) != 0, content);
    }
  }

  /** Archives of a whole folder start each name with {@code ./}; folders end with a slash. */
  private static String path(String name) {
    String path = name;
    while (path.startsWith("./")) {
      path = path.substring(2);
    }
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path.equals(".") ? "" : path;
  }

  private static Optional<Instant> time(JsonNode manifest, Reference reference) {
    String text = manifest.path("annotations").path(CREATED).asString("");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
    } catch (DateTimeParseException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "Annotation %s of %s is %s, which is no time; write it as 2026-01-31T12:00:00Z"
              .formatted(CREATED, reference, text));
    }
  }
}
