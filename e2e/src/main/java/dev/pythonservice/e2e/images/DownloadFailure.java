package dev.pythonservice.e2e.images;

import java.nio.file.Path;
import java.util.List;

/**
 * Turns what mmdebstrap and apt wrote into one sentence with the remedy.
 *
 * @param suite the suite that was asked for
 * @param platform the platform that was asked for
 * @param sources the sources that were used, empty for Debian's own servers
 * @param folder where the packages were to be
 */
record DownloadFailure(Suite suite, Platform platform, List<String> sources, Path folder) {
  DownloadFailure {
    sources = List.copyOf(sources);
  }

  /** The sentence for the output of a failed run. */
  String explain(String output) {
    String what =
        "The packages of Debian %s for %s".formatted(suite.codename(), platform.architecture());
    String reason = " (" + reason(output) + ")";
    if (output.contains("No space left on device")) {
      return what
          + " do not fit on the disk: free 2 GiB in %s and in the folder for temporary files"
              .formatted(folder)
          + ", which TMPDIR names"
          + reason;
    }
    if (output.contains("Unable to locate package")
        || output.contains("has no installation candidate")) {
      return what + " lack one that the base images' definition names" + reason;
    }
    if (output.contains("NO_PUBKEY") || output.contains("is not signed")) {
      return what
          + " are signed with a key this machine does not have: 'apt-get install"
          + " debian-archive-keyring' brings the newest"
          + reason;
    }
    if (output.contains("Release file") && output.contains("expired")) {
      return what
          + " are listed in an expired index: name a mirror that is up to date in"
          + " /etc/apt/sources.list.d"
          + reason;
    }
    if (isNetwork(output)) {
      return what
          + " could not be downloaded from "
          + (sources.isEmpty() ? "Debian's own servers" : String.join(", ", sources))
          + ": check the network, and the mirror and proxy in /etc/apt"
          + reason;
    }
    if (isMode(output)) {
      return what
          + " could not be unpacked by this user: run as root, or allow user namespaces ('apt-get"
          + " install uidmap', and a range for the user in /etc/subuid and /etc/subgid)"
          + reason;
    }
    return what + " could not be unpacked" + reason;
  }

  private static boolean isNetwork(String output) {
    return output.contains("Failed to fetch")
        || output.contains("Could not resolve")
        || output.contains("Temporary failure resolving")
        || output.contains("Could not connect");
  }

  private static boolean isMode(String output) {
    return output.contains("/etc/subuid")
        || output.contains("newuidmap")
        || output.contains("unprivileged_userns_clone")
        || output.contains("unable to pick chroot mode");
  }

  /** The first error, in apt's and mmdebstrap's common form; those after it follow from it. */
  private static String reason(String output) {
    List<String> said =
        output
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("I: "))
            .filter(line -> !line.startsWith("E: mmdebstrap failed"))
            .toList();
    return said.stream()
        .filter(line -> line.startsWith("E: "))
        .map(line -> line.substring("E: ".length()))
        .findFirst()
        .or(() -> said.stream().findFirst())
        .orElse("mmdebstrap does not say why");
  }
}
