package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Places with projects of tests. */
final class Places {

  private Places() {}

  /** The place of a project with these files, by path. */
  static CheckPlace of(Path folder, Map<String, String> files) throws IOException {
    Path project = folder.resolve("project");
    List<SourceFile> sources = new ArrayList<>();
    for (Map.Entry<String, String> file : files.entrySet()) {
      byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
      Path path = project.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, content);
      sources.add(
          new SourceFile(
              file.getKey(), content.length, false, Digest.ofBytes(content), Optional.empty()));
    }
    Digest tree = Digest.ofBytes(files.toString().getBytes(StandardCharsets.UTF_8));
    return CheckPlace.of(
        new Source(project, ".", tree.toString(), tree, sources, Optional.empty()),
        folder.resolve("checks"));
  }
}
