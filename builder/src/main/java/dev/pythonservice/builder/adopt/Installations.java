package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Installs what an old lock holds, and what the new one does, on this machine, each into an
 * environment of its own, and compares what is there afterwards. It shows what comparing two texts
 * cannot: how their markers come out here.
 *
 * @param uv runs of uv
 * @param work a folder that is deleted afterwards
 */
record Installations(UvRuns uv, Path work) {

  /**
   * Compares.
   *
   * @param copy the copy of the project, with its new lock
   * @return the packages that are not in both environments at the same version
   */
  List<Difference> compare(OldLock old, Path copy) {
    Map<String, String> before = installed(copy, ofOld(old, copy));
    Map<String, String> after = installed(copy, ofNew(copy));
    Set<String> names = new TreeSet<>(before.keySet());
    names.addAll(after.keySet());
    names.removeAll(old.unpinned().keySet());
    List<Difference> differences = new ArrayList<>();
    for (String name : names) {
      String was = before.getOrDefault(name, "");
      String is = after.getOrDefault(name, "");
      if (!was.equals(is)) {
        differences.add(new Difference(name, set(was), set(is), "installed here, each in turn"));
      }
    }
    return differences;
  }

  /** Exactly its versions: nothing is resolved. */
  private Path ofOld(OldLock old, Path copy) {
    Path environment = work.resolve("environment-before");
    run(copy, environment, List.of("venv", "--quiet", environment.toString()));
    List<String> requirements = old.pins().stream().map(Pin::requirement).sorted().toList();
    ProjectFiles.write(work, "requirements-before.txt", String.join("\n", requirements) + "\n");
    run(
        copy,
        environment,
        List.of(
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--python=" + environment,
            "--requirements=" + work.resolve("requirements-before.txt")));
    return environment;
  }

  private Path ofNew(Path copy) {
    Path environment = work.resolve("environment-after");
    run(
        copy,
        environment,
        List.of(
            "sync", "--quiet", "--frozen", "--all-groups", "--all-extras", "--no-install-project"));
    return environment;
  }

  private Map<String, String> installed(Path copy, Path environment) {
    Map<String, String> versions = new TreeMap<>();
    run(copy, environment, List.of("pip", "list", "--format=freeze", "--python=" + environment))
        .lines()
        .filter(line -> line.contains("=="))
        .map(line -> line.strip().split("==", 2))
        .forEach(parts -> versions.put(Names.normalised(parts[0]), parts[1]));
    return versions;
  }

  private String run(Path copy, Path environment, List<String> words) {
    Program.Outcome outcome =
        uv.run(copy, words, Map.of("UV_PROJECT_ENVIRONMENT", environment.toString()));
    if (!outcome.succeeded()) {
      throw uv.failure(
          "uv cannot install what the locks hold ('uv %s')".formatted(words.getFirst()), outcome);
    }
    return outcome.output();
  }

  private static Set<String> set(String version) {
    return version.isEmpty() ? Set.of() : Set.of(version);
  }
}
