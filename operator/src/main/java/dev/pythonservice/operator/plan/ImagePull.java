package dev.pythonservice.operator.plan;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an image came to a node, as the kubelet tells of it in an Event with reason {@code Pulled}.
 */
public sealed interface ImagePull {

  /** The node had it. */
  record Present() implements ImagePull {}

  /**
   * The node pulled it.
   *
   * @param time what the pull took, without waiting for other pulls
   * @param bytes the image's size, layers that the node had before included; empty where the
   *     kubelet does not say
   */
  record Pulled(Duration time, Optional<Long> bytes) implements ImagePull {}

  /**
   * What a message says; empty for one of another kind. The words are those of Kubernetes 1.26 and
   * later ({@code pkg/kubelet/images/image_manager.go}).
   */
  static Optional<ImagePull> of(String message) {
    if (Words.PRESENT.matcher(message).lookingAt()) {
      return Optional.of(new Present());
    }
    Matcher pulled = Words.PULLED.matcher(message);
    return pulled.lookingAt()
        ? Words.duration(pulled.group(1))
            .map(
                time -> new Pulled(time, Optional.ofNullable(pulled.group(2)).map(Long::parseLong)))
        : Optional.empty();
  }

  /** How the kubelet speaks. */
  final class Words {

    private static final Pattern PRESENT =
        Pattern.compile("Container image \"[^\"]*\" already present on machine");

    private static final Pattern PULLED =
        Pattern.compile(
            "Successfully pulled image \"[^\"]*\" in ([^ ]+)(?: \\([^)]*\\))?"
                + "(?:\\. Image size: ([0-9]{1,15}) bytes)?");

    /** As Go spells durations: 1h2m3.5s, 350ms. */
    private static final Pattern DURATION =
        Pattern.compile(
            "(?:([0-9]{1,4})h)?(?:([0-9]{1,4})m(?!s))?(?:([0-9]{1,6}(?:\\.[0-9]{1,9})?)(ms|s))?");

    private Words() {}

    private static Optional<Duration> duration(String text) {
      Matcher parts = DURATION.matcher(text);
      if (text.isEmpty() || !parts.matches()) {
        return Optional.empty();
      }
      BigDecimal last = number(parts.group(3));
      return Optional.of(
          Duration.ofHours(number(parts.group(1)).longValue())
              .plusMinutes(number(parts.group(2)).longValue())
              .plusNanos(last.movePointRight("ms".equals(parts.group(4)) ? 6 : 9).longValue()));
    }

    private static BigDecimal number(String text) {
      return text == null ? BigDecimal.ZERO : new BigDecimal(text);
    }
  }
}
