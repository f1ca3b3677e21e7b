package dev.pythonservice.builder.update;

import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.update.LockDifference.KnownVulnerability;
import dev.pythonservice.builder.update.LockDifference.PlatformChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What became of an update as programs read it, in at most {@value Summary#MAXIMUM_BYTES} bytes.
 *
 * @param scope how far packages might move
 * @param revision the exact revision of the source
 * @param lock the candidate by digest; empty when there is none, or it was not pushed
 * @param changed how many packages are not the same; 0 when there is no candidate
 * @param packages the first of them, for people
 * @param platforms what becomes of each platform; without what stands in the way
 * @param fixed how many known vulnerabilities the candidate does not have any more
 * @param fixes the first of them
 * @param introduced how many known vulnerabilities are new
 * @param brings the first of them
 * @param held what did not move, and why; the first of it
 * @param branch the branch that has the candidate; empty where none was asked for, or it could not
 *     be pushed
 * @param warning why it could not be pushed; empty where it could
 */
public record UpdateSummary(
    String scope,
    String revision,
    String lock,
    int changed,
    List<String> packages,
    List<PlatformChange> platforms,
    int fixed,
    List<KnownVulnerability> fixes,
    int introduced,
    List<KnownVulnerability> brings,
    List<String> held,
    String branch,
    String warning) {

  /** As many as a status shows. */
  private static final int MOST = 20;

  private static final int LONGEST = 300;

  /** The summary. */
  public static UpdateSummary of(Candidate candidate, String lock, String branch, String warning) {
    LockDifference difference = candidate.difference();
    return new UpdateSummary(
        candidate.scope().word(),
        candidate.revision(),
        lock,
        difference.packages().size(),
        first(difference.packages().stream().map(Object::toString).toList(), MOST),
        difference.platforms().stream()
            .map(each ->
                new PlatformChange(
                    each.platform(),
                    each.feasibleBefore(),
                    each.feasibleAfter(),
                    each.bytesBefore(),
                    each.bytesAfter(),
                    List.of()))
            .toList(),
        difference.fixed().size(),
        first(difference.fixed(), MOST),
        difference.introduced().size(),
        first(difference.introduced(), MOST),
        first(candidate.held(), MOST).stream().map(UpdateSummary::shortened).toList(),
        branch,
        shortened(warning));
  }

  /** As JSON; what is held is left out first, then what else is listed, from the end. */
  public String json() {
    UpdateSummary shorter = this;
    String text = JsonMapper.shared().writeValueAsString(shorter);
    for (int most = MOST;
        most >= 0 && text.getBytes(StandardCharsets.UTF_8).length > Summary.MAXIMUM_BYTES;
        most--) {
      shorter = shorter.naming(most);
      text = JsonMapper.shared().writeValueAsString(shorter);
    }
    return text;
  }

  private UpdateSummary naming(int most) {
    return new UpdateSummary(
        scope,
        revision,
        lock,
        changed,
        first(packages, most),
        platforms,
        fixed,
        first(fixes, most),
        introduced,
        first(brings, most),
        first(held, most / 4),
        branch,
        warning);
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private static <T> List<T> first(List<T> all, int most) {
    return List.copyOf(all.subList(0, Math.min(most, all.size())));
  }
}
