package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.policy.PolicyFile;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.Policy.Origin;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say what is allowed, and how much. */
final class PolicyOptions {

  /** One of the base image, one of packages, and the application's. */
  private static final int FEWEST_LAYERS = 3;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Where packages may come from: ${COMPLETION-CANDIDATES}; all of them unless said.")
  Set<Origin> origins = EnumSet.allOf(Origin.class);

  @Option(
      names = "--allow-index",
      paramLabel = "ADDRESS",
      description = "Start of the address of a package index that is allowed; all unless said.")
  List<String> indexes = List.of();

  @Option(
      names = "--allow-file-host",
      paramLabel = "HOST",
      description =
          "A host, with port where it is not the usual one, that allowed indexes may have their"
              + " files on; without it they have them below their own address, less its last part"
              + " 'simple', and the public index where it has them.")
  Set<String> fileHosts = new LinkedHashSet<>();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "What is demanded of packages, in YAML or JSON: deniedPackages, licenses,"
              + " minimumReleaseAgeDays, indexes, vulnerabilities, attestations (docs/policy.md).")
  @Nullable Path rules;

  @Option(
      names = "--vulnerabilities",
      paramLabel = "PLACE",
      description =
          "Known vulnerabilities, as OSV exports them: a zip file, or a folder or http(s) address"
              + " with PyPI/all.zip and crates.io/all.zip; instead of the policy's.")
  @Nullable String vulnerabilities;

  @Option(
      names = "--max-source-bytes",
      paramLabel = "BYTES",
      description = "Bytes of the project's files together; ${DEFAULT-VALUE} unless said.")
  long sourceBytes = Limits.USUAL.sourceBytes();

  @Option(
      names = "--max-source-files",
      paramLabel = "NUMBER",
      description = "Number of the project's files; ${DEFAULT-VALUE} unless said.")
  int sourceFiles = Limits.USUAL.sourceFiles();

  @Option(
      names = "--max-wheel-bytes",
      paramLabel = "BYTES",
      description = "Bytes of one wheel, unpacked; ${DEFAULT-VALUE} unless said.")
  long wheelBytes = Limits.USUAL.wheelBytes();

  @Option(
      names = "--max-installed-bytes",
      paramLabel = "BYTES",
      description = "Bytes of all wheels of a platform, unpacked; ${DEFAULT-VALUE} unless said.")
  long installedBytes = Limits.USUAL.installedBytes();

  @Option(
      names = "--max-layers",
      paramLabel = "NUMBER",
      description =
          "Layers of an image, those of the base image included, from 3 to 60; ${DEFAULT-VALUE}"
              + " unless said.")
  int layers = Limits.USUAL.layers();

  /**
   * The policy, with the file that has a part of it read.
   *
   * @throws BuildFailure when that file is missing, or not understood
   */
  Policy policy() {
    return new Policy(
        Set.copyOf(origins), List.copyOf(indexes), Set.copyOf(fileHosts), packageRules());
  }

  private PackageRules packageRules() {
    PackageRules read = rules == null ? PackageRules.NONE : PolicyFile.read(rules);
    return vulnerabilities == null ? read : read.withVulnerabilities(vulnerabilities);
  }

  /**
   * The limits.
   *
   * @throws BuildFailure when an image may have more layers than its runtimes take, or too few
   */
  Limits limits() {
    if (layers < FEWEST_LAYERS || layers > Limits.USUAL.layers()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--max-layers %d is not from %d to %d; choose one of these"
              .formatted(layers, FEWEST_LAYERS, Limits.USUAL.layers()));
    }
    return new Limits(sourceBytes, sourceFiles, wheelBytes, installedBytes, layers);
  }
}
