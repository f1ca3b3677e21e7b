package dev.pythonservice.builder.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.feasibility.Blocker.Reason;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The wheels that lack")
final class LackingWheelsTest {

  @Test
  @DisplayName("are named once for all platforms, for the oldest C library of them")
  void ofSeveralPlatforms() {
    assertThat(
            LackingWheels.of(
                List.of(
                    platform(
                        Platform.LINUX_AMD64,
                        41,
                        blocker("pricing", Reason.NATIVE_CODE),
                        blocker("crcmod", Reason.SOURCE_ONLY)),
                    platform(Platform.LINUX_ARM64, 36, blocker("pricing", Reason.NATIVE_CODE)))))
        .contains(
            new LackingWheels(
                "3.13.5",
                "glibc:2.36",
                List.of("linux/amd64", "linux/arm64"),
                List.of("pricing"),
                List.of("crcmod")));
  }

  @Test
  @DisplayName("leave out a platform in whose way something else stands, and what lacks there only")
  void leaveOutWhatStaysInfeasible() {
    assertThat(
            LackingWheels.of(
                List.of(
                    platform(Platform.LINUX_AMD64, 41, blocker("pricing", Reason.NATIVE_CODE)),
                    platform(
                        Platform.LINUX_ARM64,
                        41,
                        blocker("crcmod", Reason.SOURCE_ONLY),
                        blocker("duckdb", Reason.ONLY_OTHER_ARCHITECTURES)))))
        .contains(
            new LackingWheels(
                "3.13.5", "glibc:2.41", List.of("linux/amd64"), List.of("pricing"), List.of()));
  }

  @Test
  @DisplayName("are none where no platform would become feasible by them")
  void none() {
    assertThat(
            LackingWheels.of(
                List.of(
                    platform(
                        Platform.LINUX_AMD64,
                        41,
                        blocker("crcmod", Reason.SOURCE_ONLY),
                        blocker("duckdb", Reason.NEWER_LIBC)),
                    platform(Platform.LINUX_ARM64, 41))))
        .isEmpty();
  }

  private static Feasibility platform(Platform platform, int libc, Blocker... blockers) {
    return new Feasibility(
        new Target(platform, new CLibrary(Family.GLIBC, 2, libc), PythonVersion.of("3.13.5")),
        List.of(),
        Arrays.asList(blockers));
  }

  private static Blocker blocker(String name, Reason reason) {
    return new Blocker(name, "1.0", reason, "why", "remedy");
  }
}
