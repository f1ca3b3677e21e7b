package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.LockRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Whether a lock that does not say what it was made for has what the project's {@code
 * pyproject.toml} requires: by name. Requirements with a marker may be for other systems, and are
 * left to who made the lock.
 */
final class DirectDependencies {

  private static final Pattern NAME =
      Pattern.compile("^\\s*([A-Za-z0-9][A-Za-z0-9._-]*)[^;]*$", Pattern.DOTALL);

  private DirectDependencies() {}

  /**
   * Checks a lock.
   *
   * @param project the project, if there is one beside the lock
   * @param remedy how the lock is made anew
   * @throws BuildFailure when a requirement is not in it
   */
  static void require(
      PylockContent content,
      ProjectFile project,
      LockRequest request,
      String shown,
      String remedy) {
    Set<String> known = new HashSet<>();
    content.packages().forEach(one -> known.add(one.name()));
    content.firstParty().forEach(one -> known.add(one.name()));
    project.name().ifPresent(known::add);
    List<String> missing =
        requirements(project, request).stream().filter(text -> !isKnown(text, known)).toList();
    if (!missing.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is stale: %s requires %s, which is not in it; %s"
              .formatted(shown, project.shownFile(), String.join(", ", missing), remedy));
    }
  }

  private static boolean isKnown(String requirement, Set<String> known) {
    Matcher matcher = NAME.matcher(requirement);
    return !matcher.find() || known.contains(Names.normalised(matcher.group(1)));
  }

  private static List<String> requirements(ProjectFile project, LockRequest request) {
    List<String> all = new ArrayList<>(Toml.texts(project.project().path("dependencies")));
    all.addAll(of(project.project().path("optional-dependencies"), request.extras()));
    all.addAll(of(project.tree().path("dependency-groups"), request.groups()));
    return all;
  }

  private static List<String> of(JsonNode table, List<String> asked) {
    Set<String> names = new HashSet<>();
    asked.forEach(name -> names.add(Names.normalised(name)));
    return table.properties().stream()
        .filter(entry -> names.contains(Names.normalised(entry.getKey())))
        .map(Map.Entry::getValue)
        .flatMap(requirements -> Toml.texts(requirements).stream())
        .toList();
  }
}
