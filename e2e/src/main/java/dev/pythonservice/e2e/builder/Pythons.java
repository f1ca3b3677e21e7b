package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.BaseImages;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The Pythons that services may use, each in a folder named by its full version: bytecode is
 * compiled by the very version that will load it.
 */
final class Pythons {

  /** The image that the builder's own image is on, so that it need not have this one twice. */
  static final String BASE = "base/python:3.13";

  /** All of them. */
  static final List<String> ALL = List.of(BASE, "base/python:3.14");

  private static final String VERSION = "dev.pythonservice.python.version";

  private Pythons() {}

  /** Unpacks one without what is of its system only: it runs by its own dynamic loader. */
  static Path unpack(BaseImages images, String name, Path folder) throws IOException {
    Path unpacked = Files.createTempDirectory("python");
    Map<String, String> labels = images.unpack(name, unpacked);
    String version =
        Objects.requireNonNull(labels.get(VERSION), () -> name + " has no label " + VERSION);
    Path target = Files.createDirectories(folder.resolve(version));
    Command.of("cp", "--archive", unpacked.resolve("usr").toString(), target.toString()).run();
    Folders.delete(unpacked);
    return target;
  }
}
