package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("In the line of builds")
final class BuildLineTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  private final PythonBuild oldest = build("a", "01:00:00", "");
  private final PythonBuild middle = build("b", "01:30:00", "");
  private final PythonBuild youngest = build("c", "01:45:00", "");

  @Test
  @DisplayName("the oldest comes first")
  void oldestFirst() {
    List<PythonBuild> all = List.of(youngest, oldest, middle);

    assertThat(line(oldest, all, Set.of())).isEqualTo(new BuildLine(0, 0));
    assertThat(line(middle, all, Set.of())).isEqualTo(new BuildLine(0, 1));
    assertThat(line(youngest, all, Set.of())).isEqualTo(new BuildLine(0, 2));
  }

  @Test
  @DisplayName("of two that are as old, the name decides")
  void namesDecide() {
    PythonBuild twin = build("a-twin", "01:00:00", "");

    assertThat(line(twin, List.of(oldest, twin), Set.of()).ahead()).isEqualTo(1);
    assertThat(line(oldest, List.of(oldest, twin), Set.of()).ahead()).isZero();
  }

  @Test
  @DisplayName("a build whose Job runs takes a place, older or younger")
  void runningOnesTakePlaces() {
    assertThat(line(middle, List.of(oldest, middle, youngest), Set.of("uid-a", "uid-c")))
        .isEqualTo(new BuildLine(2, 0));
  }

  @Test
  @DisplayName("builds that are done, rest, are replaced or go away stand before nobody")
  void othersDoNotStand() {
    PythonBuild done =
        build("d", "00:10:00", "status: {attempts: 1, image: 'r/a@sha256:1', digest: 'sha256:1'}");
    PythonBuild rests =
        build(
            "e",
            "00:20:00",
            "status: {attempts: 1, failure: {reason: Input, message: m}, nextAttemptAt:"
                + " '2026-11-23T02:00:01Z', platformGeneration: 2}");
    PythonBuild replaced =
        build("r", "00:25:00", "status: {attempts: 1, failure: {reason: Input, message: m}}");
    replaced.getMetadata().setAnnotations(Map.of(BuildHistory.SUPERSEDED_BY, "b"));
    PythonBuild goes = build("f", "00:30:00", "");
    goes.getMetadata().setDeletionTimestamp("2026-11-23T01:59:00Z");

    assertThat(line(oldest, List.of(done, rests, replaced, goes, oldest), Set.of()))
        .isEqualTo(new BuildLine(0, 0));
  }

  @Test
  @DisplayName("a build that has rested stands where its age puts it")
  void restedOnesStand() {
    PythonBuild rested =
        build(
            "e",
            "00:20:00",
            "status: {attempts: 1, failure: {reason: Network, message: m}, nextAttemptAt:"
                + " '2026-11-23T01:59:59Z', platformGeneration: 2}");

    assertThat(line(oldest, List.of(rested, oldest), Set.of()).ahead()).isEqualTo(1);
  }

  @Test
  @DisplayName("what only looks at what serves lets every build go first, also a younger one")
  void looksComeLast() {
    PythonBuild look =
        Yaml.object(
            """
            metadata: {name: a, namespace: shop, uid: uid-l, creationTimestamp: "2026-11-23T00:00:00Z"}
            spec:
              service: orders
              platform: default
              preview: {image: "r/a@sha256:1", checkers: [{checker: Ruff, version: 0.17.7}]}
            """,
            PythonBuild.class);
    List<PythonBuild> all = List.of(look, oldest, youngest);

    assertThat(line(youngest, all, Set.of()).ahead()).isEqualTo(1);
    assertThat(line(look, all, Set.of()).ahead()).isEqualTo(2);
    assertThat(line(youngest, all, Set.of("uid-l")).running()).isEqualTo(1);
  }

  @Test
  @DisplayName("of those that see the same, exactly as many start as there is room for")
  void neverTooMany() {
    List<PythonBuild> all = List.of(oldest, middle, youngest);

    assertThat(all.stream().filter(build -> line(build, all, Set.of()).hasRoom(2)))
        .containsExactly(oldest, middle);
    assertThat(
            all.stream()
                .filter(build -> build != oldest)
                .filter(build -> line(build, all, Set.of("uid-a")).hasRoom(2)))
        .containsExactly(middle);
  }

  private static BuildLine line(PythonBuild build, List<PythonBuild> all, Set<String> withJob) {
    return BuildLine.of(build, all, withJob, Optional.of(2L), NOW);
  }

  private static PythonBuild build(String name, String created, String status) {
    return Yaml.object(
        """
        metadata: {name: %s, namespace: shop, uid: uid-%s, creationTimestamp: "2026-11-23T%sZ"}
        spec: {service: orders, platform: default}
        %s
        """
            .formatted(name, name, created, status),
        PythonBuild.class);
  }
}
