package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A {@code requirements.txt} with hashes (pip, "Requirements File Format"), with those that it
 * includes: only lines that name one version or one file on a server, each with its hashes, and the
 * indexes. All else could make uv run code, or is not locked.
 *
 * @param lines requirements and index options, one each
 * @param hashes every SHA-256 that is allowed
 */
record HashedRequirements(List<String> lines, Set<String> hashes) {

  private static final Pattern HASH = Pattern.compile("--hash[= ]sha256:([0-9a-f]{64})");
  private static final Pattern LOCKED =
      Pattern.compile(
          "[A-Za-z0-9][A-Za-z0-9._-]*\\s*(\\[[^]]*])?\\s*(===?\\s*[^*;\\s]+|@\\s*(?<address>https?://\\S+))\\s*(;.*)?");
  private static final Pattern INDEX =
      Pattern.compile("(-i|--index-url|--extra-index-url)[= ]\\s*(\\S+)");
  private static final Pattern INCLUDE = Pattern.compile("(-r|--requirement)[= ]?\\s*(\\S+)");
  private static final Set<String> WITHOUT_MEANING_HERE =
      Set.of("--require-hashes", "--no-deps", "--prefer-binary", "--only-binary", "--no-binary");

  /**
   * Reads a file.
   *
   * @param access has what stands in for an index
   * @throws BuildFailure when a line is not locked, naming file and line
   */
  static HashedRequirements read(Path tree, Path file, Access access) {
    HashedRequirements requirements =
        new HashedRequirements(new ArrayList<>(), new LinkedHashSet<>());
    requirements.add(tree, file, access, new LinkedHashSet<>());
    return requirements;
  }

  private void add(Path tree, Path file, Access access, Set<Path> seen) {
    String shown = Tree.relative(tree, file);
    if (!seen.add(file)) {
      return;
    }
    for (LogicalLine line : LogicalLine.in(text(file))) {
      String requirement = HASH.matcher(line.text()).replaceAll("").strip();
      Matcher include = INCLUDE.matcher(requirement);
      Matcher index = INDEX.matcher(requirement);
      Matcher locked = LOCKED.matcher(requirement);
      if (include.matches()) {
        Path folder = file.resolveSibling("");
        add(tree, Tree.inside(tree, folder, include.group(2), shown), access, seen);
      } else if (index.matches()) {
        String address = access.mirrored(index.group(2));
        requireHidden(address, access, line, shown);
        lines.add("--extra-index-url " + address);
      } else if (locked.matches()) {
        if (locked.group("address") != null) {
          requireHidden(locked.group("address"), access, line, shown);
        }
        addLocked(line, requirement, shown);
      } else if (WITHOUT_MEANING_HERE.stream().noneMatch(requirement::startsWith)) {
        throw notLocked(shown, line, requirement);
      }
    }
  }

  private void addLocked(LogicalLine line, String requirement, String shown) {
    List<String> found = HASH.matcher(line.text()).results().map(match -> match.group(1)).toList();
    if (found.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s line %d: %s has no SHA-256; %s"
              .formatted(shown, line.number(), requirement, MissingLock.compile(shown)));
    }
    hashes.addAll(found);
    lines.add(line.text());
  }

  /**
   * Who writes a lock chooses which address uv asks, and would choose one without TLS to listen.
   */
  private static void requireHidden(String address, Access access, LogicalLine line, String shown) {
    URI server = Addresses.onServer(address);
    if (access.exposes(server)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s line %d: %s is asked without TLS, and there is a password for its host; lock it with https, or name its host with --plain-http"
              .formatted(shown, line.number(), Addresses.withoutPassword(server)));
    }
  }

  /** What a file includes, as it is written; the rest of the file is not looked at. */
  static List<String> includes(Path file) {
    return LogicalLine.in(text(file)).stream()
        .map(line -> INCLUDE.matcher(line.text()))
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(2))
        .toList();
  }

  private static BuildFailure notLocked(String shown, LogicalLine line, String requirement) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s line %d: '%s' is not locked; every line needs 'name==version' or 'name @ https://…' with --hash=sha256:…, so use uv.lock for folders, git and editable packages"
            .formatted(shown, line.number(), requirement));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }

  /**
   * A line with those that continue it, without its comment.
   *
   * @param number of its first line, from 1
   */
  record LogicalLine(int number, String text) {

    static List<LogicalLine> in(String text) {
      List<LogicalLine> all = new ArrayList<>();
      StringBuilder current = new StringBuilder();
      int number = 0;
      int first = 1;
      for (String raw : (Iterable<String>) text.lines()::iterator) {
        number++;
        if (current.isEmpty()) {
          first = number;
        }
        String line = raw.replaceFirst("(^|\\s)#.*$", "").stripTrailing();
        boolean goesOn = line.endsWith("\\");
        current.append(goesOn ? line.substring(0, line.length() - 1) : line).append(' ');
        if (!goesOn) {
          add(all, first, current);
        }
      }
      add(all, first, current);
      return all;
    }

    private static void add(List<LogicalLine> all, int first, StringBuilder current) {
      String text = current.toString().strip();
      current.setLength(0);
      if (!text.isEmpty()) {
        all.add(new LogicalLine(first, text));
      }
    }
  }
}
