package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Checkers.Checker;
import dev.pythonservice.api.v1alpha1.Checkers.CheckerVersion;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformStatus.PreviewState;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.PreviewOutcome;
import dev.pythonservice.operator.plan.PreviewOutcome.State;
import dev.pythonservice.operator.plan.PreviewPlan;
import dev.pythonservice.operator.plan.ReleasePlan.WantedBuild;
import dev.pythonservice.operator.support.Yaml;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What services tell of a version of a checker that their platform tries")
final class PreviewBoardTest {

  private static final CheckerVersion RUFF = new CheckerVersion(Checker.Ruff, "0.17.7");
  private static final PythonService ORDERS = service("orders");
  private static final PythonService STOCK = service("stock");

  private final PreviewBoard board = new PreviewBoard(new Scene().clock());
  private final Set<ResourceID> there =
      new HashSet<>(Set.of(ResourceID.fromResource(ORDERS), ResourceID.fromResource(STOCK)));
  private final List<ResourceID> woken = new ArrayList<>();
  private final List<Instant> wakeups = new ArrayList<>();
  private final PythonPlatform platform = platform(1);

  @BeforeEach
  void listen() {
    board.knowing(() -> Optional.of(Set.copyOf(there)));
    board
        .news()
        .attach(
            new NewsListener() {
              @Override
              public Set<ResourceID> gone(Set<ResourceID> among) {
                Set<ResourceID> gone = new HashSet<>(among);
                gone.removeAll(there);
                return gone;
              }

              @Override
              public void changed(Set<ResourceID> services) {
                woken.addAll(services);
              }

              @Override
              public void wakeAt(Instant time) {
                wakeups.add(time);
              }
            });
  }

  @Test
  @DisplayName("is not known before all of them have told, also after the platform was changed")
  void waitsForAll() {
    board.admitted(ORDERS, platform, known(State.FAILED));
    assertThat(board.of(platform)).isEmpty();

    board.admitted(STOCK, platform, known(State.PASSED));
    assertThat(board.of(platform)).hasValueSatisfying(states -> assertCounts(states, 2, 1, 0));

    assertThat(board.of(platform(2))).isEmpty();
  }

  @Test
  @DisplayName("is kept of a service that is blocked, and forgotten of one that is gone")
  void keepsAndForgets() {
    board.admitted(ORDERS, platform, known(State.FAILED));
    board.admitted(STOCK, platform, known(State.FAILED));

    board.blocked(STOCK, Optional.of(platform(2)));
    board.admitted(ORDERS, platform(2), known(State.PASSED));
    assertThat(board.of(platform(2))).hasValueSatisfying(states -> assertCounts(states, 2, 1, 0));

    there.remove(ResourceID.fromResource(STOCK));
    board.news().forget(ResourceID.fromResource(STOCK));
    assertThat(board.of(platform(2))).hasValueSatisfying(states -> assertCounts(states, 1, 0, 0));
  }

  @Test
  @DisplayName("brings about a reconcile of the platform where something changed, and no other one")
  void tellsThePlatform() {
    List<Event> events = new ArrayList<>();
    var source = (PlatformNews) board.ofPlatforms();
    source.setEventHandler(events::add);
    source.start();

    board.admitted(ORDERS, platform, known(State.PASSED));
    assertThat(wakeups).hasSize(1);
    board.news().tick();
    assertThat(events).containsExactly(new Event(new ResourceID("default")));

    board.admitted(ORDERS, platform, known(State.PASSED));
    board.news().tick();
    assertThat(events).hasSize(1);
  }

  @Test
  @DisplayName("is looked for at as many services as the platform runs builds, one after the other")
  void looksInTurns() {
    PreviewPlan first = board.admitted(ORDERS, platform, wanting());
    PreviewPlan second = board.admitted(STOCK, platform, wanting());

    assertThat(first.wanted()).isPresent();
    assertThat(second.wanted()).isEmpty();
    assertThat(woken).isEmpty();

    board.admitted(ORDERS, platform, known(State.PASSED));

    assertThat(woken).containsExactly(ResourceID.fromResource(STOCK));
    assertThat(board.admitted(STOCK, platform, wanting()).wanted()).isPresent();
  }

  @Test
  @DisplayName("is looked for at the next service when the one whose turn it was is gone")
  void leavesItsPlace() {
    board.admitted(ORDERS, platform, wanting());
    board.admitted(STOCK, platform, wanting());

    there.remove(ResourceID.fromResource(ORDERS));
    board.news().forget(ResourceID.fromResource(ORDERS));

    assertThat(woken).containsExactly(ResourceID.fromResource(STOCK));
  }

  private static void assertCounts(
      List<PreviewState> states, int looked, int failing, int pending) {
    assertThat(states)
        .singleElement()
        .satisfies(state -> assertThat(state.looked()).isEqualTo(looked))
        .satisfies(state -> assertThat(state.failing()).isEqualTo(failing))
        .satisfies(state -> assertThat(state.pending()).isEqualTo(pending));
  }

  private static PreviewPlan known(State state) {
    return new PreviewPlan(
        List.of(new PreviewOutcome(RUFF, state, Optional.empty())),
        Optional.empty(),
        false,
        List.of());
  }

  private static PreviewPlan wanting() {
    return new PreviewPlan(
        List.of(new PreviewOutcome(RUFF, State.PENDING, Optional.empty())),
        Optional.of(new WantedBuild("look", Yaml.object("service: any", PythonBuildSpec.class))),
        false,
        List.of());
  }

  private static PythonService service(String name) {
    return Samples.service(name, "{configMap: {name: code}}");
  }

  private static PythonPlatform platform(int generation) {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonPlatform
        metadata: {name: default, generation: %d}
        spec:
          builds: {maxConcurrent: 1}
          policy: {checkers: {ruff: {preview: 0.17.7}}}
        """
            .formatted(generation),
        PythonPlatform.class);
  }
}
