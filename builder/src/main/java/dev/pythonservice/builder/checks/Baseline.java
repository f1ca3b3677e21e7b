package dev.pythonservice.builder.checks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The findings of the release that runs, by checker and identity. What is there twice is allowed
 * twice.
 *
 * @param counts how often each identity is there, for each checker that came to its end then
 */
public record Baseline(Map<Checker, Map<String, Integer>> counts) {

  /** Nothing is known of a release before. */
  public static final Baseline NONE = new Baseline(Map.of());

  public Baseline {
    counts = Map.copyOf(counts);
  }

  /**
   * Reads reports that refer to an image, as {@link SarifReport} writes them. There are several
   * when it was checked by several versions of the checkers: it has what any of them found.
   */
  public static Baseline of(List<byte[]> reports) {
    Map<Checker, Map<String, Integer>> counts = new HashMap<>();
    for (byte[] report : reports) {
      for (JsonNode run : json(report).path("runs")) {
        SarifReport.checkerOf(run)
            .map(checker -> counts.computeIfAbsent(checker, each -> new HashMap<>()))
            .ifPresent(known ->
                identities(run)
                    .forEach((identity, count) -> known.merge(identity, count, Math::max)));
      }
    }
    return new Baseline(counts);
  }

  private static JsonNode json(byte[] report) {
    try {
      return JsonMapper.shared().readTree(report);
    } catch (JacksonException exception) {
      return JsonMapper.shared().missingNode();
    }
  }

  private static Map<String, Integer> identities(JsonNode run) {
    Map<String, Integer> identities = new HashMap<>();
    for (JsonNode result : run.path("results")) {
      identities.merge(SarifReport.identityOf(result), 1, Integer::sum);
    }
    return identities;
  }

  /**
   * The findings that count and that the release before does not have; none where nobody knows what
   * it has.
   */
  List<Finding> lacksOf(Examination.Complete examination) {
    Optional<Map<String, Integer>> known = Optional.ofNullable(counts.get(examination.checker()));
    if (known.isEmpty()) {
      return List.of();
    }
    Map<String, Integer> left = new HashMap<>(known.get());
    List<Finding> fresh = new ArrayList<>();
    for (Finding finding : examination.counted()) {
      if (left.merge(finding.identity(), -1, Integer::sum) < 0) {
        fresh.add(finding);
      }
    }
    return fresh;
  }
}
