package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The builds of a platform that are in line")
final class BuildsInLineTest {

  @Test
  @DisplayName("are those that have not succeeded, whatever their phase")
  void haveNotSucceeded() {
    // given
    PythonBuild unseen = build("a", "default", "{}");
    PythonBuild building = build("b", "default", "{phase: Building}");
    PythonBuild failed = build("c", "default", "{phase: Failed}");
    PythonBuild succeeded = build("d", "default", "{phase: Succeeded}");

    // when
    BuildsInLine line = line(List.of(unseen, building, failed, succeeded), List.of());

    // then
    assertThat(line.builds()).containsExactlyInAnyOrder(unseen, building, failed);
    assertThat(line.withJob()).isEmpty();
  }

  @Test
  @DisplayName("are those, too, that have succeeded and whose Job has not ended")
  void jobGoesOn() {
    PythonBuild succeeded = build("a", "default", "{phase: Succeeded}");

    BuildsInLine line = line(List.of(succeeded), List.of(job("a", "uid-a", "build", "")));

    assertThat(line.builds()).containsExactly(succeeded);
    assertThat(line.withJob()).containsExactly("uid-a");
  }

  @Test
  @DisplayName("are counted once, though a Job runs and they have not succeeded")
  void countOnce() {
    PythonBuild building = build("a", "default", "{phase: Building}");

    BuildsInLine line = line(List.of(building), List.of(job("a", "uid-a", "build", "")));

    assertThat(line.builds()).containsExactly(building);
    assertThat(line.withJob()).containsExactly("uid-a");
  }

  @Test
  @DisplayName("are none of another platform, whether they run or not")
  void ofOnePlatform() {
    PythonBuild runs = build("a", "other", "{phase: Building}");
    PythonBuild waits = build("b", "other", "{phase: Pending}");

    BuildsInLine line = line(List.of(runs, waits), List.of(job("a", "uid-a", "build", "")));

    assertThat(line.builds()).isEmpty();
  }

  @Test
  @DisplayName("have no Job once it has ended, well or not")
  void jobsEnd() {
    PythonBuild build = build("a", "default", "{phase: Building}");
    PythonBuild other = build("b", "default", "{phase: Building}");

    BuildsInLine line =
        line(
            List.of(build, other),
            List.of(job("a", "uid-a", "build", "Complete"), job("b", "uid-b", "build", "Failed")));

    assertThat(line.builds()).containsExactlyInAnyOrder(build, other);
    assertThat(line.withJob()).isEmpty();
  }

  @Test
  @DisplayName("do not have the Job of an earlier build of their name")
  void anEarlierOneOfTheName() {
    PythonBuild present = build("a", "default", "{phase: Succeeded}");

    BuildsInLine line = line(List.of(present), List.of(job("a", "uid-before", "build", "")));

    assertThat(line.builds()).isEmpty();
    assertThat(line.withJob()).containsExactly("uid-before");
  }

  @Test
  @DisplayName("have a Job for wheels only while they are building: one that rests takes no place")
  void wheels() {
    PythonBuild building = build("a", "default", "{phase: Building}");
    PythonBuild resting = build("b", "default", "{phase: Failed}");

    BuildsInLine line =
        line(
            List.of(building, resting),
            List.of(
                job("a", "uid-a", "wheels", ""),
                job("b", "uid-b", "wheels", ""),
                job("gone", "uid-gone", "wheels", "")));

    assertThat(line.withJob()).containsExactly("uid-a");
  }

  @Test
  @DisplayName("have no Job that counts while tests run")
  void tests() {
    PythonBuild testing = build("a", "default", "{phase: Building}");

    BuildsInLine line = line(List.of(testing), List.of(job("a", "uid-a", "tests", "")));

    assertThat(line.builds()).containsExactly(testing);
    assertThat(line.withJob()).isEmpty();
  }

  private static BuildsInLine line(List<PythonBuild> builds, List<Job> jobs) {
    return BuildsInLine.of("default", context(builds, jobs));
  }

  /** A reconcile that sees these builds and Jobs. */
  @SuppressWarnings("unchecked")
  private static Context<PythonBuild> context(List<PythonBuild> builds, List<Job> jobs) {
    return (Context<PythonBuild>)
        answering(
            (method, arguments) ->
                switch (method) {
                  case "getPrimaryCache" -> cache(builds);
                  case "eventSourceRetriever" ->
                      answering((_, _) -> source(jobs), EventSourceRetriever.class);
                  default -> throw new AssertionError(method + " is not expected");
                },
            Context.class);
  }

  private static Object cache(List<PythonBuild> builds) {
    return answering(
        (method, arguments) ->
            switch (method) {
              case "byIndex" ->
                  builds.stream()
                      .filter(build -> BuildIndex.phaseOf(build).name().equals(arguments.get(1)))
                      .toList();
              case "get" ->
                  builds.stream()
                      .filter(build -> ResourceID.fromResource(build).equals(arguments.get(0)))
                      .findFirst();
              default -> throw new AssertionError(method + " is not expected");
            },
        IndexedResourceCache.class);
  }

  private static Object source(List<Job> jobs) {
    return answering((_, _) -> jobs.stream(), EventSource.class, Cache.class);
  }

  /** What a method of some interfaces answers, by its name and its arguments. */
  @FunctionalInterface
  private interface Answers {
    Object to(String method, List<Object> arguments);
  }

  private static Object answering(Answers answers, Class<?>... types) {
    return Proxy.newProxyInstance(
        BuildsInLineTest.class.getClassLoader(),
        types,
        (proxy, method, arguments) ->
            answers.to(
                method.getName(),
                Optional.ofNullable(arguments).map(Arrays::asList).orElse(List.of())));
  }

  private static PythonBuild build(String name, String platform, String status) {
    return Yaml.object(
        """
        metadata: {name: %1$s, namespace: shop, uid: uid-%1$s}
        spec: {service: orders, platform: %2$s}
        status: %3$s
        """
            .formatted(name, platform, status),
        PythonBuild.class);
  }

  private static Job job(String build, String uid, String component, String ended) {
    return Yaml.object(
        """
        metadata:
          name: %1$s-1
          namespace: builds
          annotations: {pythonservice.dev/build: %1$s}
          labels:
            app.kubernetes.io/component: %3$s
            pythonservice.dev/service-namespace: shop
            pythonservice.dev/build-uid: %2$s
        status: {conditions: [%4$s]}
        """
            .formatted(
                build,
                uid,
                component,
                ended.isEmpty() ? "" : "{type: %s, status: 'True'}".formatted(ended)),
        Job.class);
  }
}
