package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Source.Item;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.BuildSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.KeyToPathBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The project: where it is, and who the builder is there. */
final class SourcePart {

  private static final String FILES = "/source";
  private static final String CREDENTIALS = "/run/pythonservice/source";
  private static final String CREDENTIALS_VOLUME = "source-credentials";

  private SourcePart() {}

  /** For a build, in whose namespace are copies of what the service names. */
  static BuildPart of(BuildOrder order) {
    return BuildPart.of(List.of(ofCopies(order), annotations(order)));
  }

  /** The same for what makes no image. */
  static BuildPart ofCopies(BuildOrder order) {
    String copy = BuildCopies.nameOf(order);
    return place(order, copy, copy);
  }

  /** For what runs in the service's namespace, where the originals are. */
  static BuildPart ofOriginals(BuildOrder order) {
    return place(
        order,
        order.source().secret().orElse(""),
        order.source() instanceof BuildSource.Files files ? files.configMap() : "");
  }

  private static BuildPart place(BuildOrder order, String secret, String configMap) {
    BuildSource source = order.source();
    BuildPart path = BuildPart.arguments(List.of("--path", source.path()));
    String revision = order.build().getSpec().revision();
    return switch (source) {
      case BuildSource.Git git ->
          BuildPart.of(
              List.of(
                  BuildPart.arguments(List.of("--git", git.url(), "--ref", revision)),
                  path,
                  credentials(source, secret)));
      case BuildSource.Oci oci ->
          BuildPart.of(
              List.of(
                  BuildPart.arguments(List.of("--oci", byDigest(oci.reference(), revision))),
                  path,
                  credentials(source, secret)));
      case BuildSource.Files files -> BuildPart.of(List.of(files(order, files, configMap), path));
    };
  }

  /** The keys that become files, each with the path of its file. */
  static List<Item> items(BuildSource.Files files, ConfigMap present) {
    return files.items().isEmpty()
        ? keysOf(present).stream().map(key -> new Item(key, key)).toList()
        : files.items();
  }

  private static Set<String> keysOf(ConfigMap files) {
    Set<String> keys = new TreeSet<>();
    Stream.of(Optional.ofNullable(files.getData()), Optional.ofNullable(files.getBinaryData()))
        .flatMap(Optional::stream)
        .map(Map::keySet)
        .forEach(keys::addAll);
    return keys;
  }

  /** A tag may have moved since; the revision is what was decided on. */
  private static String byDigest(String reference, String digest) {
    String name =
        reference.contains("@") ? reference.substring(0, reference.indexOf('@')) : reference;
    int colon = name.lastIndexOf(':');
    String repository = colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    return repository + "@" + digest;
  }

  /** The builder says these itself of a commit. */
  private static BuildPart annotations(BuildOrder order) {
    String revision = order.build().getSpec().revision();
    return switch (order.source()) {
      case BuildSource.Git _ -> BuildPart.nothing();
      case BuildSource.Oci oci -> annotations(revision, Optional.of("oci://" + oci.reference()));
      case BuildSource.Files _ -> annotations(revision, Optional.empty());
    };
  }

  private static BuildPart annotations(String revision, Optional<String> source) {
    return BuildPart.arguments(
        Stream.concat(
                Stream.of("org.opencontainers.image.revision=" + revision),
                source.map(address -> "org.opencontainers.image.source=" + address).stream())
            .flatMap(annotation -> Stream.of("--annotation", annotation))
            .toList());
  }

  /**
   * The source's own, or an empty folder: without one the builder would show the platform's
   * credentials to whatever a service names as its source.
   */
  private static BuildPart credentials(BuildSource source, String secret) {
    VolumeBuilder volume = new VolumeBuilder().withName(CREDENTIALS_VOLUME);
    Volume credentials =
        source.secret().isPresent()
            ? volume
                .withNewSecret()
                .withSecretName(secret)
                .withDefaultMode(BuildParts.READABLE)
                .withItems(
                    source.secretKeys().stream()
                        .map(key -> new KeyToPathBuilder().withKey(key).withPath(key).build())
                        .toList())
                .endSecret()
                .build()
            : volume.withNewEmptyDir().endEmptyDir().build();
    return BuildPart.mounted(
        List.of("--source-credentials", CREDENTIALS),
        credentials,
        List.of(BuildParts.readOnly(CREDENTIALS_VOLUME, CREDENTIALS)));
  }

  /**
   * Each file is mounted by itself: a ConfigMap that is mounted whole has its files as links into
   * folders that are named by the time.
   */
  private static BuildPart files(BuildOrder order, BuildSource.Files files, String configMap) {
    List<Item> items = items(files, order.materials().files().orElseThrow());
    List<KeyToPath> paths =
        items.stream()
            .map(item -> new KeyToPathBuilder().withKey(item.key()).withPath(item.path()).build())
            .toList();
    Volume volume =
        new VolumeBuilder()
            .withName("source")
            .withNewConfigMap()
            .withName(configMap)
            .withItems(paths)
            .endConfigMap()
            .build();
    List<VolumeMount> mounts =
        items.stream()
            .map(item ->
                new VolumeMountBuilder()
                    .withName("source")
                    .withMountPath(FILES + "/" + item.path())
                    .withSubPath(item.path())
                    .withReadOnly(true)
                    .build())
            .toList();
    return BuildPart.mounted(List.of("--source", FILES), volume, mounts);
  }
}
