package dev.pythonservice.builder.base;

import dev.pythonservice.builder.registry.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Some files of an image, unpacked below a folder and nowhere else: names were checked when the
 * layers were read, and links are made last of all, each to a place below the folder.
 *
 * @param image the image
 * @param wanted which paths are unpacked; links are where they lead to something unpacked
 */
record UnpackedImage(BaseImage image, Predicate<String> wanted) {

  /** Whoever uses the cache may be another user than who filled it. */
  private static final String PERMISSIONS = "rwxr-xr-x";

  /** Unpacks the files into an empty folder. */
  void write(Registry registry, Path root) throws IOException {
    Path storage = Files.createDirectory(root.resolve(".storage"));
    List<LayerContents> layers = new ArrayList<>();
    for (BaseLayer layer : image.layers()) {
      try (InputStream blob = registry.blob(image.repository(), layer.descriptor())) {
        layers.add(LayerContents.read(blob, (path, bytes) -> store(storage, path, bytes)));
      }
    }
    ImageFiles files = ImageFiles.of(layers);
    for (Map.Entry<String, Path> file : files.stored().entrySet()) {
      Path place = root.resolve(file.getKey());
      Files.createDirectories(place.getParent());
      Files.createLink(place, file.getValue());
    }
    for (String link : files.links()) {
      link(root, link, files.resolve(link));
    }
    Folders.delete(storage);
  }

  private FileContent store(Path storage, String path, InputStream bytes) throws IOException {
    if (!wanted.test(path)) {
      return new FileContent.Unknown();
    }
    Path file = Files.createTempFile(storage, "file-", "");
    try (OutputStream output = Files.newOutputStream(file)) {
      bytes.transferTo(output);
    }
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(PERMISSIONS));
    return new FileContent.Stored(file);
  }

  private static void link(Path root, String link, Optional<String> target) throws IOException {
    Path place = root.resolve(link);
    boolean leadsSomewhere = target.isPresent() && Files.exists(root.resolve(target.get()));
    if (leadsSomewhere && !Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(place.getParent());
      Files.createSymbolicLink(
          place, place.resolveSibling("").relativize(root.resolve(target.orElseThrow())));
    }
  }
}
