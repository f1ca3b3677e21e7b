package dev.pythonservice.operator.render;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pythonservice.api.v1alpha1.Attestations;
import dev.pythonservice.api.v1alpha1.Attestations.Publisher;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.Policy.DeniedPackage;
import dev.pythonservice.api.v1alpha1.Policy.Licenses;
import dev.pythonservice.api.v1alpha1.Policy.Vulnerabilities;
import dev.pythonservice.api.v1alpha1.Policy.VulnerabilityException;
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

  private PolicyPart() {}

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

  /**
   * The file's text, JSON; empty where there is nothing to demand. docs/policy.md has its fields.
   */
  static Optional<String> document(PythonPlatformSpec platform) {
    ObjectNode rules = JsonNodeFactory.instance.objectNode();
    homes(platform.indexes(), rules);
    Optional<Policy> policy = Optional.ofNullable(platform.policy());
    policy.map(Policy::deniedPackages).ifPresent(denied -> denied(denied, rules));
    policy.map(Policy::licenses).ifPresent(licenses -> licenses(licenses, rules));
    policy
        .map(Policy::minimumReleaseAgeDays)
        .filter(days -> days > 0)
        .ifPresent(days -> rules.put("minimumReleaseAgeDays", days));
    policy
        .map(Policy::vulnerabilities)
        .filter(rule -> rule.maximumSeverity() != null || rule.database() != null)
        .ifPresent(rule -> vulnerabilities(rule, rules));
    policy.map(Policy::attestations).ifPresent(rule -> attestations(rule, rules));
    return rules.isEmpty() ? Optional.empty() : Optional.of(rules.toString());
  }

  /** Indexes matter here only where one is for some packages alone. */
  private static void homes(List<Index> indexes, ObjectNode rules) {
    if (indexes.stream().allMatch(index -> index.packages().isEmpty())) {
      return;
    }
    ArrayNode homes = rules.putArray("indexes");
    for (Index index : indexes) {
      if (index.mirrorOf() == null) {
        texts(homes.addObject().put("url", index.url()), "packages", index.packages());
      }
    }
  }

  private static void denied(List<DeniedPackage> denied, ObjectNode rules) {
    for (DeniedPackage each : denied) {
      ObjectNode node = rules.withArray("deniedPackages").addObject().put("name", each.name());
      texts(node, "versions", each.versions());
      node.put("reason", each.reason());
    }
  }

  private static void licenses(Licenses licenses, ObjectNode rules) {
    ObjectNode node = rules.putObject("licenses");
    texts(node, "allowed", licenses.allowed());
    texts(node, "denied", licenses.denied());
    Optional.ofNullable(licenses.unknown())
        .ifPresent(unknown -> node.put("unknown", unknown.name()));
    texts(node, "exceptPackages", licenses.exceptPackages());
  }

  private static void vulnerabilities(Vulnerabilities rule, ObjectNode rules) {
    ObjectNode node = rules.putObject("vulnerabilities");
    Optional.ofNullable(rule.maximumSeverity())
        .ifPresent(severity -> node.put("maximumSeverity", severity.name()));
    for (VulnerabilityException each : rule.exceptions()) {
      node.withArray("exceptions")
          .addObject()
          .put("id", each.id())
          .put("until", each.until())
          .put("reason", each.reason());
    }
    Optional.ofNullable(rule.database())
        .ifPresent(database -> {
          ObjectNode named = node.putObject("database").put("url", database.url());
          Optional.ofNullable(database.maximumAgeDays())
              .ifPresent(days -> named.put("maximumAgeDays", days));
        });
  }

  private static void attestations(Attestations rule, ObjectNode rules) {
    ObjectNode node =
        rules.putObject("attestations").put("trustedRoot", rule.trustedRoot().strip());
    for (Publisher each : rule.publishers()) {
      ObjectNode publisher = node.withArray("publishers").addObject();
      texts(publisher, "packages", each.packages());
      publisher.put("kind", each.kind().name());
      text(publisher, "repository", each.repository());
      text(publisher, "workflow", each.workflow());
      text(publisher, "environment", each.environment());
      text(publisher, "email", each.email());
    }
    texts(node, "required", rule.required());
  }

  private static void text(ObjectNode node, String field, @Nullable String text) {
    Optional.ofNullable(text).ifPresent(given -> node.put(field, given));
  }

  private static void texts(ObjectNode node, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      ArrayNode array = node.putArray(field);
      texts.forEach(array::add);
    }
  }
}
