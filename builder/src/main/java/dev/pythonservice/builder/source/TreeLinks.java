package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * The symbolic links of a tree. Where one leads is followed step by step through the others, since
 * {@code a/..} is somewhere else when {@code a} is a link.
 *
 * @param targets what each link points to, by its path
 */
record TreeLinks(Map<String, String> targets) {

  /** As many as Linux follows (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  TreeLinks {
    targets = Map.copyOf(targets);
  }

  /**
   * Checks that a link stays within the tree.
   *
   * @throws BuildFailure when it leads out of the tree or nowhere
   */
  void check(String link) {
    if (!staysInside(link)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is a symbolic link to %s, which is not within the source; replace it by what it points to, or leave it out in .dockerignore"
              .formatted(link, targets.get(link)));
    }
  }

  private boolean staysInside(String link) {
    Deque<String> ahead = new ArrayDeque<>(List.of(link.split("/")));
    Deque<String> path = new ArrayDeque<>();
    int followed = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.equals("..") && path.pollLast() == null) {
        return false;
      }
      if (step.isEmpty() || step.equals(".") || step.equals("..")) {
        continue;
      }
      path.addLast(step);
      String target = targets.get(String.join("/", path));
      if (target != null) {
        followed++;
        if (target.startsWith("/") || followed > MOST_LINKS) {
          return false;
        }
        path.removeLast();
        List.of(target.split("/")).reversed().forEach(ahead::push);
      }
    }
    return true;
  }
}
