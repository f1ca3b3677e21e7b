package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.BilledComponent;
import dev.pythonservice.builder.attest.BilledComponent.Type;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.SystemPackage;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.layers.WheelFacts.EmbeddedSbom;
import dev.pythonservice.builder.lock.FirstParty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an image's bill of materials lists: the project, its packages, those of the base image. */
final class BilledComponents {

  private BilledComponents() {}

  static List<BilledComponent> of(
      List<FirstParty> ownPackages, List<KnownLayer> layers, BaseImage base) {
    List<BilledComponent> components = new ArrayList<>();
    ownPackages.forEach(project -> components.add(of(project)));
    layers.stream()
        .flatMap(layer -> layer.facts().stream())
        .sorted(Comparator.comparing(WheelFacts::purl))
        .forEach(wheel -> components.add(of(wheel)));
    base.facts().packages().forEach(systemPackage -> components.add(of(systemPackage)));
    return components;
  }

  private static BilledComponent of(FirstParty project) {
    return new BilledComponent(
        Type.APPLICATION,
        project.name(),
        project.version(),
        "pkg:generic/%s@%s".formatted(project.name(), project.version()),
        Optional.empty(),
        "",
        Optional.empty(),
        List.of());
  }

  private static BilledComponent of(WheelFacts wheel) {
    return new BilledComponent(
        Type.LIBRARY,
        wheel.name(),
        wheel.version(),
        wheel.purl(),
        Optional.of(wheel.sha256().hex()),
        wheel.licence().orElse(""),
        Optional.empty(),
        wheel.sboms().stream().flatMap(sbom -> json(sbom).stream()).toList());
  }

  /** What is no JSON is left out: PEP 770 allows any format. */
  private static Optional<JsonNode> json(EmbeddedSbom sbom) {
    try {
      return Optional.of(JsonMapper.shared().readTree(sbom.content()));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }

  private static BilledComponent of(SystemPackage systemPackage) {
    return new BilledComponent(
        Type.LIBRARY,
        systemPackage.name(),
        systemPackage.version(),
        systemPackage.purl(),
        Optional.empty(),
        systemPackage.licence(),
        Optional.empty(),
        List.of());
  }
}
