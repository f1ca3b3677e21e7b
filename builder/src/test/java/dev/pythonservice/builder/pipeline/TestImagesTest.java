package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An image for tests")
final class TestImagesTest {

  private static final ChosenWheel FLASK = wheel("flask", "3.1.0");
  private static final ChosenWheel PYTEST = wheel("pytest", "9.2.0");

  @Test
  @DisplayName("has in layers of its own what the service does not have")
  void hasTheRest() {
    assertThat(TestImages.besides(service(FLASK), List.of(FLASK, PYTEST))).containsExactly(PYTEST);
    assertThat(TestImages.besides(service(FLASK), List.of(FLASK))).isEmpty();
    assertThat(TestImages.besides(List.of(), List.of(PYTEST))).containsExactly(PYTEST);
  }

  @Test
  @DisplayName("is not made where its groups would test other versions than those that serve")
  void testsWhatServes() {
    BuildFailure failure =
        catchThrowableOfType(
            BuildFailure.class,
            () -> TestImages.besides(service(FLASK), List.of(wheel("flask", "2.3.3"), PYTEST)));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(failure.sentence())
        .contains("the lock has pkg:pypi/flask@2.3.3", "the service has pkg:pypi/flask@3.1.0")
        .contains("lock both alike, or name other groups in checks.tests.groups");
  }

  private static List<PlannedWheel> service(ChosenWheel wheel) {
    return List.of(PlannedWheel.of(wheel));
  }

  private static ChosenWheel wheel(String name, String version) {
    String fileName = "%s-%s-py3-none-any.whl".formatted(name, version);
    LockedFile file =
        new LockedFile(
            fileName,
            URI.create("https://files.example/" + fileName),
            Digest.ofBytes(fileName.getBytes(StandardCharsets.UTF_8)),
            1);
    return new ChosenWheel(
        new LockedPackage(
            name,
            version,
            new Origin.Index(URI.create("https://index.example/simple")),
            List.of(file),
            Optional.empty(),
            ""),
        file);
  }
}
