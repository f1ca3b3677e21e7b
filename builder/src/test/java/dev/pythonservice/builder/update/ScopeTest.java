package dev.pythonservice.builder.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.version.PythonPackageVersion;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A scope")
final class ScopeTest {

  @ParameterizedTest(name = "{0} ends for {1} before {2}")
  @CsvSource({
    "PATCH, 2.11.2, 2.12",
    "PATCH, 3.4, 3.5",
    "PATCH, 7, 7.1",
    "PATCH, 2024.2.2, 2024.3",
    "PATCH, 1.2.post1, 1.3",
    "PATCH, 1!2.3, 1!2.4",
    "PATCH, 2.1.0+cpu, 2.2",
    "MINOR, 2.11.2, 3",
    "MINOR, 0.4, 1",
    "MINOR, 1!2.3, 1!3"
  })
  void ends(Scope scope, String version, String limit) {
    assertThat(scope.limit(PythonPackageVersion.of(version).orElseThrow())).isEqualTo(limit);
  }
}
