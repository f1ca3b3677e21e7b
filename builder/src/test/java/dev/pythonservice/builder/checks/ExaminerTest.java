package dev.pythonservice.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.checks.Examination.Broken;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.checks.Examiner.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checkers are scripts, for what real ones do only when they are broken. */
@DisplayName("A checker")
final class ExaminerTest {

  private static final String CLEAN = "{\"version\": \"2.1.0\", \"runs\": [{\"results\": []}]}";

  @TempDir private Path folder;

  @ParameterizedTest(name = "that {0} is broken")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          crashes                          | echo Stack overflow >&2; exit 101              | exit code 101 and without a result that can be understood: Stack overflow
          is killed                        | kill -9 $$                                     | exit code 137
          prints garbage                   | echo hello; exit 0                             | exit code 0 and without a result that can be understood: hello
          says nothing                     | exit 0                                         | exit code 0
          fails and has nothing to say     | echo '{"runs": [{"results": []}]}'; exit 1     | exit code 1
          does not end                     | while :; do :; done                            | did not end within 1 s
          """)
  void breaks(String what, String script, String cause) throws IOException {
    install(script);

    Examination examination = examine(Map.of("a.py", ""));

    assertThat(examination).isInstanceOf(Broken.class);
    assertThat(((Broken) examination).cause()).contains(cause);
  }

  @Test
  @DisplayName("that is not there is told, with the folder where it lacks")
  void isMissing() {
    assertThat(examiner().version(Checker.TY))
        .isEqualTo(
            new Version.Unknown(
                "There is no program ty in %s; install it there, or name another folder with --checkers"
                    .formatted(folder)));
  }

  @Test
  @DisplayName("is told nothing of this process, and finds no program to run")
  void isAlone() throws IOException {
    install(
        "[ \"$PATH\" != \""
            + System.getenv("PATH")
            + "\" ] && [ -z \"$JAVA_HOME\" ] && [ \"$HOME\" != /root ]"
            + " && echo '"
            + CLEAN
            + "'");

    assertThat(examine(Map.of("a.py", ""))).isInstanceOf(Complete.class);
  }

  @Test
  @DisplayName("does not read a configuration that extends what is not in the project")
  void isKeptInTheProject() throws IOException {
    install("echo '" + CLEAN + "'");
    Path secret = Files.writeString(folder.resolve("secret"), "password");
    String extend = "[tool.ruff]\nextend = \"%s\"\n";

    for (String target :
        new String[] {secret.toString(), "../secret", "~/secret", "$HOME/secret"}) {
      Examination examination = examine(Map.of("pyproject.toml", extend.formatted(target)));

      assertThat(examination).as(target).isInstanceOf(Broken.class);
      assertThat(((Broken) examination).cause())
          .contains("pyproject.toml: extend", "is not in the project")
          .doesNotContain("password");
    }
    assertThat(
            examine(
                Map.of(
                    "pyproject.toml", extend.formatted("base.toml"), "base.toml", "extend = 'x'")))
        .isInstanceOf(Complete.class);
    assertThat(
            examine(
                Map.of(
                    "pyproject.toml",
                    extend.formatted("base.txt"),
                    "base.txt",
                    "extend = '%s'".formatted(secret))))
        .isInstanceOf(Broken.class);
  }

  private Examination examine(Map<String, String> files) throws IOException {
    Version version = examiner().version(Checker.RUFF_CHECK);
    assertThat(version).isInstanceOf(Version.Known.class);
    Path work = Files.createTempDirectory(folder, "work");
    return examiner()
        .examine(
            Checker.RUFF_CHECK, (Version.Known) version, Places.of(work, files), Optional.empty());
  }

  private Examiner examiner() {
    return new Examiner(new Programs(Optional.of(folder), ""), Duration.ofSeconds(1), 1);
  }

  private void install(String script) throws IOException {
    Path ruff =
        Files.writeString(
            folder.resolve("ruff"),
            "#!/bin/sh\n[ \"$1\" != --version ] || { echo ruff 0.17.6; exit 0; }\n"
                + script
                + "\n");
    Files.setPosixFilePermissions(ruff, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
