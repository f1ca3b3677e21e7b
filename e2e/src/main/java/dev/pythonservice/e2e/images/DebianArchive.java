package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Downloads packages with mmdebstrap, which resolves dependencies, checks the archive's signatures
 * and needs neither root nor a processor of the packages' architecture. Its variant {@code extract}
 * runs nothing of what it unpacks (mmdebstrap(1), "VARIANTS").
 */
final class DebianArchive {
  /** Enough for 150 MB over a slow line. */
  private static final Duration DEADLINE = Duration.ofMinutes(15);

  private final AptConfiguration apt;

  DebianArchive(AptConfiguration apt) {
    this.apt = apt;
  }

  /**
   * Downloads the newest versions of the packages, and no others, into a folder that exists.
   *
   * @throws ClusterProblem when that fails, with the suite, the reason and the remedy
   */
  void download(Suite suite, Platform platform, Collection<String> names, Path folder)
      throws IOException {
    Command.Outcome outcome = command(suite, platform, names, folder).attempt();
    if (outcome.exitCode() != 0) {
      throw new ClusterProblem(
          new DownloadFailure(suite, platform, apt.sources(suite), folder)
              .explain(outcome.output() + outcome.error()));
    }
    keepOnly(names, folder);
  }

  /**
   * Unpacks the newest versions of the packages, and of those that they depend on, into a folder
   * that exists and is empty.
   *
   * @param platforms the platform of packages without another one in their name, then others
   * @param names the packages, some with the architecture after a colon
   * @throws ClusterProblem when that fails, with the suite, the reason and the remedy
   */
  void unpack(Suite suite, List<Platform> platforms, Collection<String> names, Path folder) {
    List<String> line = new ArrayList<>();
    line.add("mmdebstrap");
    line.add("--variant=extract");
    line.add(
        platforms.stream()
            .map(Platform::architecture)
            .collect(Collectors.joining(",", "--architectures=", "")));
    line.add("--include=" + String.join(",", names));
    line.add("--format=directory");
    apt.options().forEach(option -> line.add("--aptopt=" + option));
    line.add(suite.codename());
    line.add(folder.toString());
    line.addAll(apt.sources(suite));
    Command.Outcome outcome =
        Command.of(line)
            .with(Map.of("LC_ALL", "C", "SOURCE_DATE_EPOCH", "0"))
            .within(DEADLINE)
            .attempt();
    if (outcome.exitCode() != 0) {
      throw new ClusterProblem(
          new DownloadFailure(suite, platforms.getFirst(), apt.sources(suite), folder)
              .explain(outcome.output() + outcome.error()));
    }
  }

  private Command command(Suite suite, Platform platform, Collection<String> names, Path folder) {
    List<String> line = new ArrayList<>();
    line.add("mmdebstrap");
    line.add("--variant=extract");
    line.add("--architectures=" + platform.architecture());
    line.add("--include=" + String.join(",", names));
    line.add("--format=null");
    apt.options().forEach(option -> line.add("--aptopt=" + option));
    // The downloaded files are what is wanted: the unpacked tree goes when mmdebstrap ends.
    line.add("--skip=cleanup/apt");
    line.add("--extract-hook=copy-out /var/cache/apt/archives '" + folder + "'");
    line.add(suite.codename());
    line.add("-");
    line.addAll(apt.sources(suite));
    return Command.of(line).with(Map.of("LC_ALL", "C", "SOURCE_DATE_EPOCH", "0")).within(DEADLINE);
  }

  /** Moves the wanted packages up and leaves the rest of the downloads behind. */
  private static void keepOnly(Collection<String> names, Path folder) throws IOException {
    Path archives = folder.resolve("archives");
    List<Path> wanted;
    try (Stream<Path> files = Files.list(archives)) {
      wanted = files.filter(isOneOf(names)).toList();
    }
    for (Path file : wanted) {
      Files.move(file, folder.resolve(file.getFileName()));
    }
    Folders.delete(archives);
  }

  private static Predicate<Path> isOneOf(Collection<String> names) {
    return file -> {
      String name = file.getFileName().toString();
      return name.endsWith(".deb") && names.contains(name.substring(0, name.indexOf('_')));
    };
  }
}
