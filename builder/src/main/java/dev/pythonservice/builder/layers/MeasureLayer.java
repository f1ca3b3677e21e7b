package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The layer with the Python package that measures servers and jobs. Its bytes depend on this
 * program's version alone, so all images share it. The package stands in a folder of its own beside
 * the environment: on the search path it brings one name, and hides no package of the application.
 */
public final class MeasureLayer {

  /** The folder in an image that belongs on Python's search path. */
  public static final String FOLDER = "/opt/pythonservice/measure";

  /** The name of the package. */
  static final String PACKAGE = "_pythonservice_measure";

  /** Files of the package: a program cannot list what it is packed with. */
  static final List<String> FILES =
      List.of(
          "__init__.py",
          "application.py",
          "asgi.py",
          "exporter.py",
          "folder.py",
          "job.py",
          "layout.py",
          "measured_asgi.py",
          "measured_rsgi.py",
          "measured_wsgi.py",
          "own_metrics.py",
          "probes.py",
          "processes.py",
          "recorder.py",
          "rsgi.py",
          "serving.py",
          "settings.py",
          "text.py",
          "wsgi.py");

  private static final Pattern VERSION = Pattern.compile("(?m)^VERSION = \"([^\"]+)\"$");

  private MeasureLayer() {}

  /** The version of the package, such as {@code 1}; another one is another way to be started. */
  public static String version() {
    Matcher version = VERSION.matcher(new String(read("__init__.py"), StandardCharsets.UTF_8));
    if (!version.find()) {
      throw new IllegalStateException("__init__.py of " + PACKAGE + " says no version");
    }
    return version.group(1);
  }

  /**
   * Writes the layer.
   *
   * @param file where it is written; its folder is made
   * @throws BuildFailure when it cannot be written
   */
  public static LayerBlob write(Path file) {
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    for (String name : FILES) {
      entries.put(
          FOLDER.substring(1) + "/" + PACKAGE + "/" + name, new LayerEntry.Made(read(name), false));
    }
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      return LayerArchive.write(entries, file, List.of());
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "the layer that measures cannot be written to %s: %s; make room there"
              .formatted(file, exception.getMessage()));
    }
  }

  private static byte[] read(String name) {
    String resource = "/dev/pythonservice/builder/measure/" + PACKAGE + "/" + name;
    try (InputStream stream = MeasureLayer.class.getResourceAsStream(resource)) {
      return Objects.requireNonNull(stream, resource + " is not in the program").readAllBytes();
    } catch (IOException exception) {
      throw new UncheckedIOException(resource + " cannot be read", exception);
    }
  }
}
