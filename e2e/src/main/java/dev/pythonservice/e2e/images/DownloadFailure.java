package dev.pythonservice.e2e.images;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Turns what mmdebstrap and apt wrote into one sentence with the remedy.
 *
 * @param suite the suite that was asked for
 * @param platform the platform that was asked for
 * @param sources the sources that were used, empty for Debian's own servers
 */
record DownloadFailure(Suite suite, Platform platform, List<String> sources) {
  private static final int MOST_LINES = 3;

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
          + " do not fit on the disk: free 2 GiB in the folder for temporary files, or set TMPDIR"
          + " to a folder with more room"
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
          + " are listed in an expired index: the mirror is out of date, so"
          + useMirror(reason);
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

  private static String useMirror(String reason) {
    return " name another in /etc/apt/sources.list.d" + reason;
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

  /** The first lines that are errors, in apt's and mmdebstrap's common form. */
  private static String reason(String output) {
    String errors =
        output
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("E: ") || line.startsWith("Err:"))
            .filter(line -> !line.endsWith("failed"))
            .limit(MOST_LINES)
            .collect(Collectors.joining("; "));
    return errors.isEmpty() ? "mmdebstrap said: " + output.strip() : errors;
  }
}
