package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("What a package asks for its build")
final class BuildRequirementTest {

  @ParameterizedTest
  @DisplayName("is a package with or without version, extras, address and marker")
  @ValueSource(
      strings = {
        "setuptools",
        "setuptools>=77,!=78.0.1",
        "maturin==1.16.0 ",
        "setuptools_scm[toml] >= 8 ; python_version < '3.14'",
        "hatchling (>=1.27)",
        "tool @ https://files.example/tool-1-py3-none-any.whl#sha256=0 ; sys_platform == 'linux'"
      })
  void isARequirement(String text) {
    assertThatCode(() -> BuildRequirement.check(job(), List.of(text))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @DisplayName("is no option of an installer and no file of this machine")
  @ValueSource(
      strings = {
        "--build",
        "--extra-index-url=https://evil.example/simple",
        "-r/etc/passwd",
        "",
        "x @ file:///run/secrets/x-1-py3-none-any.whl",
        "x @ git+https://git.example/x",
        "x @ ./x",
        "/tmp/x-1-py3-none-any.whl",
        "./x",
        "source/package",
        "x-1-py3-none-any.whl/../y",
        "x\n--build",
        "x>=1 @ https://evil.example/x.tar.gz"
      })
  void isNothingElse(String text) {
    BuildFailure failure =
        catchThrowableOfType(
            BuildFailure.class, () -> BuildRequirement.check(job(), List.of("wheel", text)));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(failure).hasMessageContaining("demo 1: its build asks for '" + text + "'");
  }

  private static WheelJob job() {
    return new WheelJob(
        "demo",
        "1",
        new BuiltFrom.Folder(Digest.ofBytes(new byte[0])),
        new WheelJob.Material.Folder("."));
  }
}
