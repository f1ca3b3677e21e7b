package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.operator.plan.ImagePull;
import dev.pythonservice.operator.plan.ImagePull.Present;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What kubelets say of images")
final class ImagePullsTest {

  private static final Instant START = Instant.parse("2026-11-27T08:00:00Z");
  private static final ResourceID OURS = new ResourceID("orders-1", "shop");
  private static final String PRESENT = "Container image \"a\" already present on machine";

  private final FakeReads reads = new FakeReads();
  private final List<ImagePull> told = new ArrayList<>();
  private final ImagePulls pulls =
      new ImagePulls(reads, Set.of("shop"), OURS::equals, told::add, START);

  @Test
  @DisplayName("is told of pods of services, from the operator's start on, while it leads")
  void isTold() {
    // given
    pulls.start();
    ClusterReads.ImageObserver kubelet = reads.imageObserver().orElseThrow();

    // when
    kubelet.said(OURS, PRESENT, START);
    kubelet.said(OURS, PRESENT, START.minusSeconds(1));
    kubelet.said(new ResourceID("other-1", "shop"), PRESENT, START);
    kubelet.said(OURS, "Pulling image \"a\"", START);

    // then
    assertThat(told).containsExactly(new Present());
    pulls.stop();
    assertThat(reads.imageObserver()).isEmpty();
  }
}
