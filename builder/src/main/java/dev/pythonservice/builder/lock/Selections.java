package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.target.Target;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * Which packages of a lock a target needs. uv evaluates the markers: it is asked what it would
 * install from a lock in which every different marker is a package of its own, with one wheel that
 * fits everything. It touches neither network nor project for that, and any Python will do.
 */
public final class Selections {

  private static final String PROBE = "marker-";
  private static final String PYTHON_PROBE = "requires-python-probe";

  private final Uv uv;
  private final Path work;

  /**
   * What selects.
   *
   * @param uv decides
   * @param work a folder that is deleted after the build
   */
  public Selections(Uv uv, Path work) {
    this.uv = uv;
    this.work = work;
  }

  /**
   * Selects.
   *
   * @throws BuildFailure when the lock excludes the target's Python, or two versions of a package
   *     are for the same target
   */
  public Selection of(LockedProject project, Target target) {
    List<String> markers =
        java.util.stream.Stream.concat(
                project.packages().stream().map(LockedPackage::marker),
                project.firstParty().stream().map(FirstParty::marker))
            .filter(marker -> !marker.isEmpty())
            .distinct()
            .sorted()
            .toList();
    Set<String> active = new HashSet<>();
    active.add("");
    if (!markers.isEmpty() || !project.requiresPython().isEmpty()) {
      active.addAll(active(project, markers, target));
    }
    return new Selection(
        selected(project.packages(), LockedPackage::marker, LockedPackage::name, active),
        selected(project.firstParty(), FirstParty::marker, FirstParty::name, active));
  }

  private Set<String> active(LockedProject project, List<String> markers, Target target) {
    try (Stage stage = Stage.within(work)) {
      stage.write("pylock.toml", probes(project, markers));
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "pip",
                  "sync",
                  "--offline",
                  "--dry-run",
                  "--preview-features",
                  "pylock",
                  "--python-platform",
                  target.uvPlatform(),
                  "--python-version",
                  target.python().toString(),
                  "--target",
                  "nothing-is-installed"));
      project.extras().forEach(extra -> arguments.addAll(List.of("--extra", extra)));
      project.groups().forEach(group -> arguments.addAll(List.of("--group", group)));
      arguments.add("pylock.toml");
      Program.Outcome outcome =
          new AnyPython(uv).run(stage.folder(), arguments, "evaluating the lock's markers");
      if (outcome.error().contains(PYTHON_PROBE + "` requires Python")) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "The lock is for Python %s, and the base image has Python %s; choose another base image, or change requires-python and lock again"
                .formatted(project.requiresPython(), target.python()));
      }
      if (!outcome.succeeded()) {
        throw uv.failure("The lock's markers cannot be evaluated", outcome);
      }
      return activeIn(outcome.error() + outcome.output(), markers);
    }
  }

  private static Set<String> activeIn(String output, List<String> markers) {
    Set<String> active = new HashSet<>();
    for (String line : output.split("\n", -1)) {
      String text = line.strip();
      if (text.startsWith("+ " + PROBE)) {
        int end = text.indexOf("==");
        active.add(markers.get(Integer.parseInt(text.substring(PROBE.length() + 2, end))));
      }
    }
    return active;
  }

  private static String probes(LockedProject project, List<String> markers) {
    StringBuilder lock =
        new StringBuilder("lock-version = \"1.0\"\ncreated-by = \"pythonservice-builder\"\n");
    lock.append("extras = ").append(array(project.extras())).append('\n');
    lock.append("dependency-groups = ").append(array(project.groups())).append('\n');
    for (int number = 0; number < markers.size(); number++) {
      probe(lock, PROBE + number);
      lock.append("marker = ").append(quoted(markers.get(number))).append('\n');
    }
    if (!project.requiresPython().isEmpty()) {
      probe(lock, PYTHON_PROBE);
      lock.append("requires-python = ").append(quoted(project.requiresPython())).append('\n');
    }
    return lock.toString();
  }

  private static void probe(StringBuilder lock, String name) {
    String file = name.replace('-', '_') + "-1-py3-none-any.whl";
    lock.append("\n[[packages]]\nname = \"%s\"\nversion = \"1\"\n".formatted(name))
        .append("wheels = [{ name = \"%s\", ".formatted(file))
        .append("url = \"https://nowhere.invalid/%s\", ".formatted(file))
        .append("hashes = { sha256 = \"%s\" } }]\n".formatted("0".repeat(64)));
  }

  private static String array(List<String> texts) {
    return texts.stream()
        .map(Selections::quoted)
        .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
  }

  /** A basic string of TOML (TOML 1.0, "String"). */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }

  private static <T> List<T> selected(
      List<T> all, Function<T, String> marker, Function<T, String> name, Set<String> active) {
    List<T> chosen = all.stream().filter(one -> active.contains(marker.apply(one))).toList();
    Set<String> names = new HashSet<>();
    for (T one : chosen) {
      if (!names.add(name.apply(one))) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "The lock has package %s more than once for the same target; lock again with 'uv lock'"
                .formatted(name.apply(one)));
      }
    }
    return chosen;
  }
}
