package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.Previews;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Which versions of checkers check a build, and which are tried, as options of the builder. */
final class CheckerPart {

  private CheckerPart() {}

  /** Those that the platform names, of the checkers that the build's checks need. */
  static BuildPart of(BuildOrder order) {
    List<CheckerVersion> versions = Previews.deciding(order.build(), order.platform());
    List<CheckerVersion> previews = Previews.tried(order.build(), order.platform());
    return BuildPart.of(
        List.of(
            options("--checker", versions),
            options("--preview-checker", previews),
            indexes(order, Stream.concat(versions.stream(), previews.stream()))));
  }

  /** Versions as an option each. */
  static BuildPart options(String option, List<CheckerVersion> versions) {
    return BuildPart.arguments(
        versions.stream()
            .flatMap(each -> Stream.of(option, word(each.checker()) + "=" + each.version()))
            .toList());
  }

  /** Where they come from, unless that is the public index. */
  static BuildPart indexes(BuildOrder order, Stream<CheckerVersion> versions) {
    List<String> arguments = new ArrayList<>();
    versions
        .map(CheckerVersion::checker)
        .distinct()
        .map(CheckerPart::word)
        .forEach(program ->
            Previews.indexOf(program, order.platform().getSpec().indexes())
                .ifPresent(
                    url -> arguments.addAll(List.of("--checker-index", program + "=" + url))));
    return BuildPart.arguments(arguments);
  }

  private static String word(Checker checker) {
    return checker.name().toLowerCase(Locale.ROOT);
  }
}
