package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Checks;
import dev.pythonservice.api.v1alpha1.Checks.Format;
import dev.pythonservice.api.v1alpha1.Checks.Lint;
import dev.pythonservice.api.v1alpha1.Checks.Mode;
import dev.pythonservice.api.v1alpha1.Checks.Name;
import dev.pythonservice.api.v1alpha1.Checks.Tests;
import dev.pythonservice.api.v1alpha1.Checks.TypeChecker;
import dev.pythonservice.api.v1alpha1.Checks.Types;
import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.Policy.RequiredCheck;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.CheckResult.Verdict;
import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which checks a build must pass, and what can be told of them. */
public final class CheckDecisions {

  /** The type of the condition that speaks of checks. */
  static final String CHECKED = "Checked";

  private CheckDecisions() {}

  /** The modes of the service and those of its platform together: for each check the stronger. */
  static Optional<Checks> effective(WithPlatform inputs) {
    Optional<Checks> own = Optional.ofNullable(inputs.service().checks());
    Optional<Types> types = own.map(Checks::types);
    List<TypeChecker> checkers =
        types.map(Types::checkers).filter(list -> !list.isEmpty()).orElse(List.of(TypeChecker.Ty));
    Checks together =
        new Checks(
            mode(Name.Lint, inputs).map(Lint::new).orElse(null),
            mode(Name.Format, inputs).map(Format::new).orElse(null),
            mode(Name.Types, inputs).map(mode -> new Types(checkers, mode)).orElse(null),
            own.map(Checks::tests).flatMap(tests -> tests(tests, inputs)).orElse(null));
    return Optional.of(together).filter(checks -> !modes(checks).isEmpty());
  }

  private static Optional<Tests> tests(Tests tests, WithPlatform inputs) {
    return mode(Name.Tests, inputs)
        .map(mode ->
            new Tests(
                tests.command(), tests.groups(), tests.deadlineSeconds(), tests.resources(), mode));
  }

  private static Optional<Mode> mode(Name name, WithPlatform inputs) {
    return Stream.concat(asked(name, inputs).stream(), required(name, inputs).stream())
        .min(Mode::compareTo);
  }

  private static Optional<Mode> asked(Name name, WithPlatform inputs) {
    return Optional.ofNullable(inputs.service().checks()).flatMap(checks -> mode(name, checks));
  }

  private static Optional<Mode> required(Name name, WithPlatform inputs) {
    return required(Optional.ofNullable(inputs.platform().getSpec().policy()), name);
  }

  /** The weakest mode that a policy allows for a check; empty where it does not require it. */
  public static Optional<Mode> required(Optional<Policy> policy, Name name) {
    return policy.map(Policy::requiredChecks).stream()
        .flatMap(List::stream)
        .filter(required -> required.name() == name)
        .map(CheckDecisions::modeOf)
        .findFirst();
  }

  private static Mode modeOf(RequiredCheck required) {
    return Optional.ofNullable(required.mode()).orElse(Mode.Enforce);
  }

  /** The mode of a check; empty where it is not asked for. */
  public static Optional<Mode> mode(Name name, Checks checks) {
    return switch (name) {
      case Lint -> Optional.ofNullable(checks.lint()).map(each -> orEnforce(each.mode()));
      case Format -> Optional.ofNullable(checks.format()).map(each -> orEnforce(each.mode()));
      case Types -> Optional.ofNullable(checks.types()).map(each -> orEnforce(each.mode()));
      case Tests -> Optional.ofNullable(checks.tests()).map(each -> orEnforce(each.mode()));
    };
  }

  private static Mode orEnforce(@Nullable Mode mode) {
    return Optional.ofNullable(mode).orElse(Mode.Enforce);
  }

  /** Checks with their modes and options, defaults put in, in the order of the API. */
  static List<String> modes(Checks checks) {
    return Stream.of(Name.values())
        .flatMap(name ->
            mode(name, checks).map(mode -> name + "=" + mode + options(name, checks)).stream())
        .toList();
  }

  private static String options(Name name, Checks checks) {
    return switch (name) {
      case Lint, Format -> "";
      case Types ->
          Optional.ofNullable(checks.types()).map(Types::checkers).stream()
              .flatMap(List::stream)
              .sorted()
              .map(Enum::name)
              .collect(joining(",", ":", ""));
      case Tests ->
          Optional.ofNullable(checks.tests())
              .map(tests ->
                  ":%s %s %s%s"
                      .formatted(
                          tests.command(),
                          tests.groups().stream().sorted().toList(),
                          Optional.ofNullable(tests.deadlineSeconds()).orElse(0),
                          Optional.ofNullable(tests.resources())
                              .map(CheckDecisions::words)
                              .orElse("")))
              .orElse("");
    };
  }

