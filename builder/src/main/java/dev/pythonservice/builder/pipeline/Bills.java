package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.BillOfMaterials;
import dev.pythonservice.builder.attest.BillOfMaterials.BilledSubject;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.report.BuilderVersion;
import java.util.List;

/** Writes bills of materials and puts them where the layers are. */
final class Bills {

  private final KeyStore store;
  private final String projectName;

  /**
   * Bills.
   *
   * @param store where layers are kept
   * @param projectName what a project is called that has no name of its own
   */
  Bills(KeyStore store, String projectName) {
    this.store = store;
    this.projectName = projectName;
  }

  /** The bill of one platform, as a blob of the layers' repository. */
  Descriptor put(PlannedPlatform platform, List<FirstParty> ownPackages, List<KnownLayer> layers) {
    byte[] bill =
        new BillOfMaterials()
            .of(
                subject(platform.base(), ownPackages),
                BilledComponents.of(ownPackages, layers, platform));
    return store.registry().push(store.repository(), BillOfMaterials.MEDIA_TYPE, bill);
  }

  private BilledSubject subject(BaseImage base, List<FirstParty> ownPackages) {
    return new BilledSubject(
        ownPackages.stream().findFirst().map(FirstParty::name).orElse(projectName),
        ownPackages.stream().findFirst().map(FirstParty::version).orElse("0"),
        base.platform().toString(),
        base.repository() + "@" + base.manifest().digest(),
        BuilderVersion.read());
  }
}
