package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.TestCases;
import dev.pythonservice.builder.checks.TestCases.Case;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.report.TestSummary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports of projects' tests, beside the images that they are about.
 *
 * @param registry where the images are
 */
public record TestReports(Registry registry) {

  private static final int MOST_FAILURES = 10;

  /** An image is tested again when somebody asks for it; older reports have nothing to add. */
  private static final int MOST_BASELINES = 8;

  /**
   * Puts a report beside an image. The same report again changes nothing.
   *
   * @param image the image by digest
   * @param report JUnit's XML, from whoever wrote the tests
   * @param baseline the image by digest whose failed tests are no news; empty where all are
   * @throws BuildFailure when the report cannot be read, or the image is not there
   */
  public TestSummary attach(Reference image, byte[] report, Optional<Reference> baseline) {
    TestCases cases = TestCases.read(report);
    Repository repository = image.repository();
    Descriptor subject =
        registry
            .manifest(repository, digest(image).toString())
            .map(Manifest::descriptor)
            .orElseThrow(() ->
                new BuildFailure(
                    ExitCode.INPUT,
                    "The image %s is not in its registry, so no report can go beside it; build it again"
                        .formatted(image)));
    Descriptor blob = new Descriptor(TestCases.MEDIA_TYPE, Digest.ofBytes(report), report.length);
    Manifest attached =
        new Referrers(registry)
            .attachOnce(repository, subject, blob, new BlobContent.Small(report), Map.of());
    return summary(cases, attached.digest(), baseline.map(this::newTo).orElseGet(() -> _ -> true));
  }

  /**
   * What is said of tests.
   *
   * @param isNew whether a failure is news
   */
  static TestSummary summary(TestCases cases, Digest report, Predicate<Case> isNew) {
    List<Case> failed = cases.failed();
    List<Case> news = failed.stream().filter(isNew).toList();
    return new TestSummary(
        cases.cases().size(),
        failed.size(),
        cases.skipped(),
        news.size(),
        report.toString(),
        Stream.concat(news.stream(), failed.stream().filter(isNew.negate()))
            .limit(MOST_FAILURES)
            .map(Case::sentence)
            .toList());
  }

  /** Whether a failure is in no report of an image; nothing is where it has none. */
  private Predicate<Case> newTo(Reference image) {
    Referrers referrers = new Referrers(registry);
    List<TestCases> reports =
        referrers.of(image.repository(), digest(image), TestCases.MEDIA_TYPE).stream()
            .limit(MOST_BASELINES)
            .flatMap(
                each -> referrers.content(image.repository(), each, TestCases.LARGEST).stream())
            .map(TestCases::read)
            .toList();
    Set<String> known =
        reports.stream()
            .flatMap(each -> each.failed().stream())
            .map(Case::name)
            .collect(Collectors.toSet());
    return failure -> !reports.isEmpty() && !known.contains(failure.name());
  }

  private static Digest digest(Reference image) {
    return image
        .digest()
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "%s names no digest; write the image as REPOSITORY@sha256:…".formatted(image)));
  }
}
