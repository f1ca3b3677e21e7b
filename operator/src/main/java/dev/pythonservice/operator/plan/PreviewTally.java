package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.operator.plan.PreviewOutcome.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What would become of the services of a platform with the versions of checkers that it tries. */
public final class PreviewTally {

  /** As many as the status has room for. */
  private static final int MOST_NAMES = 20;

  private static final int LONGEST_MESSAGE = 1024;

  private PreviewTally() {}

  /**
   * The tally of each version.
   *
   * @param tried the versions
   * @param services what is known of each service, by {@code NAMESPACE/NAME}
   */
  public static List<PreviewState> of(
      List<CheckerVersion> tried, Map<String, List<PreviewOutcome>> services) {
    return tried.stream().map(version -> of(version, services)).toList();
  }

  private static PreviewState of(
      CheckerVersion version, Map<String, List<PreviewOutcome>> services) {
    List<String> failing = in(State.FAILED, version, services).toList();
    int passing = (int) in(State.PASSED, version, services).count();
    List<String> errors = in(State.ERROR, version, services).toList();
    return new PreviewState(
        version.checker(),
        version.version(),
        failing.size() + passing + errors.size(),
        failing.size(),
        errors.size(),
        (int) in(State.PENDING, version, services).count(),
        failing.stream().limit(MOST_NAMES).toList(),
        errors.stream().findFirst().map(service -> words(service, version, services)).orElse(null));
  }

  private static Stream<String> in(
      State state, CheckerVersion version, Map<String, List<PreviewOutcome>> services) {
    return services.entrySet().stream()
        .filter(service ->
            outcome(version, service.getValue())
                .filter(outcome -> outcome.state() == state)
                .isPresent())
        .map(Map.Entry::getKey)
        .sorted();
  }

  private static Optional<PreviewOutcome> outcome(
      CheckerVersion version, List<PreviewOutcome> outcomes) {
    return outcomes.stream().filter(outcome -> outcome.version().equals(version)).findFirst();
  }

  private static String words(
      String service, CheckerVersion version, Map<String, List<PreviewOutcome>> services) {
    String message =
        service
            + ": "
            + outcome(version, services.getOrDefault(service, List.of()))
                .flatMap(PreviewOutcome::message)
                .orElse("");
    return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
  }

  /** Those of the versions that are still tried, as they were told before. */
  public static List<PreviewState> stillTrue(
      List<PreviewState> before, List<CheckerVersion> tried) {
    return before.stream()
        .filter(state -> tried.contains(new CheckerVersion(state.checker(), state.version())))
        .toList();
  }

  /** What people are told: that all services were looked at, where that was not so before. */
  public static List<Verdict> news(List<PreviewState> before, List<PreviewState> after) {
    return after.stream()
        .filter(PreviewTally::isComplete)
        .filter(state ->
            before.stream().noneMatch(known -> isOfTheSame(known, state) && isComplete(known)))
        .map(state -> Verdict.ready("CheckerPreviewed", sentence(state)))
        .toList();
  }

  private static boolean isComplete(PreviewState state) {
    return state.pending() == 0 && state.looked() > 0;
  }

  private static boolean isOfTheSame(PreviewState one, PreviewState other) {
    return one.checker() == other.checker() && one.version().equals(other.version());
  }

  private static String sentence(PreviewState state) {
    String names =
        Stream.concat(
                state.failingServices().stream(),
                state.failing() > state.failingServices().size() ? Stream.of("…") : Stream.empty())
            .collect(joining(", "));
    return "%s %s has looked at %d services: %d would be stopped%s; at %d it could not look"
        .formatted(
            state.checker(),
            state.version(),
            state.looked(),
            state.failing(),
            names.isEmpty() ? "" : " (%s)".formatted(names),
            state.errors());
  }
}
