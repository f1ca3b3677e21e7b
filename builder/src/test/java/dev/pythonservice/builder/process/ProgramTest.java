package dev.pythonservice.builder.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A program")
@Timeout(60)
final class ProgramTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("says what it wrote and how it ended")
  void ends() {
    Program.Outcome outcome = shell("echo out; echo err >&2; exit 3").run();

    assertThat(outcome).isEqualTo(new Program.Outcome(3, "out\n", "err\n"));
  }

  @Test
  @DisplayName("that takes too long is ended, and says what to look at")
  void takesTooLong() {
    assertThatThrownBy(() -> shell("sleep 60").within(Duration.ofMillis(100)).run())
        .isInstanceOfSatisfying(
            BuildFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.MACHINE))
        .hasMessageContaining("see what keeps this machine busy");
  }

  @Test
  @DisplayName("is not waited for by way of what it leaves behind")
  void leavesAProgramBehind() {
    Program program = shell("sleep 120 & echo done").within(Duration.ofSeconds(3));

    // Java itself lets go of the output where it notices the end before it reads on.
    try {
      assertThat(program.run().output()).isEqualTo("done\n");
    } catch (BuildFailure failure) {
      assertThat(failure)
          .hasMessageContaining("left a program behind that still has its output open");
    }
  }

  @Test
  @DisplayName("that writes without end is ended before it fills the memory")
  void writesWithoutEnd() {
    assertThatThrownBy(() -> shell("exec cat /dev/zero").run())
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("wrote more than 67108864 bytes");
  }

  private Program shell(String script) {
    return Program.of(folder, List.of("/bin/sh", "-c", script))
        .with(Map.of("PATH", "/usr/bin:/bin"));
  }
}
