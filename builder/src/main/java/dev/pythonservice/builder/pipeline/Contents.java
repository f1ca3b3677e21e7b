package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.EmbeddedBill;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.install.WheelContents;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.registry.Digest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What rules look at, of what is planned: from lock, layers and wheels. */
final class Contents {

  private static final String CRATE = "pkg:cargo/";

  /** By the wheel's hash. */
  private final Map<Digest, WheelContents> wheels = new HashMap<>();

  /** Adds what layers that are there know of their wheels. */
  Contents with(Collection<KnownLayer> layers) {
    for (KnownLayer layer : layers) {
      for (WheelFacts facts : layer.facts()) {
        wheels.put(
            facts.sha256(),
            new WheelContents(
                facts.declared(),
                facts.sboms().stream().map(WheelFacts.EmbeddedSbom::content).toList()));
      }
    }
    return this;
  }

  /** Adds what a wheel says of itself. */
  Contents with(ChosenWheel wheel, WheelContents contents) {
    wheels.put(wheel.file().sha256(), contents);
    return this;
  }

  /** The packages of a platform; nothing is known of wheels that were not added. */
  List<PackageFacts> of(PlannedPlatform platform) {
    return of(platform.feasibility(), platform.firstParty());
  }

  /** The same of what can be installed on a target. */
  List<PackageFacts> of(Feasibility feasibility, List<FirstParty> firstParty) {
    Set<String> own = firstParty.stream().map(FirstParty::name).collect(Collectors.toSet());
    return feasibility.wheels().stream()
        .map(wheel -> facts(wheel, own.contains(wheel.locked().name())))
        .toList();
  }

  private PackageFacts facts(ChosenWheel wheel, boolean own) {
    LockedPackage locked = wheel.locked();
    Optional<LockedFile> published = published(wheel);
    Optional<WheelContents> contents = Optional.ofNullable(wheels.get(wheel.file().sha256()));
    return new PackageFacts(
        locked.name(),
        locked.version(),
        locked.origin().kind(),
        locked.origin() instanceof Origin.Index ? locked.origin().place() : "",
        published.map(file -> PlannedWheel.withoutSecrets(file.url().toString())).orElse(""),
        published.map(LockedFile::fileName).orElse(""),
        published.flatMap(LockedFile::uploaded),
        contents.map(WheelContents::licence).orElse(DeclaredLicence.NONE),
        contents.map(Contents::crates).orElse(List.of()),
        own,
        published.map(LockedFile::sha256));
  }

  /** The wheel, or where it was built here, what it was built from. */
  private static Optional<LockedFile> published(ChosenWheel wheel) {
    return Stream.concat(
            wheel.locked().wheels().stream().filter(wheel.file()::equals),
            wheel.locked().sourceArchive().stream())
        .findFirst();
  }

  private static List<String> crates(WheelContents contents) {
    Set<String> crates = new TreeSet<>();
    contents.bills().stream()
        .flatMap(text -> EmbeddedBill.read(text).stream())
        .forEach(bill -> {
          collect(bill.path("metadata").path("component"), crates);
          bill.path("components").forEach(component -> collect(component, crates));
        });
    return List.copyOf(crates);
  }

  private static void collect(JsonNode component, Set<String> crates) {
    String packageUrl = component.path("purl").asString("");
    if (packageUrl.startsWith(CRATE)) {
      crates.add(packageUrl);
    }
    component.path("components").forEach(inner -> collect(inner, crates));
  }
}
