package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.Platform;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The shared libraries of an image, in the folders that its loader searches without being told to.
 *
 * @param files the image's files
 * @param platform the image's platform
 */
record SharedLibraries(ImageFiles files, Platform platform) {

  /** How the GNU C library introduces itself (csu/version.c). */
  private static final Pattern GLIBC =
      Pattern.compile("GNU C Library .* version (\\d+)\\.(\\d+)\\b.*");

  private static final Pattern MUSL = Pattern.compile("(1)\\.(\\d+)\\.\\d+");

  private static final Pattern SYMBOL_VERSION =
      Pattern.compile("(GLIBC|GLIBCXX|CXXABI|GCC)_(\\d+(?:\\.\\d+)*)");

  /** The folders, as glibc (ld.so(8)), Debian's multiarch and musl (ldso/dynlink.c) have them. */
  static List<String> folders(Platform platform) {
    String multiarch = platform.machine() + "-linux-gnu";
    return Stream.of("lib", "lib64", "usr/lib", "usr/lib64", "usr/local/lib", "usr/local/lib64")
        .flatMap(folder -> Stream.of(folder, folder + "/" + multiarch))
        .toList();
  }

  /** The names of the libraries, such as {@code libssl.so.3}. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    folders(platform).stream()
        .flatMap(folder -> files.resolve(folder).stream())
        .distinct()
        .flatMap(files::in)
        .filter(path -> path.contains(".so") && files.isFile(path))
        .forEach(path -> names.add(path.substring(path.lastIndexOf('/') + 1)));
    return names;
  }

  /**
   * The C library.
   *
   * @throws BuildFailure when the image has neither glibc nor musl
   */
  CLibrary libc(String image) {
    return version("libc.so.6", GLIBC, CLibrary.Family.GLIBC)
        .or(() ->
            version("ld-musl-%s.so.1".formatted(platform.machine()), MUSL, CLibrary.Family.MUSL))
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "The base image %s has neither glibc (libc.so.6) nor musl (ld-musl-%s.so.1) for %s; use a base image with one of them"
                    .formatted(image, platform.machine(), platform)));
  }

  private Optional<CLibrary> version(String library, Pattern words, CLibrary.Family family) {
    return words(library)
        .map(words::matcher)
        .filter(Matcher::matches)
        .map(matcher ->
            new CLibrary(
                family, Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
        .findFirst();
  }

  /** The newest version of each kind of symbol that wheels may need (PEP 600). */
  Map<String, String> symbolVersions() {
    Map<String, String> newest = new TreeMap<>();
    Stream.of("libc.so.6", "libstdc++.so.6", "libgcc_s.so.1")
        .flatMap(this::words)
        .map(SYMBOL_VERSION::matcher)
        .filter(Matcher::matches)
        .forEach(matcher ->
            newest.merge(
                matcher.group(1),
                matcher.group(2),
                (one, other) -> VERSIONS.compare(one, other) >= 0 ? one : other));
    return newest;
  }

  /** By their numbers, one after the other. */
  private static final Comparator<String> VERSIONS =
      (one, other) ->
          java.util.Arrays.compare(
              Stream.of(one.split("\\.")).mapToInt(Integer::parseInt).toArray(),
              Stream.of(other.split("\\.")).mapToInt(Integer::parseInt).toArray());

  private Stream<String> words(String library) {
    return folders(platform).stream()
        .flatMap(folder -> files.facts(folder + "/" + library).stream())
        .findFirst()
        .stream()
        .flatMap(facts -> facts.words().stream());
  }
}
