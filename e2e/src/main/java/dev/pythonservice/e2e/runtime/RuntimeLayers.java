package dev.pythonservice.e2e.runtime;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.images.ProgramImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Parts of a runtime as layers of an image, where they have the same place in the image as in the
 * runtime.
 *
 * @param runtime the runtime's folder on this machine
 * @param home the runtime's folder in the image; absolute
 * @param work a folder for the layers' content
 */
public record RuntimeLayers(Path runtime, Path home, Path work) {

  /**
   * A layer with some parts.
   *
   * @param title what the image's history calls it
   * @param names the parts' paths in the runtime
   */
  public ProgramImage.Folder layer(String title, String... names) throws IOException {
    Path root = Files.createTempDirectory(work, "layer");
    for (String name : names) {
      Path target = inImage(root, home.resolve(name));
      Files.createDirectories(Folders.parentOf(target));
      RuntimeFolder.copy(runtime.resolve(name), target);
    }
    return new ProgramImage.Folder(title, root);
  }

  /** Where a path of the image is below a layer's root on this machine. */
  public static Path inImage(Path root, Path absolute) {
    return root.resolve(Path.of("/").relativize(absolute));
  }
}
