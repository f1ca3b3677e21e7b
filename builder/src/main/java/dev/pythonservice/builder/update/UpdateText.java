package dev.pythonservice.builder.update;

import dev.pythonservice.builder.update.LockDifference.KnownVulnerability;
import dev.pythonservice.builder.update.LockDifference.PackageChange;
import dev.pythonservice.builder.update.LockDifference.PlatformChange;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What became of an update, in lines for people. */
public final class UpdateText {

  private static final double KIBI = 1024;

  /** The lines, each with its end. */
  public String of(Candidate candidate) {
    StringBuilder text = new StringBuilder();
    LockDifference difference = candidate.difference();
    difference.packages().forEach(each -> line(text, each + sizes(each)));
    difference.platforms().forEach(each -> line(text, of(each)));
    names(text, "fixes", difference.fixed());
    names(text, "brings", difference.introduced());
    candidate.held().forEach(each -> line(text, each));
    if (candidate.lock().isEmpty()) {
      line(text, "%s moves nothing".formatted(candidate.scope().word()));
    }
    return text.toString();
  }

  /** A commit's message: its subject, and the lines. */
  public String message(Candidate candidate) {
    int count = candidate.difference().packages().size();
    return "Update %d %s in %s (%s)%n%n%s"
        .formatted(
            count,
            count == 1 ? "package" : "packages",
            candidate.path(),
            candidate.scope().word(),
            of(candidate));
  }

  private static String of(PlatformChange each) {
    String sizes =
        "%s, %s".formatted(each.platform(), difference(each.bytesBefore(), each.bytesAfter()));
    if (each.feasibleAfter()) {
      return each.isGained() ? sizes + ", is feasible now" : sizes;
    }
    return "%s, is not feasible%s: %s"
        .formatted(
            sizes, each.isLost() ? " any more" : " as before", String.join("; ", each.blockers()));
  }

  private static String sizes(PackageChange each) {
    return " (%s)".formatted(difference(each.bytesBefore(), each.bytesAfter()));
  }

  private static void names(StringBuilder text, String verb, List<KnownVulnerability> all) {
    if (!all.isEmpty()) {
      line(
          text,
          all.stream()
              .map(one -> "%s in %s (%s)".formatted(one.id(), one.name(), one.severity()))
              .collect(Collectors.joining(", ", verb + " ", "")));
    }
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  private static String difference(long before, long after) {
    return before == after ? size(after) : "%s → %s".formatted(size(before), size(after));
  }

  private static String size(long bytes) {
    double kibi = bytes / KIBI;
    return kibi < KIBI
        ? String.format(Locale.ROOT, "%.1f KiB", kibi)
        : String.format(Locale.ROOT, "%.1f MiB", kibi / KIBI);
  }
}
