package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A namespace")
final class PlatformChoiceTest {

  @Test
  @DisplayName("without the label uses the platform called default")
  void usesDefault() {
    assertThat(PlatformChoice.of("shop", Map.of("team", "a")))
        .isEqualTo(new PlatformChoice("shop", "default", false));
  }

  @Test
  @DisplayName("with the label uses the platform that it names")
  void usesLabel() {
    assertThat(PlatformChoice.of("shop", Map.of("pythonservice.dev/platform", "gpu")))
        .isEqualTo(new PlatformChoice("shop", "gpu", true));
  }

  @Test
  @DisplayName("with an empty label uses the platform called default")
  void ignoresEmptyLabel() {
    assertThat(PlatformChoice.of("shop", Map.of("pythonservice.dev/platform", "")))
        .isEqualTo(new PlatformChoice("shop", "default", false));
  }
}
