package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The few lines of a {@code uv.lock} that are wanted before uv reads all of it: which local folders
 * and files belong to it, who its members are, whether every file has its hash. uv writes one value
 * or one inline table per line, and a lock is half a megabyte of them, so lines are looked at; what
 * is installed comes from uv alone.
 *
 * @param localPaths folders and files beside the lock that packages come from
 * @param members the workspace's members; empty when there is no workspace
 * @param requiresPython the Pythons that it is for
 */
record UvLockText(Set<String> localPaths, List<String> members, String requiresPython) {

  private static final Pattern LOCAL_SOURCE =
      Pattern.compile("^source = \\{ (?:editable|directory|virtual|path) = \"([^\"]*)\"");

  /** Where git leaves it to people (git-merge, "How conflicts are presented"). */
  private static final String MERGE = "<<<<<<<";

  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

  /**
   * Looks through a lock.
   *
   * @param shown the lock's path for people
   * @throws BuildFailure when a file in it has no SHA-256
   */
  static UvLockText of(String text, String shown) {
    Set<String> localPaths = new LinkedHashSet<>();
    List<String> members = new ArrayList<>();
    String requiresPython = "";
    String name = "";
    boolean inMembers = false;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.startsWith(MERGE)) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s has a line that starts with %s: a merge was not finished; take one side's lock, run 'uv lock', and commit it"
                .formatted(shown, MERGE));
      }
      if (line.startsWith("name = ")) {
        name = quoted(line);
      } else if (line.startsWith("requires-python = ")) {
        requiresPython = quoted(line);
      } else if (line.startsWith("members = [")) {
        inMembers = true;
      }
      if (inMembers) {
        QUOTED.matcher(line).results().forEach(match -> members.add(match.group(1)));
        inMembers = !line.endsWith("]");
      }
      Matcher local = LOCAL_SOURCE.matcher(line);
      if (local.find()) {
        localPaths.add(local.group(1));
      }
      if (isFile(line) && !line.contains("hash = \"sha256:")) {
        throw withoutHash(shown, name, quoted(line));
      }
    }
    return new UvLockText(localPaths, members, requiresPython);
  }

  private static boolean isFile(String line) {
    return line.startsWith("sdist = { ")
        || line.startsWith("    { url = ")
        || line.startsWith("    { filename = ")
        || line.startsWith("    { path = ");
  }

  private static BuildFailure withoutHash(String shown, String name, String address) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s has no SHA-256 for %s of package %s; run 'uv lock --upgrade-package %s' with an index that gives hashes, and commit the lock"
            .formatted(shown, address.substring(address.lastIndexOf('/') + 1), name, name));
  }

  private static String quoted(String line) {
    Matcher matcher = QUOTED.matcher(line);
    return matcher.find() ? matcher.group(1) : "";
  }
}
