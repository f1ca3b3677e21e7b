package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.lock.Toml;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Locks of the same project: Poetry 2.5.1, Pipenv 2026.10.3 and pip-tools 7.6.2 wrote theirs; PDM's
 * is written by its form 4.5.0.
 */
@DisplayName("Reading the locks of other tools")
final class PinReaderTest {

  private static final Path PROJECTS = Path.of("src/test/resources/adopt");

  /** What every one of the tools has locked. */
  private static final Set<String> COMMON =
      Set.of(
          "blinker==1.9.0",
          "click==8.5.1",
          "flask==3.0.3",
          "idna==3.7",
          "iniconfig==2.0.0",
          "itsdangerous==2.2.0",
          "jinja2==3.1.6",
          "markupsafe==3.0.4",
          "python-dotenv==1.2.4",
          "werkzeug==3.1.9");

  private final PinReader reader = new PinReader(new Toml());

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0} finds every version, of development groups, too")
  @CsvSource({
    "poetry, POETRY, ''",
    "pdm, PDM, ''",
    "pipenv, PIPENV, 3.11",
    "pip-tools, PIP_TOOLS, 3.11"
  })
  void findsEveryVersion(String project, OldTool tool, String python) {
    OldLock lock = lockOf(project);

    assertThat(lock.tool()).isEqualTo(tool);
    assertThat(lock.python()).isEqualTo(python);
    assertThat(lock.unpinned()).isEmpty();
    assertThat(lock.pins())
        .filteredOn(pin -> !pin.name().equals("colorama"))
        .extracting(pin -> pin.name() + "==" + pin.version())
        .containsExactlyInAnyOrderElementsOf(COMMON);
  }

  @ParameterizedTest(name = "{0} keeps the markers of a package for one system")
  @ValueSource(strings = {"poetry", "pdm"})
  void keepsMarkers(String project) {
    assertThat(lockOf(project).pins())
        .filteredOn(pin -> !pin.marker().isEmpty())
        .singleElement()
        .extracting(pin -> pin.requirement().replace('"', '\''))
        .isEqualTo("colorama==0.4.5 ; sys_platform == 'win32'");
  }

  @Test
  @DisplayName("tells packages from elsewhere apart from those of an index")
  void tellsPackagesFromElsewhere() {
    OldLock poetry =
        reader.poetry(
            """
            [[package]]
            name = "Shared_Terms"
            version = "1.0"
            [package.source]
            type = "git"
            url = "https://git.example/terms.git"
            """);
    OldLock pdm =
        reader.pdm(
            """
            [[package]]
            name = "shared-terms"
            version = "1.0"
            path = "./terms"
            """);
    OldLock pipenv =
        reader.pipenv(
            """
            {"default": {"shared-terms": {"path": "./terms", "editable": true}}}
            """);
    OldLock compiled =
        reader.compiled(Map.of("requirements.txt", "-e ./shared_terms\nidna==3.7 # via x\n"));

    assertThat(poetry.unpinned()).containsEntry("shared-terms", "https://git.example/terms.git");
    assertThat(pdm.unpinned()).containsEntry("shared-terms", "./terms");
    assertThat(pipenv.unpinned()).containsEntry("shared-terms", "./terms");
    assertThat(compiled.unpinned()).containsEntry("shared-terms", "./shared_terms");
    assertThat(compiled.pins()).containsExactly(new Pin("idna", "3.7", ""));
  }

  @Test
  @DisplayName("takes a package of a mirror that Poetry names for one of an index")
  void takesMirrorsForIndexes() {
    OldLock lock =
        reader.poetry(
            """
            [[package]]
            name = "idna"
            version = "3.7"
            [package.source]
            type = "legacy"
            url = "https://index.example/simple"
            """);

    assertThat(lock.pins()).containsExactly(new Pin("idna", "3.7", ""));
  }

  @Test
  @DisplayName("takes requirements that leave no version open for a lock")
  void readsFrozenRequirements() {
    ProjectFiles.write(
        folder, "requirements.txt", "--index-url=https://index.example\nIdna==3.7\nsix==1.17.0\n");

    OldLock lock = new OldLocks(reader).in(folder).orElseThrow();

    assertThat(lock.tool()).isEqualTo(OldTool.PIP);
    assertThat(lock.pins())
        .containsExactlyInAnyOrder(new Pin("idna", "3.7", ""), new Pin("six", "1.17.0", ""));
  }

  @ParameterizedTest(name = "reads no requirements of which one is open: {0}")
  @ValueSource(strings = {"six", "six>=1.17", "six==1.*", "six==1.16,!=1.17"})
  void readsNoOpenRequirements(String open) {
    ProjectFiles.write(folder, "requirements.txt", "idna==3.7\n" + open + "\n");

    assertThat(new OldLocks(reader).in(folder)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest(name = "{0} becomes the dependencies, or the group {1}")
  @CsvSource({
    "requirements.in, ''",
    "requirements-dev.in, dev",
    "dev-requirements.in, dev",
    "requirements_test.in, test"
  })
  void namesGroups(String file, String group) {
    ProjectFiles.write(folder, file, "idna\n");
    ProjectFiles.write(folder, file.replace(".in", ".txt"), "idna==3.7\n");

    assertThat(OldLocks.inputs(folder)).containsExactly(Map.entry(file, group));
  }

  @Test
  @DisplayName("says where a Pipfile.lock is broken")
  void saysWhereItIsBroken() {
    assertThatThrownBy(() -> reader.pipenv("{\n\"default\": }"))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("Pipfile.lock is not valid JSON at line 2");
  }

  private OldLock lockOf(String project) {
    return new OldLocks(reader).in(PROJECTS.resolve(project)).orElseThrow();
  }
}
