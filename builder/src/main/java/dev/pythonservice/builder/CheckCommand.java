package dev.pythonservice.builder;

import dev.pythonservice.builder.checks.CheckResult;
import dev.pythonservice.builder.checks.CheckerPreview;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.Checked;
import dev.pythonservice.builder.pipeline.ProjectCheck;
import dev.pythonservice.builder.pipeline.ProjectCheck.Imports;
import dev.pythonservice.builder.pipeline.WorkFolder;
import dev.pythonservice.builder.report.CheckSummary;
import dev.pythonservice.builder.report.FailedChecks;
import dev.pythonservice.builder.report.ReportText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
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
    customSynopsis = {
      "pythonservice-builder check (--source=FOLDER | --oci=REFERENCE | --git=URL --ref=REF)",
      "                                   --check=NAME=MODE [OPTION]...",
    },
    description = {
      "Checks a project as a build does, with Ruff, ty and Pyrefly, and builds nothing.",
      "Prints every finding; ends with 2 where they, or a checker that could not run, stop a"
          + " build.",
      "Nothing of the project runs, and nothing is written to it."
    })
final class CheckCommand implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private SourceOptions.Place source = new SourceOptions.Place();

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

  @Option(
      names = "--packages-of",
      paramLabel = "IMAGE",
      description =
          "An image of this program instead, by digest or tag, which has the packages that the"
              + " project imports.")
  private @Nullable String packagesOf;

  @Mixin private final CheckOptions checks = new CheckOptions();

  @Option(
      names = "--preview-only",
      description = "Let no checkers look but those of --preview-checker.")
  private boolean previewOnly;

  @Option(
      names = "--layer-repository",
      paramLabel = "REPOSITORY",
      description =
          "Where builds keep what checkers said of the same files and packages, so that they need"
              + " not look again; not with --environment.")
  private @Nullable String layerRepository;

  @Mixin private final PolicyOptions policy = new PolicyOptions();
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

  @Mixin private final Outcomes outcomes = new Outcomes();

  private boolean stopped;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    outcomes.of(this::check, commandLine().getErr());
    return stopped ? ExitCode.INPUT.number() : ExitCode.SUCCESS.number();
  }

  private String check() {
    requireWish();
    try (WorkFolder work = WorkFolder.within(tools.cacheFolder())) {
      Checked checked =
          new ProjectCheck(
                  tools.machine(access.access(), Clock.systemUTC(), Optional.empty()),
                  policy.policy(),
                  policy.limits())
              .check(
                  source.in(path),
                  previewOnly ? checks.previews() : checks.checks(),
                  imports(),
                  Optional.ofNullable(layerRepository),
                  work.folder());
      write(sarif, checked.sarif());
      write(junit, checked.junit());
      print(checked);
      stopped = FailedChecks.sentence(checked.results()).isPresent();
      return new CheckSummary(checked.results(), checked.previews()).json();
    }
  }

  private void requireWish() {
    if (checks.checks.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT, "There is nothing to check; name a check, such as --check lint=enforce");
    }
    if (previewOnly && checks.previews.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--preview-only needs a version to try; name it, such as --preview-checker ruff=0.17.7");
    }
    if (environment != null && packagesOf != null) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--environment and --packages-of both say which packages there are; name one of them");
    }
  }

  private Imports imports() {
    if (packagesOf != null) {
      return new Imports.OfImage(packagesOf);
    }
    return environment == null
        ? new Imports.Unknown()
        : new Imports.Environment(Packages.of(environment.toAbsolutePath()));
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
    for (CheckerPreview preview : checked.previews()) {
      commandLine().getErr().print(ReportText.of(preview));
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
