package dev.pythonservice.builder.report;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.CheckerPreview;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * What checks found without a build as programs read it, in at most {@value Summary#MAXIMUM_BYTES}
 * bytes.
 *
 * @param checks the results
 * @param previews what other versions of the checkers would say
 */
public record CheckSummary(List<CheckResult> checks, List<CheckerPreview> previews) {

  /** With this many characters of each message, what there can be fits in any case. */
  private static final int SHORTEST = 60;

  private static final int LONGEST = 1024;

  public CheckSummary {
    checks = List.copyOf(checks);
    previews = List.copyOf(previews);
  }

  /** As JSON, without the ends of messages that are too long. */
  public String json() {
    int longest = LONGEST;
    String text = saying(longest);
    while (text.getBytes(StandardCharsets.UTF_8).length > Summary.MAXIMUM_BYTES
        && longest > SHORTEST) {
      longest /= 2;
      text = saying(longest);
    }
    return text;
  }

  private String saying(int longest) {
    return JsonMapper.shared()
        .writeValueAsString(
            new CheckSummary(
                checks.stream()
                    .map(each -> each.saying(Summary.start(each.message(), longest)))
                    .toList(),
                previews.stream()
                    .map(each -> each.saying(Summary.start(each.message(), longest)))
                    .toList()));
  }
}
