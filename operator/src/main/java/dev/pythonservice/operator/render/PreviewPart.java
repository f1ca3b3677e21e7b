package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Preview;
import dev.pythonservice.operator.plan.BuildOrder;
import java.util.List;

/** A look of other versions of checkers at what serves, as options of the builder. */
final class PreviewPart {

  private PreviewPart() {}

  static BuildPart of(BuildOrder order, Preview preview) {
    return BuildPart.of(
        List.of(
            SourcePart.ofCopies(order),
            CheckPart.ofCheckers(order),
            BuildPart.arguments(
                List.of(
                    "--baseline",
                    preview.image(),
                    "--packages-of",
                    preview.image(),
                    "--layer-repository",
                    order.platform().getSpec().registry().repository() + "/layers",
                    "--preview-only")),
            CheckerPart.options("--preview-checker", preview.checkers()),
            CheckerPart.indexes(order, preview.checkers().stream())));
  }
}
