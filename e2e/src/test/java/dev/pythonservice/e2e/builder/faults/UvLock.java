package dev.pythonservice.e2e.builder.faults;

import dev.pythonservice.e2e.images.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a {@code uv.lock} as uv does. */
final class UvLock {

  private UvLock() {}

  /** The lock of the project {@code orders} with these wheels as its dependencies. */
  static String of(String index, List<Path> wheels) throws IOException {
    StringBuilder lock = new StringBuilder();
    lock.append("version = 1\nrevision = 3\nrequires-python = \">=3.13\"\n");
    StringBuilder dependencies = new StringBuilder();
    StringBuilder wanted = new StringBuilder();
    for (Path wheel : wheels) {
      String name = String.valueOf(wheel.getFileName()).split("-", 2)[0];
      dependencies.append("    { name = \"%s\" },\n".formatted(name));
      wanted.append("    { name = \"%s\", specifier = \"==1.0\" },\n".formatted(name));
      lock.append(
          """

          [[package]]
          name = "%s"
          version = "1.0"
          source = { registry = "%s" }
          wheels = [
          %s
          ]
          """
              .formatted(name, index, file(index, wheel)));
    }
    lock.append(
        """

        [[package]]
        name = "orders"
        version = "0.1.0"
        source = { virtual = "." }
        dependencies = [
        %s]

        [package.metadata]
        requires-dist = [
        %s]
        """
            .formatted(dependencies, wanted));
    return lock.toString();
  }

  /** The line of one wheel. */
  static String file(String index, Path wheel) throws IOException {
    return "    { url = \"%s/%s\", hash = \"sha256:%s\", size = %d },"
        .formatted(index, wheel.getFileName(), Digests.of(wheel), Files.size(wheel));
  }
}
