package dev.pythonservice.schema.compatibility;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresourceScale;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceSubresources;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Compares a definition with that of the release before. What counts as a break follows Kubernetes'
 * API change rules ("API changes", sig-architecture): every object that could be stored or sent
 * before must still be accepted and must keep all its fields, and every client must find what it
 * found.
 */
final class CompatibilityCheck {

  private final List<Break> breaks = new ArrayList<>();
  private final CustomResourceDefinition former;
  private final CustomResourceDefinition current;

  private CompatibilityCheck(CustomResourceDefinition former, CustomResourceDefinition current) {
    this.former = former;
    this.current = current;
  }

  /** All breaks between two definitions of the same kind; none is what a release wants. */
  static List<Break> between(CustomResourceDefinition former, CustomResourceDefinition current) {
    CompatibilityCheck check = new CompatibilityCheck(former, current);
    check.compareNames();
    former.getSpec().getVersions().forEach(check::compareVersion);
    return List.copyOf(check.breaks);
  }

  private void compareNames() {
    requireEqual("group", former.getSpec().getGroup(), current.getSpec().getGroup());
    requireEqual("scope", former.getSpec().getScope(), current.getSpec().getScope());
    var formerNames = former.getSpec().getNames();
    var names = current.getSpec().getNames();
    requireEqual("plural name", formerNames.getPlural(), names.getPlural());
    requireEqual("kind", formerNames.getKind(), names.getKind());
    formerNames.getShortNames().stream()
        .filter(name -> !names.getShortNames().contains(name))
        .forEach(name ->
            add("", "the short name '%s' is gone; scripts use it, keep it".formatted(name)));
    formerNames.getCategories().stream()
        .filter(category -> !names.getCategories().contains(category))
        .forEach(category ->
            add("", "it left the category '%s'; scripts use it, keep it".formatted(category)));
  }

  private void requireEqual(String what, String before, String now) {
    if (!Objects.equals(before, now)) {
      add(
          "",
          "its %s changed from '%s' to '%s', which makes it another API; change it back"
              .formatted(what, before, now));
    }
  }

  private void compareVersion(CustomResourceDefinitionVersion before) {
    Optional<CustomResourceDefinitionVersion> found =
        current.getSpec().getVersions().stream()
            .filter(version -> version.getName().equals(before.getName()))
            .findFirst();
    if (found.isEmpty()) {
      add(
          before.getName(),
          "the version is gone; keep it with served: false until no stored object has it");
      return;
    }
    CustomResourceDefinitionVersion now = found.get();
    if (before.getServed() && !now.getServed()) {
      add(before.getName(), "the version is no longer served; deprecate it first, for a release");
    }
    if (before.getStorage() && !now.getStorage()) {
      add(
          before.getName(),
          "objects are stored in another version; that needs a conversion and a migration of the"
              + " stored objects");
    }
    compareSubresources(before, now);
    SchemaComparison comparison =
        new SchemaComparison((path, what) -> add(before.getName() + " " + path, what));
    comparison.compare(
        "", before.getSchema().getOpenAPIV3Schema(), now.getSchema().getOpenAPIV3Schema());
  }

  private void compareSubresources(
      CustomResourceDefinitionVersion before, CustomResourceDefinitionVersion now) {
    Optional<CustomResourceSubresources> former = Optional.ofNullable(before.getSubresources());
    Optional<CustomResourceSubresources> present = Optional.ofNullable(now.getSubresources());
    if (former.map(CustomResourceSubresources::getStatus).isPresent()
        && present.map(CustomResourceSubresources::getStatus).isEmpty()) {
      add(before.getName(), "the subresource status is gone; controllers write through it");
    }
    Optional<CustomResourceSubresourceScale> scale =
        former.map(CustomResourceSubresources::getScale);
    if (scale.isPresent() && !scale.equals(present.map(CustomResourceSubresources::getScale))) {
      add(
          before.getName(),
          "the subresource scale changed or is gone; autoscalers work through it, keep its paths");
    }
  }

  private void add(String place, String what) {
    String kind = former.getSpec().getNames().getKind();
    breaks.add(new Break((kind + " " + place).strip(), what));
  }
}
