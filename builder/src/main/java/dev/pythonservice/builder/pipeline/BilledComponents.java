package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.BilledComponent;
import dev.pythonservice.builder.attest.BilledComponent.Type;
import dev.pythonservice.builder.base.SystemPackage;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.layers.WheelFacts.EmbeddedSbom;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Digest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an image's bill of materials lists: the project, its packages, those of the base image. */
final class BilledComponents {

  private BilledComponents() {}

  static List<BilledComponent> of(PlannedPlatform platform, List<KnownLayer> layers) {
    List<BilledComponent> components = new ArrayList<>();
    Map<Digest, String> addresses = new HashMap<>();
    platform
        .feasibility()
        .wheels()
        .forEach(
            wheel ->
                wheel
                    .file()
                    .address()
                    .ifPresent(address -> addresses.put(wheel.file().sha256(), address)));
    platform.usedInPlace().forEach(project -> components.add(of(project)));
    layers.stream()
        .flatMap(layer -> layer.facts().stream())
        .sorted(Comparator.comparing(WheelFacts::purl))
        .forEach(
            wheel -> components.add(of(wheel, Optional.ofNullable(addresses.get(wheel.sha256())))));
    platform.base().facts().packages().forEach(systemPackage -> components.add(of(systemPackage)));
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

  /** Where it came from is this lock's to say: another one may have it from another index. */
  private static BilledComponent of(WheelFacts wheel, Optional<String> address) {
    return new BilledComponent(
        Type.LIBRARY,
        wheel.name(),
        wheel.version(),
        wheel.purl(),
        Optional.of(wheel.sha256().hex()),
        wheel.licence().orElse(""),
        address,
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
