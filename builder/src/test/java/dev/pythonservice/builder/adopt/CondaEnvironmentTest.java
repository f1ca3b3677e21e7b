package dev.pythonservice.builder.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.lock.Toml;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An environment of conda")
final class CondaEnvironmentTest {

  @ParameterizedTest(name = "has {0} as the requirement {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          flask=3.0.3=pyhd8ed1ab_0                | flask==3.0.3
          numpy=2.2=py313h17eae1a_0               | numpy==2.2
          orjson=3.9.0=py39_0                     | orjson==3.9.0
          pytorch=2.5.1=cpu_generic_py313_h1_0    | ''
          pytorch=2.5.1                           | torch==2.5.1
          numpy=1.26                              | numpy==1.26.*
          conda-forge::pandas=2.3.1               | pandas==2.3.1
          ruamel_yaml                             | ruamel.yaml
          scipy>=1.14,<2                          | scipy>=1.14,<2
          """)
  void namesPackages(String line, String requirement) {
    CondaEnvironment environment = environment(line);

    if (requirement.isEmpty()) {
      assertThat(environment.requirements()).isEmpty();
      assertThat(environment.notes()).hasSize(1);
    } else {
      assertThat(environment.requirements()).containsExactly(requirement);
    }
  }

  @ParameterizedTest(name = "has no requirement for {0}, and says so")
  @ValueSource(
      strings = {
        "openssl=3.5.2=h26f9b46_0",
        "_libgcc_mutex=0.1=conda_forge",
        "libffi",
        "setuptools=80.9.0=pyhff2d567_0",
        "numpy 1.26.*"
      })
  void listsWhatHasNoPlace(String line) {
    CondaEnvironment environment = environment(line);

    assertThat(environment.requirements()).isEmpty();
    assertThat(environment.notes()).extracting(Note::what).containsExactly(line);
  }

  @Test
  @DisplayName("holds packages to whole versions, also those that pip installed in it")
  void holdsToVersions() {
    CondaEnvironment environment =
        CondaEnvironment.of(
            "environment.yml",
            """
            dependencies:
            - python=3.13.5=hec9711d_102_cp313
            - numpy=2.2.6=py313h17eae1a_0
            - scipy=1.14
            - pip:
              - Flask==3.0.3
              - "-r more.txt"
              - shared @ git+https://git.example/shared.git
            """);

    OldLock lock = new PinReader(new Toml()).conda(environment);

    assertThat(lock.tool()).isEqualTo(OldTool.CONDA);
    assertThat(lock.python()).isEqualTo("3.13");
    assertThat(lock.pins())
        .containsExactlyInAnyOrder(new Pin("numpy", "2.2.6", ""), new Pin("flask", "3.0.3", ""));
    assertThat(lock.unpinned()).containsEntry("shared", "git+https://git.example/shared.git");
    assertThat(environment.notes()).extracting(Note::what).containsExactly("pip: -r more.txt");
  }

  @Test
  @DisplayName("that is no YAML is refused with the line")
  void refusesOtherText() {
    assertThatThrownBy(() -> CondaEnvironment.of("environment.yml", "name: a\n\tb: ["))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContainingAll("environment.yml is not valid YAML", "line 2");
  }

  private static CondaEnvironment environment(String line) {
    return CondaEnvironment.of("environment.yml", "dependencies:\n- \"%s\"\n".formatted(line));
  }
}
