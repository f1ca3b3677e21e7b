package dev.pythonservice.operator.resolve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A likeness")
final class LikenessTest {

  private static final String EXAMPLE =
      IntStream.range(0, 500).mapToObj("line %d\n"::formatted).collect(Collectors.joining());

  private final Likeness likeness = new Likeness(EXAMPLE.getBytes(UTF_8));

  @Test
  @DisplayName("restores what it compresses, like its example or not")
  void restores() {
    for (String text : new String[] {"", EXAMPLE, "something else", EXAMPLE + EXAMPLE}) {
      assertThat(likeness.restore(likeness.compress(text.getBytes(UTF_8))))
          .asString(UTF_8)
          .isEqualTo(text);
    }
  }

  @Test
  @DisplayName("keeps of a text hardly more than where it differs from the example")
  void keepsLittle() {
    byte[] text = EXAMPLE.replace("line 250\n", "another line\n").getBytes(UTF_8);

    assertThat(likeness.compress(text)).hasSizeLessThan(100);
    assertThat(new Likeness(new byte[0]).compress(text)).hasSizeGreaterThan(500);
  }

  @Test
  @DisplayName("refuses what is cut off")
  void refuses() {
    byte[] cut = {1, 2, 3};

    assertThatThrownBy(() -> likeness.restore(cut)).isInstanceOf(UncheckedIOException.class);
  }
}
