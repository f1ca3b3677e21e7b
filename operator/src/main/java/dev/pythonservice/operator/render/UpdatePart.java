package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Update;
import dev.pythonservice.operator.plan.BuildOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A look for updates, as options of the builder. */
final class UpdatePart {

  private UpdatePart() {}

  static BuildPart of(BuildOrder order, Update update) {
    return BuildPart.of(
        List.of(
            SourcePart.ofCopies(order),
            BuildParts.lock(order.build().getSpec()),
            BuildPart.arguments(arguments(order, update))));
  }

  private static List<String> arguments(BuildOrder order, Update update) {
    PythonBuildSpec spec = order.build().getSpec();
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--base", spec.baseImage()));
    arguments.addAll(List.of("--platform", String.join(",", spec.platforms())));
    arguments.addAll(
        List.of(
            "--layer-repository", order.platform().getSpec().registry().repository() + "/layers"));
    arguments.addAll(List.of("--scope", update.scope().name().toLowerCase(Locale.ROOT)));
    Optional.ofNullable(update.minimumAgeDays())
        .ifPresent(days -> arguments.addAll(List.of("--minimum-age-days", days.toString())));
    update
        .groups()
        .forEach(group ->
            arguments.addAll(
                List.of(
                    "--update-group", group.name() + "=" + String.join(",", group.packages()))));
    arguments.addAll(List.of("--push-lock", spec.repository()));
    Optional.ofNullable(update.branch())
        .ifPresent(branch -> arguments.addAll(List.of("--push-branch", branch)));
    return arguments;
  }
}
