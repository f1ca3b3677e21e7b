package dev.pythonservice.builder.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.target.CLibrary.Family;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A target")
final class TargetTest {

  @ParameterizedTest(name = "with glibc 2.{0} is {1} to uv")
  @CsvSource({
    "17, manylinux_2_17",
    "27, manylinux_2_17",
    "28, manylinux_2_28",
    "30, manylinux_2_28",
    "36, manylinux_2_36",
    "42, manylinux_2_40"
  })
  void isNamedByTheNewestGlibcOfUvThatIsNotNewer(int minor, String name) {
    assertThat(target(Family.GLIBC, 2, minor).uvPlatform()).isEqualTo("x86_64-" + name);
  }

  @Test
  @DisplayName("with musl has one name in uv")
  void isNamedByItsFamily() {
    assertThat(target(Family.MUSL, 1, 2).uvPlatform()).isEqualTo("x86_64-unknown-linux-musl");
  }

  private static Target target(Family family, int major, int minor) {
    return new Target(
        Platform.LINUX_AMD64, new CLibrary(family, major, minor), new PythonVersion(3, 13, 5));
  }
}
