package dev.pythonservice.builder;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.Checked;
import dev.pythonservice.builder.pipeline.ProjectCheck;
import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.report.FailedChecks;
import dev.pythonservice.builder.report.ReportText;
import dev.pythonservice.builder.request.SourceRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks a project without building it: the findings on standard output. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Checks a project as a build does, with Ruff, ty and Pyrefly, and builds nothing.",
      "Prints every finding; ends with 2 where they, or a checker that could not run, stop a"
          + " build.",
      "Nothing of the project runs, and nothing is written to it."
    })
final class CheckCommand implements Callable<Integer> {

  @Option(
      names = "--source",
      required = true,
      paramLabel = "FOLDER",
      description = "The folder of this machine that the project is in.")
  private Path source = Path.of("");

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = "The project's folder within the source.",
      defaultValue = ".")
  private String path = ".";

  @Option(
      names = "--environment",
      paramLabel = "FOLDER",
      description =
          "A virtual environment with the packages that the project imports, for type checkers.")
  private @Nullable Path environment;

  @Mixin private final CheckOptions checks = new CheckOptions();
  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final ToolOptions tools = new ToolOptions();

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Where the findings are written as SARIF, too.")
  private @Nullable Path sarif;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Where the findings are written as JUnit's XML, too.")
  private @Nullable Path junit;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (checks.checks.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT, "There is nothing to check; name a check, such as --check lint=enforce");
    }
    try (WorkFolder work = WorkFolder.within(tools.cacheFolder())) {
      Checked checked =
          new ProjectCheck(tools.machine(access.access(), Clock.systemUTC(), Optional.empty()))
              .check(
                  new SourceRequest.Folder(source, path),
                  checks.checks(),
                  Optional.ofNullable(environment).map(Path::toAbsolutePath).map(Packages::of),
                  work.folder());
      write(sarif, checked.sarif());
      write(junit, checked.junit());
      print(checked);
      return FailedChecks.sentence(checked.results()).isPresent()
          ? ExitCode.INPUT.number()
          : ExitCode.SUCCESS.number();
    }
  }

  private void print(Checked checked) {
    for (Examination examination : checked.examinations()) {
      if (examination instanceof Examination.Complete complete) {
        complete.counted().forEach(finding -> commandLine().getOut().println(finding.sentence()));
      }
    }
    commandLine().getOut().flush();
    for (CheckResult result : checked.results()) {
      commandLine().getErr().print(ReportText.of(result));
    }
    commandLine().getErr().flush();
  }

  private static void write(@Nullable Path file, byte[] content) {
    Outcomes.write(file, new String(content, StandardCharsets.UTF_8))
        .ifPresent(problem -> {
          throw problem;
        });
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
