package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a build backend needs beside what {@code pyproject.toml} says (PEP 517, {@code
 * get_requires_for_build_wheel}). Asking runs foreign code, so it has the environment of a build.
 */
final class BackendRequirements {

  private static final String QUESTION =
      """
      import importlib, json, os, sys
      backend, folders, answer = sys.argv[1:]
      sys.path[:0] = [os.path.abspath(folder) for folder in json.loads(folders)]
      module, _, place = backend.partition(":")
      found = importlib.import_module(module)
      for name in filter(None, place.split(".")):
          found = getattr(found, name)
      ask = getattr(found, "get_requires_for_build_wheel", list)
      with open(answer, "w") as file:
          json.dump(list(ask()), file)
      """;

  private BackendRequirements() {}

  static List<String> ask(BuildSystem system, BuildPlace place, Tools tools) throws IOException {
    Path answer = place.temporary().resolve("requirements.json");
    tools.run(
        List.of(
            place.python().toString(),
            "-c",
            QUESTION,
            system.backend(),
            JsonMapper.shared().writeValueAsString(system.backendPath()),
            answer.toString()),
        place.building(),
        new Tools.Blame(
            ExitCode.INPUT,
            "its build backend %s does not say what it needs".formatted(system.backend()),
            "the lines above say why"));
    List<String> requirements = new ArrayList<>();
    // Foreign code wrote it, and might have put a link to another file there.
    try (InputStream stream = Files.newInputStream(answer, LinkOption.NOFOLLOW_LINKS)) {
      JsonMapper.shared().readTree(stream).forEach(one -> requirements.add(one.asString()));
    } catch (JacksonException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "the build backend %s does not answer what it needs; see to it, or lock another version"
              .formatted(system.backend()));
    }
    return requirements;
  }
}
