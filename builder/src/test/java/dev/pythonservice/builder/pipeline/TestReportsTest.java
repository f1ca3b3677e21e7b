package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.checks.TestCases;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.report.TestSummary;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A report of tests beside an image")
final class TestReportsTest {

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final TestReports reports = new TestReports(registry);
  private final Repository shop = server.repository("shop/orders");

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("is there once, as it was written, and its tests are counted")
  void isThere() {
    Reference image = image("1");
    byte[] report = report("old", "new");

    TestSummary summary = reports.attach(image, report, Optional.empty());
    reports.attach(image, report, Optional.empty());

    Referrers referrers = new Referrers(registry);
    assertThat(referrers.of(shop, image.digest().orElseThrow(), TestCases.MEDIA_TYPE))
        .singleElement()
        .satisfies(one -> assertThat(one.digest().toString()).isEqualTo(summary.report()))
        .satisfies(
            one -> assertThat(referrers.content(shop, one, TestCases.LARGEST)).hasValue(report));
    assertThat(summary.tests()).isEqualTo(3);
    assertThat(summary.failed()).isEqualTo(2);
    assertThat(summary.newFailures()).as("without a baseline").isEqualTo(2);
  }

  @Test
  @DisplayName("tells what failed before from what is new, and names the latter first")
  void comparesByName() {
    Reference before = image("1");
    reports.attach(before, report("old", "corrected"), Optional.empty());

    TestSummary summary = reports.attach(image("2"), report("old", "new"), Optional.of(before));

    assertThat(summary.newFailures()).isEqualTo(1);
    assertThat(summary.failures()).containsExactly("tests::new: it broke", "tests::old: it broke");
  }

  @Test
  @DisplayName("has nothing new where nobody knows what failed before")
  void comparesWithNothing() {
    TestSummary summary = reports.attach(image("2"), report("old"), Optional.of(image("1")));

    assertThat(summary.newFailures()).isZero();
  }

  @Test
  @DisplayName("is nowhere where it is none, or there is no such image")
  void isRefused() {
    Reference image = image("1");
    byte[] none = "<html/>".getBytes(StandardCharsets.UTF_8);

    BuildFailure unread =
        catchThrowableOfType(
            BuildFailure.class, () -> reports.attach(image, none, Optional.empty()));
    BuildFailure gone =
        catchThrowableOfType(
            BuildFailure.class,
            () ->
                reports.attach(
                    Reference.of("%s@sha256:%s".formatted(shop, "0".repeat(64))),
                    report("a"),
                    Optional.empty()));

    assertThat(unread.sentence()).contains("cannot be read as JUnit's XML");
    assertThat(gone.sentence()).contains("is not in its registry");
    assertThat(new Referrers(registry).of(shop, image.digest().orElseThrow(), TestCases.MEDIA_TYPE))
        .isEmpty();
  }

  @Test
  @DisplayName("fits into a termination message, whatever its tests are called")
  void fits() {
    String[] names =
        IntStream.range(0, 50)
            .mapToObj(number -> "測試\"\\".repeat(60) + number)
            .map(name -> name.replace("\"", "&quot;"))
            .toArray(String[]::new);

    String text = new Summary().of(reports.attach(image("1"), report(names), Optional.empty()));

    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4096);
    assertThat(text).contains("\"failed\":50", "測試");
  }

  private Reference image(String which) {
    Manifest image =
        new Manifest(
            MediaTypes.INDEX,
            "{\"manifests\":[],\"annotations\":{\"which\":\"%s\"}}"
                .formatted(which)
                .getBytes(StandardCharsets.UTF_8));
    registry.push(shop, image);
    Descriptor descriptor = image.descriptor();
    return Reference.of("%s@%s".formatted(shop, descriptor.digest()));
  }

  private static byte[] report(String... failed) {
    return Stream.of(failed)
        .map(
            "<testcase classname='tests' name='%s'><failure message='it broke'/></testcase>"
                ::formatted)
        .collect(
            Collectors.joining(
                "", "<testsuite><testcase classname='tests' name='good'/>", "</testsuite>"))
        .getBytes(StandardCharsets.UTF_8);
  }
}
