package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.Command;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What this machine's own apt knows of reaching Debian: a mirror, a proxy, how old an index may be.
 *
 * @param archive its mirror of Debian's archive, absent when it has none (on Ubuntu, for example)
 * @param security its mirror of Debian's security updates
 * @param options its options for downloading, as lines of apt.conf(5)
 */
record AptConfiguration(Optional<URI> archive, Optional<URI> security, List<String> options) {

  private static final Pattern DOWNLOAD_OPTION =
      Pattern.compile(
          "Acquire::(https?|Check-Valid-Until|Check-Date|Retries|ForceIPv4|ForceIPv6)\\b.*"
              + " \".+\";");

  AptConfiguration {
    options = List.copyOf(options);
  }

  /**
   * Asks apt itself, which reads both formats of sources.list(5) and all its drop-in folders.
   *
   * @throws ClusterProblem when there is no apt
   */
  static AptConfiguration ofThisMachine() {
    String targets =
        Command.of(
                "apt-get",
                "indextargets",
                "--no-release-info",
                "--format",
                "$(REPO_URI) $(RELEASE)",
                "Identifier: Packages")
            .run();
    return parse(targets, Command.of("apt-config", "dump").run());
  }

  /**
   * Reads apt's answers.
   *
   * @param targets lines of a repository's address and its suite
   * @param dump the whole configuration, one option in each line
   */
  static AptConfiguration parse(String targets, String dump) {
    return new AptConfiguration(
        mirror(targets, "/debian/", ""),
        mirror(targets, "/debian-security/", "-security"),
        dump.lines().filter(line -> DOWNLOAD_OPTION.matcher(line).matches()).toList());
  }

  private static Optional<URI> mirror(String targets, String path, String suiteSuffix) {
    return targets
        .lines()
        .map(line -> line.split(" ", -1))
        .filter(target -> target.length == 2)
        .filter(target -> (target[0] + "/").replace("//", "/").endsWith(path))
        .filter(target -> target[1].endsWith(suiteSuffix))
        .map(target -> URI.create(target[0]))
        .findFirst();
  }

  /**
   * The lines of sources.list(5) for a suite. Without a mirror there is none, and mmdebstrap uses
   * Debian's own servers.
   */
  List<String> sources(Suite suite) {
    List<String> lines = new ArrayList<>();
    archive.ifPresent(mirror -> {
      lines.add(source(mirror, suite.codename()));
      if (suite.released()) {
        lines.add(source(mirror, suite.codename() + "-updates"));
        security.ifPresent(own -> lines.add(source(own, suite.codename() + "-security")));
      }
    });
    return List.copyOf(lines);
  }

  private static String source(URI mirror, String suite) {
    return "deb %s %s main".formatted(mirror, suite);
  }
}
