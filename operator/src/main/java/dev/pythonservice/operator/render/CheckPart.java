package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.Checks.Types;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.CheckDecisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The checks of a build, as options of the builder. */
final class CheckPart {

  private CheckPart() {}

  static BuildPart of(BuildOrder order) {
    List<String> arguments = new ArrayList<>(names(order, List.of(Name.values())));
    checks(order)
        .flatMap(checks -> Optional.ofNullable(checks.tests()))
        .ifPresent(tests -> {
          arguments.add("--test-image");
          tests.groups().stream()
              .sorted()
              .forEach(group -> {
                arguments.add("--test-group");
                arguments.add(group);
              });
        });
    if (!arguments.isEmpty()) {
      order
          .materials()
          .promoted()
          .ifPresent(image -> {
            arguments.add("--baseline");
            arguments.add(image);
          });
    }
    return BuildPart.arguments(arguments);
  }

  /** Those by checkers alone. */
  static BuildPart ofCheckers(BuildOrder order) {
    return BuildPart.arguments(names(order, List.of(Name.Lint, Name.Format, Name.Types)));
  }

  private static List<String> names(BuildOrder order, List<Name> names) {
    return names.stream()
        .flatMap(name ->
            mode(name, order)
                .map(mode -> word(name) + "=" + word(mode) + checkers(name, order))
                .stream())
        .flatMap(check -> Stream.of("--check", check))
        .toList();
  }

  /** Tests that the platform requires and the service does not name are not passed, either. */
  private static Optional<Mode> mode(Name name, BuildOrder order) {
    Optional<Mode> own = checks(order).flatMap(checks -> CheckDecisions.mode(name, checks));
    return name == Name.Tests
        ? own.or(() ->
            CheckDecisions.required(
                Optional.ofNullable(order.platform().getSpec().policy()), Name.Tests))
        : own;
  }

  private static String checkers(Name name, BuildOrder order) {
    List<Checks.TypeChecker> checkers =
        name == Name.Types
            ? checks(order).map(Checks::types).map(Types::checkers).orElse(List.of())
            : List.of();
    return checkers.isEmpty()
        ? ""
        : checkers.stream().sorted().map(CheckPart::word).collect(Collectors.joining(",", ":", ""));
  }

  private static Optional<Checks> checks(BuildOrder order) {
    return Optional.ofNullable(order.build().getSpec().checks());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
