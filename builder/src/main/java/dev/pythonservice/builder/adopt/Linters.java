package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs of Ruff, and of the tools that it takes the place of, over a copy of a project. They read
 * the project and do not run it.
 */
final class Linters {

  private static final Pattern CODE = Pattern.compile("[A-Z]+\\d+");
  private static final Pattern BLACK_WOULD = Pattern.compile("(?m)^would reformat (.+)$");
  private static final Pattern ISORT_WOULD =
      Pattern.compile("(?m)^ERROR: (.+) Imports are incorrectly sorted");
  private static final Pattern PYUPGRADE_DID = Pattern.compile("(?m)^Rewriting (.+)$");

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

  /** The files that Ruff finds something in by some of its rules, relative to the copy. */
  Set<String> ruff(Path copy, String rules) {
    return ruffFiles(copy, List.of("check", "--exit-zero", "--select=" + rules));
  }

  /** The files that Ruff's formatter would change. */
  Set<String> ruffFormat(Path copy) {
    return ruffFiles(copy, List.of("format", "--check"));
  }

  private Set<String> ruffFiles(Path copy, List<String> doing) {
    List<String> words =
        Stream.of(
                Stream.of(RunTool.RUFF.pinned()),
                doing.stream(),
                Stream.of("--no-cache", "--output-format=json", "."))
            .flatMap(part -> part)
            .toList();
    return StreamSupport.stream(json.readTree(attempt(copy, words).output()).spliterator(), false)
        .map(one -> relative(copy, one.path("filename").asString("")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The files that Black would change. */
  Set<String> black(Path copy) {
    return named(copy, attempt(copy, List.of("black", "--check", ".")), BLACK_WOULD);
  }

  /** The files whose imports isort would change. */
  Set<String> isort(Path copy) {
    return named(copy, attempt(copy, List.of("isort", "--check-only", ".")), ISORT_WOULD);
  }

  /**
   * The files that pyupgrade would change: it can only change them, so it does in a copy.
   *
   * @param target the oldest Python that the code is for, as Ruff says it, such as {@code py311}
   */
  Set<String> pyupgrade(Path copy, String target, Path work) {
    Path changed = ProjectCopy.of(copy, work.resolve("pyupgrade"));
    List<String> files = ProjectFiles.modules(changed);
    if (files.isEmpty()) {
      return Set.of();
    }
    List<String> words = new ArrayList<>(List.of("pyupgrade", "--%s-plus".formatted(target)));
    words.addAll(files);
    return named(changed, attempt(changed, words), PYUPGRADE_DID);
  }

  /** These end with 1 where they would change something, and with more where they could not. */
  private Program.Outcome attempt(Path copy, List<String> words) {
    List<String> all = Stream.concat(Stream.of("tool", "run", "--quiet"), words.stream()).toList();
    Program.Outcome outcome = uv.run(copy, all);
    if (outcome.exitCode() > 1) {
      throw uv.failure("%s cannot look at the project".formatted(words.getFirst()), outcome);
    }
    return outcome;
  }

  private static Set<String> named(Path copy, Program.Outcome outcome, Pattern line) {
    return Stream.of(outcome.output(), outcome.error())
        .flatMap(text -> line.matcher(text).results())
        .map(found -> relative(copy, found.group(1).strip()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String relative(Path copy, String file) {
    return copy.relativize(copy.resolve(file)).toString();
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