  /** More memory may be what lacked, so other resources make another build. */
  private static String words(Resources resources) {
    return " %s %s"
        .formatted(new TreeMap<>(resources.requests()), new TreeMap<>(resources.limits()));
  }

  /**
   * Whether tests that fail are debt to a ratchet: those of the release that serves failed, too, or
   * nobody knows whether they did.
   */
  public static boolean areTestsDebt(Optional<PythonBuild> serving) {
    return serving.flatMap(BuildStatus::status).stream()
        .flatMap(status -> status.checks().stream())
        .filter(check -> check.name() == Name.Tests)
        .noneMatch(check -> check.verdict() == Verdict.Passed && number(check.findings()) == 0);
  }

  /** What can be told of a build's checks; nothing where it has none. */
  static Optional<Aspect> of(PythonBuild build, BuildHistory history) {
    return Optional.ofNullable(build.getSpec().checks())
        .filter(checks -> !modes(checks).isEmpty())
        .map(_ -> history.result().map(CheckDecisions::of).orElseGet(CheckDecisions::notYet));
  }

  private static Aspect notYet() {
    return new Aspect(CHECKED, Status.Unknown, "NotBuilt", "It is known when there is an image");
  }

  private static Aspect of(BuildResult result) {
    if (result.awaitsTests()) {
      return new Aspect(
          CHECKED,
          Status.Unknown,
          TestDecisions.TESTING,
          "Nothing of what ran so far stops it; the project's tests have not ended");
    }
    if (result.stopped().isPresent()) {
      boolean isError =
          result.checks().stream().anyMatch(check -> check.verdict() == Verdict.Error);
      boolean isFailure =
          result.checks().stream().anyMatch(check -> check.verdict() == Verdict.Failed);
      return new Aspect(
          CHECKED,
          Status.False,
          isError && !isFailure ? "CheckError" : "Findings",
          result.stopped().orElseThrow());
    }
    String words =
        result.checks().stream()
            .filter(check -> Optional.ofNullable(check.message()).isPresent())
            .map(check -> "%s: %s".formatted(check.name(), check.message()))
            .collect(joining("; "));
    return words.isEmpty()
        ? new Aspect(CHECKED, Status.True, "Passed", "Nothing was found")
        : new Aspect(CHECKED, Status.True, reason(result), words);
  }

  private static String reason(BuildResult result) {
    boolean isDebt =
        result.checks().stream()
            .allMatch(
                check -> check.verdict() == Verdict.Passed && number(check.newFindings()) == 0);
    return isDebt ? "PassedWithDebt" : "Reported";
  }

  private static int number(@Nullable Integer findings) {
    return Optional.ofNullable(findings).orElse(0);
  }

  /** How many findings of a check are debt. */
  public static int debt(CheckResult check) {
    return number(check.findings()) - number(check.newFindings());
  }

  /** What can be told of a service's checks, by the build of today's inputs. */
  static Optional<Aspect> of(WithPlatform inputs, Optional<PythonBuild> latest) {
    if (effective(inputs).isEmpty()) {
      return Optional.empty();
    }
    Aspect checked = latest.flatMap(CheckDecisions::said).orElseGet(CheckDecisions::notYet);
    String weaker =
        Stream.of(Name.values()).flatMap(name -> weaker(name, inputs).stream()).collect(joining());
    return Optional.of(
        new Aspect(CHECKED, checked.status(), checked.reason(), checked.message() + weaker));
  }

  private static Optional<Aspect> said(PythonBuild build) {
    return BuildStatus.status(build)
        .flatMap(status -> SaidBefore.of(CHECKED, status.conditions()))
        .map(Aspect::of);
  }

  private static Optional<String> weaker(Name name, WithPlatform inputs) {
    return asked(name, inputs)
        .flatMap(asked ->
            required(name, inputs)
                .filter(required -> required.compareTo(asked) < 0)
                .map(required ->
                    ". spec.checks asks for %s of %s, but the PythonPlatform %s requires %s"
                        .formatted(asked, name, inputs.choice().platform(), required)));
  }
}
