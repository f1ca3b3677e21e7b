package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.Checker;
import dev.pythonservice.builder.checks.Examination.Complete;
import dev.pythonservice.builder.checks.Finding;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.source.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * What checkers said, in the registry: of today's files by a key, and of the release that runs by
 * what refers to its image.
 *
 * @param keys where results are kept
 */
record CheckStore(KeyStore keys) {

  private static final String CHECK = "check";

  /** Changes whenever the same inputs would give other findings. */
  private static final int VERSION = 1;

  private static final int LARGEST_REPORT = 64 << 20;

  /**
   * What decides the findings of a checker.
   *
   * @param checker the checker
   * @param version its version
   * @param source the project's files
   * @param decides what decides beside the files
   */
  record Key(Checker checker, String version, Source source, List<String> decides) {

    private Digest digest() {
      List<Object> all =
          List.of(
              VERSION,
              checker.title(),
              version,
              source.treeDigest(),
              // With its length, so that no two different lists read the same.
              decides.stream().map(each -> each.length() + ":" + each).toList(),
              source.path());
      return Digest.ofBytes(all.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** What is kept of an examination. */
  private record Kept(List<Finding> findings) {}

  /** What a checker said of the same files before. */
  Optional<Complete> find(Key key) {
    return keys.get(CHECK, key.digest())
        .flatMap(entry -> PlanStore.read(entry.facts(), Kept.class))
        .map(kept -> new Complete(key.checker(), key.version(), kept.findings()));
  }

  /** Keeps what a checker said. */
  void keep(Key key, Complete complete) {
    keys.put(CHECK, key.digest(), PlanStore.write(new Kept(complete.findings())), List.of());
  }

  /**
   * The findings of an image, by the reports that refer to it.
   *
   * @param image the image by digest
   */
  Baseline baseline(String image) {
    return baseline(keys.registry(), image);
  }

  /** The same from any registry. */
  static Baseline baseline(Registry registry, String image) {
    Reference reference = Reference.of(image);
    Digest digest =
        reference
            .digest()
            .orElseThrow(() ->
                new BuildFailure(
                    ExitCode.INPUT,
                    "--baseline %s names no digest; write the image as REPOSITORY@sha256:…"
                        .formatted(image)));
    Referrers referrers = new Referrers(registry);
    Repository repository = reference.repository();
    return Baseline.of(
        referrers.of(repository, digest, SarifReport.MEDIA_TYPE).stream()
            .flatMap(each -> referrers.content(repository, each, LARGEST_REPORT).stream())
            .toList());
  }
}
