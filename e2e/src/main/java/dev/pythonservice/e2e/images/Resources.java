package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that go into images, or decide what does, and are kept beside the classes. */
final class Resources {
  private Resources() {}

  /** The text of a file in the folder {@code images} of the class path. */
  static String text(String name) {
    try (InputStream stream = Resources.class.getResourceAsStream("/images/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("/images/" + name + " is missing on the class path");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }
}
