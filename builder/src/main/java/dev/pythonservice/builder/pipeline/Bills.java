package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.BillOfMaterials;
import dev.pythonservice.builder.attest.BillOfMaterials.BilledSubject;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.report.BuilderVersion;
import dev.pythonservice.builder.source.Source;
import java.util.List;
import java.util.Optional;

/** Writes bills of materials and puts them where the layers are. */
final class Bills {

  private static final String WITHOUT_VERSION = "0";

  private final KeyStore store;
  private final Source source;

  /**
   * Bills.
   *
   * @param store where layers are kept
   * @param source the project, for one that has no name of its own
   */
  Bills(KeyStore store, Source source) {
    this.store = store;
    this.source = source;
  }

  /** The bill of one platform, as a blob of the layers' repository. */
  Descriptor put(PlannedPlatform platform, List<FirstParty> ownPackages, List<KnownLayer> layers) {
    byte[] bill =
        new BillOfMaterials()
            .of(subject(platform, layers), BilledComponents.of(ownPackages, layers, platform));
    return store.registry().push(store.repository(), BillOfMaterials.MEDIA_TYPE, bill);
  }

  private BilledSubject subject(PlannedPlatform platform, List<KnownLayer> layers) {
    BaseImage base = platform.base();
    Optional<FirstParty> project = platform.firstParty().stream().findFirst();
    return new BilledSubject(
        project.map(FirstParty::name).orElseGet(this::nameOfFolder),
        project.map(own -> version(own, layers)).orElse(WITHOUT_VERSION),
        base.platform().toString(),
        base.repository() + "@" + base.manifest().digest(),
        BuilderVersion.read());
  }

  /** A project that was built into a wheel may have its version from there alone. */
  private static String version(FirstParty project, List<KnownLayer> layers) {
    return layers.stream()
        .flatMap(layer -> layer.facts().stream())
        .filter(wheel -> project.needsWheel().isPresent() && wheel.name().equals(project.name()))
        .map(WheelFacts::version)
        .findFirst()
        .orElse(project.version());
  }

  /** Nothing of this machine: a source may lie anywhere on it. */
  private String nameOfFolder() {
    String path = source.path();
    return path.equals(".") ? "application" : path.substring(path.lastIndexOf('/') + 1);
  }
}
