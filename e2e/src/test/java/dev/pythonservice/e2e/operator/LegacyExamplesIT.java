package dev.pythonservice.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.builder.ExampleProject;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.ClientPod;
import dev.pythonservice.e2e.stage.GitRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Projects of other tools, from what their teams have to what they answer as a PythonService. All
 * are adopted and applied before the first is waited for, so that builds run side by side.
 */
@OnStage
@DisplayName("A project of")
class LegacyExamplesIT {

  private static final String MANIFEST = "pythonservice.yaml";

  private final ServiceStage stage;
  private final Surroundings surroundings;
  private final Map<Legacy, Adopted> adopted = new EnumMap<>(Legacy.class);

  LegacyExamplesIT(ServiceStage stage, Surroundings surroundings) {
    this.surroundings = surroundings;
    this.stage = stage;
  }

  /** The projects: what they are called, what is asked of them, and what they answer. */
  enum Legacy {
    POETRY("tickets", "/concerts", "\"preludes\":80"),
    PDM("menu", "/menu", "\"kitchen\":\"north\""),
    PIPENV("legacy-pipenv", "/parcels/JJD000390007", "at the post office"),
    PIP_TOOLS("legacy-pip-tools", "/weather/York", "\"sky\":\"clear\""),
    SETUPTOOLS("library", "/overdue", "Notes on the Analytical Engine"),
    CONDA("legacy-conda", "/balance", "\"cents\":1940");

    private final String service;
    private final String path;
    private final String answer;

    Legacy(String service, String path, String answer) {
      this.service = service;
      this.path = path;
      this.answer = answer;
    }

    String folder() {
      return "legacy-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What the adoption said, and the commit with what it wrote. */
  private record Adopted(Command.Outcome outcome, String revision) {}

  @BeforeAll
  void applyAll() throws IOException {
    BuilderProgram builder =
        BuilderProgram.in(
            stage.folder(), surroundings.builder(Progress.onto(System.err, Clock.systemUTC())));
    for (Legacy legacy : Legacy.values()) {
      adopted.put(legacy, adopt(legacy, builder));
    }
  }

  private Adopted adopt(Legacy legacy, BuilderProgram builder) throws IOException {
    Path original = Surroundings.checkout().resolve("examples").resolve(legacy.folder());
    Path copy = Files.createTempDirectory(stage.folder(), "legacy").resolve(legacy.folder());
    Path project = ExampleProject.copy(original, copy).folder();
    Command.Outcome outcome = builder.run(List.of("adopt", project.toString(), "--write"));
    assertThat(outcome.exitCode()).as("%s: %s", legacy, outcome.error()).isZero();
    GitRepository repository = stage.repository(legacy.service, project);
    stage.apply(
        Files.readString(project.resolve(MANIFEST))
            .replace(
                "https://git.example/%s.git".formatted(legacy.service),
                stage.addressOf(legacy.service)));
    return new Adopted(outcome, repository.head());
  }

  @AfterAll
  void clear() {
    stage.clear();
  }

  @ParameterizedTest(name = "{0} is adopted with the versions that it had, and answers")
  @EnumSource
  void answers(Legacy legacy) {
    // given
    Adopted written = Objects.requireNonNull(adopted.get(legacy));
    assertThat(written.outcome().error()).contains("Compared: uv.lock has every package");

    // when
    PythonServiceStatus status = stage.serving(legacy.service, written.revision());

    // then
    String url = status.endpoints().getFirst().url() + legacy.path;
    stage.reach(url);
    ClientPod.Answer answer = stage.requests().get(url);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains(legacy.answer);
  }
}
