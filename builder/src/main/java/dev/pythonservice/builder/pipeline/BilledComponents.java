package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.BilledComponent;
import dev.pythonservice.builder.attest.BilledComponent.Type;
import dev.pythonservice.builder.attest.EmbeddedBill;
import dev.pythonservice.builder.base.SystemPackage;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.layers.WheelFacts.EmbeddedSbom;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Digest;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an image's bill of materials lists: the project, its packages, those of the base image. */
final class BilledComponents {

  private BilledComponents() {}

  static List<BilledComponent> of(
      List<FirstParty> ownPackages, List<KnownLayer> layers, PlannedPlatform platform) {
    Map<Digest, String> addresses = addresses(platform.feasibility().wheels());
    List<BilledComponent> components = new ArrayList<>();
    ownPackages.forEach(project -> components.add(of(project)));
    layers.stream()
        .flatMap(layer -> layer.facts().stream())
        .sorted(Comparator.comparing(WheelFacts::purl))
        .forEach(wheel -> components.add(of(wheel, addresses)));
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

  private static BilledComponent of(WheelFacts wheel, Map<Digest, String> addresses) {
    return new BilledComponent(
        Type.LIBRARY,
        wheel.name(),
        wheel.version(),
        wheel.purl(),
        Optional.of(wheel.sha256().hex()),
        wheel.licence().orElse(""),
        Optional.ofNullable(addresses.get(wheel.sha256())),
        wheel.sboms().stream()
            .flatMap(sbom -> EmbeddedBill.read(sbom.content()).stream())
            .toList());
  }

  /** The bills within wheels that are not listed, because nobody here can read them. */
  static List<String> unread(List<KnownLayer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.facts().stream())
        .flatMap(wheel ->
            wheel.sboms().stream()
                .filter(sbom -> EmbeddedBill.read(sbom.content()).isEmpty())
                .map(sbom -> unread(wheel, sbom)))
        .toList();
  }

  private static String unread(WheelFacts wheel, EmbeddedSbom sbom) {
    return "%s %s: its bill of materials %s is %s, so the image's lists none of its parts; it stays in the image"
        .formatted(
            wheel.name(),
            wheel.version(),
            sbom.name(),
            sbom.content().isEmpty()
                ? "too large or empty"
                : "neither CycloneDX nor SPDX 2 in JSON");
  }

  /** Where wheels come from, without what may be a secret in an address. */
  private static Map<Digest, String> addresses(List<ChosenWheel> wheels) {
    Map<Digest, String> addresses = new HashMap<>();
    for (ChosenWheel wheel : wheels) {
      URI address = wheel.file().url();
      if (String.valueOf(address.getScheme()).startsWith("http")) {
        addresses.put(wheel.file().sha256(), shown(address));
      }
    }
    return addresses;
  }

  /** An address without what may be a secret in it. */
  static String shown(URI address) {
    return address.toString().replaceFirst("[?#].*$", "").replaceFirst("//[^/@]*@", "//");
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
