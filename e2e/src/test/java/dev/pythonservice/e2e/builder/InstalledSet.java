package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.Digests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is installed in a virtual environment: each file with its SHA-256, by its path below the
 * environment. Left out is what every installer does its own way: bytecode, who installed it and
 * from where, the interpreter in the first line of scripts, and what RECORD says of all these.
 *
 * @param files digests by path
 */
public record InstalledSet(SortedMap<String, String> files) {

  private static final Set<String> OF_THE_INSTALLER =
      Set.of("INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json", "uv_build.json");

  /** What makes an empty virtual environment, and not a distribution. */
  private static final Pattern OF_THE_ENVIRONMENT =
      Pattern.compile(
          "pyvenv\\.cfg|\\.gitignore|\\.lock|CACHEDIR\\.TAG|lib64(/.*)?"
              + "|bin/(python[0-9.]*|activate.*|deactivate.*|pydoc\\.bat)"
              + "|lib/python[0-9.]+/site-packages/_virtualenv\\.(py|pth)");

  private static final Pattern DISTRIBUTION =
      Pattern.compile("lib/python[0-9.]+/site-packages/([^/]+)\\.dist-info/METADATA");

  public InstalledSet {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** All that is installed in a virtual environment. */
  public static InstalledSet of(Path environment) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(environment)) {
      all = walk.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    SortedMap<String, String> files = new TreeMap<>();
    for (Path file : all) {
      String path = environment.relativize(file).toString();
      if (isOfADistribution(path)) {
        files.put(path, digest(file, path));
      }
    }
    return new InstalledSet(files);
  }

  /** Without the files whose path is of a kind. */
  public InstalledSet without(Predicate<String> kind) {
    SortedMap<String, String> left = new TreeMap<>(files);
    left.keySet().removeIf(kind);
    return new InstalledSet(left);
  }

  /** The distributions, each as {@code NAME-VERSION}, as the folder of its metadata is called. */
  public SortedSet<String> distributions() {
    return files.keySet().stream()
        .map(DISTRIBUTION::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isOfADistribution(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !path.endsWith(".pyc")
        && !OF_THE_INSTALLER.contains(name)
        && !OF_THE_ENVIRONMENT.matcher(path).matches();
  }

  private static String digest(Path file, String path) throws IOException {
    if (path.endsWith(".dist-info/RECORD")) {
      return Digests.of(essence(Files.readAllLines(file, StandardCharsets.UTF_8)));
    }
    if (path.startsWith("bin/")) {
      // A script may be a program, so that it is read as bytes, each a character.
      String script = Files.readString(file, StandardCharsets.ISO_8859_1);
      if (script.startsWith("#!")) {
        return Digests.of(script.substring(script.indexOf('\n') + 1));
      }
    }
    return Digests.of(file);
  }

  /** Sorted lines: the specification of RECORD leaves the order open. */
  private static String essence(List<String> record) {
    return record.stream()
        .filter(line -> !line.isEmpty())
        .filter(line -> isOfADistribution(path(line)))
        // A script's hash is that of its first line, too.
        .map(line -> path(line).startsWith("../../../bin/") ? path(line) : line)
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  private static String path(String line) {
    return line.split(",", 2)[0];
  }
}
