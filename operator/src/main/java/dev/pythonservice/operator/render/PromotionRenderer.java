package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.operator.plan.PromotionRecord;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.List;

/** From the record of a promotion to what is written about its build. */
public final class PromotionRenderer {

  private PromotionRenderer() {}

  /** With the version that was read: when the build was written since, it may be recorded. */
  public static PythonBuild render(PromotionRecord record) {
    PythonBuild patch = new PythonBuild();
    patch.setMetadata(
        new ObjectMetaBuilder(StatusRenderer.identityOf(record.build()))
            .withResourceVersion(record.build().getMetadata().getResourceVersion())
            .build());
    patch.setStatus(
        new PythonBuildStatus(
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null,
            List.of(),
            null,
            null,
            List.of(),
            null,
            null,
            null,
            null,
            null,
            null,
            record.promoted(),
            null,
            null,
            List.of()));
    return patch;
  }
}
