package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.process.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What foreign code left running")
@EnabledOnOs(OS.LINUX)
final class LeftoversTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("ends with its build, and nothing else does")
  void ends() throws Exception {
    leave(folder.resolve("build-1"));
    leave(folder.resolve("build-11"));
    ProcessHandle left = Leftovers.of(folder.resolve("build-1")).getFirst();

    Leftovers.end(folder.resolve("build-1"));

    left.onExit().get(20, TimeUnit.SECONDS);
    assertThat(Leftovers.of(folder.resolve("build-1"))).isEmpty();
    assertThat(Leftovers.of(folder.resolve("build-11"))).hasSize(1);
    Leftovers.end(folder.resolve("build-11"));
  }

  private void leave(Path build) {
    Program.of(folder, List.of("/bin/sh", "-c", "sleep 120 >/dev/null 2>&1 &"))
        .with(Map.of("PATH", "/usr/bin:/bin", "HOME", build.resolve("home").toString()))
        .run();
  }
}
