package dev.pythonservice.builder.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.update.LockDifference.KnownVulnerability;
import dev.pythonservice.builder.update.LockDifference.PackageChange;
import dev.pythonservice.builder.update.LockDifference.PlatformChange;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("The summary of an update")
final class UpdateSummaryTest {

  @Test
  @DisplayName("fits into a termination message, and keeps what is counted")
  void fits() {
    List<PackageChange> packages =
        IntStream.range(0, 400)
            .mapToObj(number ->
                new PackageChange(
                    "package-with-a-long-name-" + number, List.of("1.0"), List.of("1.1"), 1, 2))
            .toList();
    List<KnownVulnerability> vulnerabilities =
        IntStream.range(0, 100)
            .mapToObj(number ->
                new KnownVulnerability("GHSA-aaaa-bbbb-" + number, "package-" + number, "high"))
            .toList();
    Candidate candidate =
        new Candidate(
            Scope.MINOR,
            "1".repeat(40),
            "uv.lock",
            Optional.of("version = 1\n"),
            new LockDifference(
                packages,
                List.of(
                    new PlatformChange(
                        "linux/arm64",
                        true,
                        false,
                        1,
                        2,
                        Collections.nCopies(50, "a blocker with many words"))),
                vulnerabilities,
                List.of()),
            Collections.nCopies(50, "x: not moved, because of " + "many words ".repeat(80)));

    String text =
        UpdateSummary.of(
                candidate, "r.example/shop@sha256:" + "2".repeat(64), "", "No. ".repeat(900))
            .json();

    JsonNode json = JsonMapper.shared().readTree(text);
    assertThat(text.getBytes(StandardCharsets.UTF_8).length)
        .isLessThanOrEqualTo(Summary.MAXIMUM_BYTES);
    assertThat(json.path("changed").asInt()).isEqualTo(400);
    assertThat(json.path("fixed").asInt()).isEqualTo(100);
    assertThat(json.path("packages").path(0).asString())
        .isEqualTo("package-with-a-long-name-0 1.0 → 1.1");
    assertThat(json.at("/platforms/0/lost").asBoolean()).isTrue();
    assertThat(json.path("lock").asString()).endsWith("2222");
  }
}
