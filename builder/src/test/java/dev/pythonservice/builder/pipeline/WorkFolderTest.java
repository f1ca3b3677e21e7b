package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A work folder")
final class WorkFolderTest {

  @TempDir private Path cache;

  @Test
  @DisplayName("is gone at the end of the build, with everything in it")
  void disappears() throws IOException {
    try (WorkFolder work = WorkFolder.within(cache)) {
      Files.writeString(work.newFolder("wheels").resolve("file"), "content");
    }

    assertThat(contents()).isEmpty();
  }

  @Test
  @DisplayName("of a builder that was killed is removed by the next one")
  void removesAbandonedOnes() throws IOException {
    Path abandoned = Files.createDirectories(cache.resolve("work/build-1"));
    Files.writeString(abandoned.resolve("half a layer"), "content");
    Files.createFile(cache.resolve("work/build-1.lock"));

    try (WorkFolder work = WorkFolder.within(cache)) {
      assertThat(abandoned).doesNotExist();
      assertThat(work.folder()).isEmptyDirectory();
    }
  }

  @Test
  @DisplayName("of a build that goes on is left alone")
  void leavesOthersAlone() throws IOException {
    try (WorkFolder first = WorkFolder.within(cache)) {
      Files.writeString(first.folder().resolve("file"), "content");
      try (WorkFolder second = WorkFolder.within(cache)) {
        assertThat(first.folder().resolve("file")).exists();
        assertThat(second.folder()).isNotEqualTo(first.folder());
      }
      assertThat(first.folder().resolve("file")).exists();
    }
  }

  @Test
  @DisplayName(
      "of a build that goes on is left alone by other processes, whatever its own one does")
  void staysLockedWhenItsProcessLooksAround() throws Exception {
    try (WorkFolder first = WorkFolder.within(cache)) {
      Files.writeString(first.folder().resolve("file"), "content");
      WorkFolder.within(cache).close();

      Process other =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  OtherBuilder.class.getName(),
                  cache.toString())
              .inheritIO()
              .start();

      assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(other.exitValue()).isZero();
      assertThat(first.folder().resolve("file")).exists();
    }
    assertThat(contents()).isEmpty();
  }

  /** A builder of another process. */
  static final class OtherBuilder {

    private OtherBuilder() {}

    /** Begins a build and ends it. */
    public static void main(String[] arguments) {
      WorkFolder.within(Path.of(arguments[0])).close();
    }
  }

  private Stream<Path> contents() throws IOException {
    return Files.list(cache.resolve("work"));
  }
}
