package dev.pythonservice.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the definitions and their reference into the checkout. {@code make generate} runs it. */
final class Generate {

  private Generate() {}

  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<Path, String> file :
        GeneratedFiles.of(GeneratedFiles.definitions()).entrySet()) {
      Path path = Repository.root().resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
      System.out.println("Generated " + file.getKey());
    }
  }
}
