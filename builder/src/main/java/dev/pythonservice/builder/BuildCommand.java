package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.Builds;
import dev.pythonservice.builder.report.BuildReport;
import dev.pythonservice.builder.report.FailedChecks;
import dev.pythonservice.builder.report.Progress;
import dev.pythonservice.builder.report.RefusedBuild;
import dev.pythonservice.builder.report.ReportText;
import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.request.BuildRequest;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Builds one image: its reference by digest on standard output, all else on standard error. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    customSynopsis = {
      "pythonservice-builder build (--source=FOLDER | --oci=REFERENCE | --git=URL --ref=REF)",
      "                                   --base=IMAGE --repository=REPOSITORY [OPTION]...",
    },
    description = {
      "Builds an image from a locked Python project and pushes it to a registry.",
      "Prints the image's reference by digest; what happens goes to standard error."
    })
final class BuildCommand implements Callable<Integer> {

  @Mixin private final SourceOptions source = new SourceOptions();
  @Mixin private final LockArtifactOption lockArtifact = new LockArtifactOption();
  @Mixin private final ImageOptions image = new ImageOptions();
  @Mixin private final CheckOptions checks = new CheckOptions();
  @Mixin private final TestOptions tests = new TestOptions();
  @Mixin private final PolicyOptions policy = new PolicyOptions();
  @Mixin private final AccessOptions access = new AccessOptions();
  @Mixin private final ToolOptions tools = new ToolOptions();
  @Mixin private final SigningOptions signing = new SigningOptions();
  @Mixin private final Outcomes outcomes = new Outcomes();

  @Option(
      names = "--wheels",
      paramLabel = "PLACE",
      description =
          "Wheels that the command 'wheel' built: a folder, an OCI artifact as oci://REFERENCE, or"
              + " a server of 'serve-wheels' as http://HOST:PORT/#sha256=HASH of its wheels.json.")
  private List<String> wheels = List.of();

  @Option(
      names = "--dry-run",
      description = "Say what is feasible and what would be made, and write nothing.")
  private boolean dryRun;

  @Option(
      names = "--every-platform",
      description =
          "Fail when a platform is not feasible; without this, the image is made for those that"
              + " are.")
  private boolean everyPlatform;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description = "Where the full report is written as JSON, too.")
  private @Nullable Path report;

  @Option(names = "--quiet", description = "Say nothing but failures.")
  private boolean quiet;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    outcomes.of(this::build, commandLine().getErr());
    return ExitCode.SUCCESS.number();
  }

  private String build() {
    try {
      BuildReport result =
          Builds.on(
                  tools.machine(
                      access.access(), Clock.systemUTC(), signing.signing(access.access())))
              .build(request(), progress());
      Outcomes.write(report, json(result))
          .ifPresent(problem -> {
            throw problem;
          });
      print(result);
      return new Summary().of(result);
    } catch (FailedChecks failed) {
      Outcomes.write(report, json(failed.report()))
          .ifPresent(problem -> commandLine().getErr().println(problem.sentence()));
      throw failed;
    } catch (RefusedBuild refused) {
      Outcomes.write(report, json(refused.report()))
          .ifPresent(problem -> commandLine().getErr().println(problem.sentence()));
      throw refused;
    }
  }

  private BuildRequest request() {
    return new BuildRequest(
        source.source(),
        source.lock(),
        image.image(),
        List.copyOf(wheels),
        tests.in(checks.checks()),
        policy.policy(),
        policy.limits(),
        everyPlatform,
        dryRun,
        lockArtifact.artifact());
  }

  private Progress progress() {
    return quiet ? Progress.silent() : Progress.onto(commandLine().getErr(), Clock.systemUTC());
  }

  private void print(BuildReport result) {
    if (!quiet) {
      commandLine().getErr().print(new ReportText().of(result));
      commandLine().getErr().flush();
    }
    if (!dryRun) {
      commandLine().getOut().println(result.image());
    }
  }

  private picocli.CommandLine commandLine() {
    return java.util.Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }

  private static String json(BuildReport result) {
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(result);
  }
}
