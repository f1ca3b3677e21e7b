package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The name of a build's Job")
final class BuildOrderTest {

  private static final String UID = "0c7d8e52-93ae-4a51-8f0e-5f6f1d2c3b4a";

  @Test
  @DisplayName("has the build's name, a part of its UID, and the attempt")
  void tellsBuildAndAttempt() {
    assertThat(BuildOrder.jobName(build("orders-4fzq8k2m1x"), 3))
        .isEqualTo("orders-4fzq8k2m1x-0c7d8e52-3");
  }

  @Test
  @DisplayName("is the name of its pods and a label's value, and so has at most 63 characters")
  void isShort() {
    String name = BuildOrder.jobName(build("a".repeat(50) + "-.-" + "b".repeat(200)), 1000);

    assertThat(name).hasSizeLessThanOrEqualTo(63).endsWith("a-0c7d8e52-1000");
  }

  @Test
  @DisplayName("has no dots, which names of pods' hosts cannot have")
  void hasNoDots() {
    assertThat(BuildOrder.jobName(build("shop.orders"), 1)).isEqualTo("shop-orders-0c7d8e52-1");
  }

  private static PythonBuild build(String name) {
    PythonBuild build = new PythonBuild();
    build.setMetadata(new ObjectMetaBuilder().withName(name).withUid(UID).build());
    return build;
  }
}
