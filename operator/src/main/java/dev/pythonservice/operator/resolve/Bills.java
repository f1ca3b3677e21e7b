package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.builder.attest.BillOfMaterials;
import dev.pythonservice.builder.attest.BilledPackages;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is in images, by their bills of materials. An image never changes, so its bills are read
 * once; those that were not asked for the longest are forgotten first.
 */
final class Bills {

  private static final int MOST_IMAGES = 4096;

  /** Bills with a thousand crates have half a megabyte. */
  private static final int LARGEST = 64 << 20;

  private final Map<String, Map<String, List<PackageFacts>>> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(
            Map.Entry<String, Map<String, List<PackageFacts>>> eldest) {
          return size() > MOST_IMAGES;
        }
      };

  /**
   * The packages of an image, by platform.
   *
   * @param registry where it is; asked for when the bills are not known
   * @throws IllegalArgumentException when it has no bill, or one that cannot be read
   */
  Map<String, List<PackageFacts>> of(PythonBuildStatus build, Supplier<Registry> registry) {
    String image = String.valueOf(build.image());
    synchronized (known) {
      Optional<Map<String, List<PackageFacts>>> before = Optional.ofNullable(known.get(image));
      if (before.isPresent()) {
        return before.get();
      }
    }
    Map<String, List<PackageFacts>> read = read(build, image, registry.get());
    synchronized (known) {
      known.put(image, read);
    }
    return read;
  }

  private static Map<String, List<PackageFacts>> read(
      PythonBuildStatus build, String image, Registry registry) {
    Repository repository = Reference.of(image).repository();
    Map<String, List<PackageFacts>> packages = new LinkedHashMap<>();
    for (PythonBuildStatus.PlatformImage platform : build.platforms()) {
      packages.put(
          platform.platform(),
          BilledPackages.read(bill(repository, Digest.of(platform.digest()), registry)));
    }
    return packages;
  }

  private static byte[] bill(Repository repository, Digest manifest, Registry registry) {
    Referrers referrers = new Referrers(registry);
    return referrers.of(repository, manifest, BillOfMaterials.MEDIA_TYPE).stream()
        .findFirst()
        .flatMap(found -> referrers.content(repository, found, LARGEST))
        .orElseThrow(() -> new IllegalArgumentException("%s has none".formatted(manifest)));
  }
}
