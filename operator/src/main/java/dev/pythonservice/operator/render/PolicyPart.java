package dev.pythonservice.operator.render;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.Policy.DeniedPackage;
import dev.pythonservice.api.v1alpha1.Policy.Licenses;
import dev.pythonservice.api.v1alpha1.Policy.Vulnerabilities;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Index;
import dev.pythonservice.operator.plan.BuildOrder;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the platform demands of packages, as the file that the builder reads: a ConfigMap, as a list
 * of exceptions may be longer than a command line.
 */
final class PolicyPart {

  private static final String FILE = "policy.json";
  private static final String FOLDER = "/run/pythonservice/policy";
  private static final String VOLUME = "policy";

  private static final ObjectMapper JSON =
      new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);

  private PolicyPart() {}

  /** The builder's names of what it is told; see docs/policy.md. */
  private record Rules(
      List<HomeIndex> indexes,
      List<DeniedPackage> deniedPackages,
      @Nullable Licenses licenses,
      @Nullable Integer minimumReleaseAgeDays,
      @Nullable Vulnerabilities vulnerabilities) {

    boolean areNone() {
      return indexes.isEmpty()
          && deniedPackages.isEmpty()
          && licenses == null
          && minimumReleaseAgeDays == null
          && vulnerabilities == null;
    }
  }

  private record HomeIndex(String url, List<String> packages) {}

  /** The option and its file; nothing where the platform demands nothing. */
  static BuildPart of(BuildOrder order) {
    return document(order.platform().getSpec()).isEmpty()
        ? BuildPart.nothing()
        : BuildPart.mounted(
            List.of("--policy", FOLDER + "/" + FILE),
            new VolumeBuilder()
                .withName(VOLUME)
                .withNewConfigMap()
                .withName(nameOf(order))
                .withDefaultMode(BuildParts.READABLE)
                .endConfigMap()
                .build(),
            List.of(BuildParts.readOnly(VOLUME, FOLDER)));
  }

  /** Not that of the Job, which the copy of a source's files has. */
  static String nameOf(BuildOrder order) {
    return order.jobName() + "-policy";
  }

  static String file() {
    return FILE;
  }

  /** The file's text; empty where there is nothing to demand. */
  static Optional<String> document(PythonPlatformSpec platform) {
    Optional<Policy> policy = Optional.ofNullable(platform.policy());
    Rules rules =
        new Rules(
            homes(platform.indexes()),
            policy.map(Policy::deniedPackages).orElse(List.of()),
            policy.map(Policy::licenses).orElse(null),
            policy.map(Policy::minimumReleaseAgeDays).filter(days -> days > 0).orElse(null),
            policy.map(Policy::vulnerabilities).filter(PolicyPart::says).orElse(null));
    return rules.areNone() ? Optional.empty() : Optional.of(write(rules));
  }

  /** Indexes matter here only where one is for some packages alone. */
  private static List<HomeIndex> homes(List<Index> indexes) {
    return indexes.stream().allMatch(index -> index.packages().isEmpty())
        ? List.of()
        : indexes.stream()
            .filter(index -> index.mirrorOf() == null)
            .map(index -> new HomeIndex(index.url(), index.packages()))
            .toList();
  }

  private static boolean says(Vulnerabilities vulnerabilities) {
    return vulnerabilities.maximumSeverity() != null || vulnerabilities.database() != null;
  }

  private static String write(Rules rules) {
    try {
      return JSON.writeValueAsString(rules);
    } catch (JsonProcessingException exception) {
      throw new IllegalStateException("Records of text and numbers are always JSON", exception);
    }
  }
}
