package dev.pythonservice.builder;

import dev.pythonservice.builder.checks.TestCases;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.pipeline.TestReports;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.report.Summary;
import dev.pythonservice.builder.report.TestSummary;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Puts a report of tests that ran elsewhere beside the image that they were about. */
@Command(
    name = "attach-tests",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Puts a report of tests beside the image that they were about, and counts them.",
      "Prints the digest of what refers to the image. Whether tests passed it does not judge: the"
          + " report is foreign, and is read with bounds."
    })
final class AttachTestsCommand implements Runnable {

  private static final int GZIP = 0x1f8b;

  @Option(
      names = "--image",
      required = true,
      paramLabel = "IMAGE",
      description = "The image that the tests were about, by digest.")
  private String image = "";

  @Option(
      names = "--junit",
      required = true,
      paramLabel = "FILE",
      description = "The report, JUnit's XML of at most 8 MiB; it may be compressed with gzip.")
  private Path junit = Path.of("");

  @Option(
      names = "--baseline",
      paramLabel = "IMAGE",
      description = "An image by digest whose failed tests are no news.")
  private @Nullable String baseline;

  @Mixin private final Outcomes outcomes = new Outcomes();
  @Mixin private final AccessOptions access = new AccessOptions();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    outcomes.of(this::attach, commandLine().getErr());
  }

  private String attach() {
    TestSummary summary =
        new TestReports(Registry.of(access.access(), System.getenv()))
            .attach(Reference.of(image), read(), Optional.ofNullable(baseline).map(Reference::of));
    commandLine().getOut().println(summary.report());
    return new Summary().of(summary);
  }

  /** One byte more than may be, where there are as many, so that it is refused. */
  private byte[] read() {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(junit))) {
      file.mark(2);
      boolean isCompressed = (file.read() << Byte.SIZE | file.read()) == GZIP;
      file.reset();
      return (isCompressed ? new GZIPInputStream(file) : file).readNBytes(TestCases.LARGEST + 1);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The report %s cannot be read: %s; name the file that the tests wrote with --junit"
              .formatted(junit, exception));
    }
  }

  private CommandLine commandLine() {
    return Objects.requireNonNull(spec, "picocli sets it").commandLine();
  }
}
