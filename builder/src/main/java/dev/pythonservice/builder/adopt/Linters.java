package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/** Runs of Ruff and Flake8 over a copy of a project. Both read the project and do not run it. */
final class Linters {

  private static final Pattern CODE = Pattern.compile("[A-Z]+\\d+");

  private final UvRuns uv;
  private final JsonMapper json = new JsonMapper();

  Linters(UvRuns uv) {
    this.uv = uv;
  }

  /**
   * How often Ruff finds something, by its code.
   *
   * @throws dev.pythonservice.builder.failure.BuildFailure when it refuses its configuration
   */
  Map<String, Long> ruff(Path copy) {
    String ruff = RunTool.RUFF.pinned();
    List<String> words =
        List.of(ruff, "check", "--no-cache", "--exit-zero", "--output-format=json", ".");
    String output = run(copy, words, ruff + " does not take the tables made for it");
    return counted(
        StreamSupport.stream(json.readTree(output).spliterator(), false)
            .map(one -> one.path("code").asString("")));
  }

  /**
   * The same of Flake8, at its newest version, with plugins.
   *
   * @param plugins their names
   */
  Map<String, Long> flake8(Path copy, List<String> plugins) {
    List<String> words = new ArrayList<>();
    plugins.forEach(plugin -> words.addAll(List.of("--with", plugin)));
    words.addAll(List.of("flake8", "--exit-zero", "--format=%(code)s", "."));
    String output = run(copy, words, "Flake8 cannot check the project with what it is told");
    return counted(output.lines().map(String::strip));
  }

  private String run(Path copy, List<String> words, String failing) {
    List<String> all = Stream.concat(Stream.of("tool", "run", "--quiet"), words.stream()).toList();
    Program.Outcome outcome = uv.run(copy, all);
    if (!outcome.succeeded()) {
      throw uv.failure(failing, outcome);
    }
    return outcome.output();
  }

  private static Map<String, Long> counted(Stream<String> codes) {
    return codes
        .filter(code -> CODE.matcher(code).matches())
        .collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
  }
}
