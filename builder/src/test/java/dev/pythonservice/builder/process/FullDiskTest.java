package dev.pythonservice.builder.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full disk is told from a fault, whoever notices it. */
final class FullDiskTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "echo 'error: failed to copy: No space left on device (os error 28)' >&2; exit 2",
        "echo 'OSError: [Errno 122] Disk quota exceeded' >&2; exit 1",
        "ulimit -f 1; exec dd if=/dev/zero of=file bs=1024 count=8",
      })
  void aProgramThatEndsForLackOfRoomLackedRoom(String script) {
    assertThat(run(script).lackedRoom()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"exit 1", "echo 'error: no such file' >&2; exit 2", "kill -9 $$"})
  void aProgramThatEndsForAnotherReasonHadRoom(String script) {
    assertThat(run(script).lackedRoom()).isFalse();
  }

  @Test
  void uvWithoutRoomIsTheMachinesFailure() {
    BuildFailure failure =
        UvFailures.of("uv.lock cannot be used", "error: No space left on device (os error 28)");

    assertThat(failure.exitCode()).isEqualTo(ExitCode.MACHINE);
    assertThat(failure).hasMessageContainingAll("uv.lock cannot be used", "make room", "--cache");
  }

  private Program.Outcome run(String script) {
    return Program.of(folder, List.of("/bin/sh", "-c", script)).run();
  }
}
