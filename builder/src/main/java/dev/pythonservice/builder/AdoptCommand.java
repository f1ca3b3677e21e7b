package dev.pythonservice.builder;

import dev.pythonservice.builder.adopt.Adopter;
import dev.pythonservice.builder.adopt.Adoption;
import dev.pythonservice.builder.adopt.Explanation;
import dev.pythonservice.builder.adopt.Writing;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.process.Uv;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows, or does, what a project of other tools needs: the steps go to standard error. */
@Command(
    name = "adopt",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what changes where a project of Poetry, PDM, Pipenv, pip-tools, conda, setuptools or"
          + " pip freeze is looked after by uv instead, with the same versions; and proves that"
          + " they are the same.",
      "Nothing is written without --write, and no file is ever deleted. Without --write it ends"
          + " with 2 where there is something to write, and with 0 where there is nothing.",
      "uv locks a copy of the project, and runs its code there where its dependencies are dynamic."
    })
final class AdoptCommand implements Callable<Integer> {

  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final WorkOptions options = new WorkOptions();

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      description = "The project's folder; this one unless said.")
  private Path project = Path.of("");

  @ArgGroup private Mode mode = new Mode();

  @Option(
      names = "--allow-differences",
      description = "Let --write write where the new lock is not the same as the old one.")
  private boolean allowDifferences;

  @Option(
      names = "--compare-findings",
      description =
          "Run Flake8 with the project's plugins, isort, Black and pyupgrade beside Ruff, those"
              + " that the project uses, and compare what they find and which files they would"
              + " change.")
  private boolean compareFindings;

  @Option(
      names = "--compare-installations",
      description =
          "Install what the old lock holds and what the new one does, and compare what is there.")
  private boolean compareInstallations;

  @Option(
      names = "--json",
      description = "Print files, notes and differences as JSON on standard output.")
  private boolean json;

  @Spec private @Nullable CommandSpec spec;

  /** One of the two. */
  static final class Mode {

    @Option(names = "--check", description = "Write nothing, which is what it does unless said.")
    private boolean check;

    @Option(names = "--write", description = "Write the files.")
    private boolean write;
  }

  @Override
  public Integer call() {
    Path folder = project.toAbsolutePath().normalize();
    if (!Files.isDirectory(folder)) {
      throw new BuildFailure(
          ExitCode.INPUT, "There is no folder %s; name the project's folder".formatted(folder));
    }
    try (WorkFolder work = options.work()) {
      Adoption adoption = adopter(work.folder()).plan(folder);
      explain(adoption);
      return finish(adoption, folder);
    }
  }

  private Adopter adopter(Path work) {
    Uv program = options.uv(work, access.access(), System.getenv());
    program.requireSupportedVersion();
    return new Adopter(
        program,
        System.getenv().getOrDefault("PATH", ""),
        work,
        new Adopter.Proofs(compareFindings, compareInstallations),
        this::say);
  }

  private void explain(Adoption adoption) {
    Explanation explanation = new Explanation();
    commandLine().getErr().print(explanation.findings(adoption));
    commandLine()
        .getOut()
        .print(json ? explanation.json(adoption) + "\n" : explanation.changes(adoption));
    commandLine().getOut().flush();
  }

  private int finish(Adoption adoption, Path folder) {
    if (adoption.changes().isEmpty()) {
      say("There is nothing to write.");
      return ExitCode.SUCCESS.number();
    }
    if (!mode.write) {
      say("Nothing was written; --write writes this.");
      return ExitCode.INPUT.number();
    }
    if (!adoption.differences().isEmpty() && !allowDifferences) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "Nothing was written, as the new lock is not the same as the old one; do what is said of"
              + " each difference, or accept them with --allow-differences");
    }
    Writing.write(adoption, folder);
    say("Written. The old tools' files are still there; delete them once you are content.");
    return ExitCode.SUCCESS.number();
  }

  private void say(String sentence) {
    commandLine().getErr().println(sentence);
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
