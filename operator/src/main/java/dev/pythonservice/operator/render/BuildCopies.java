package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Source.Item;
import dev.pythonservice.operator.plan.BuildOrder;
import dev.pythonservice.operator.plan.BuildSource;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a build pod mounts: copies beside it of what is in the service's namespace, since pods mount
 * nothing from other namespaces, and what the platform demands of packages. Copies belong to the
 * Job and go with it.
 */
public final class BuildCopies {

  private BuildCopies() {}

  /** Whether the Job needs any; it is made suspended then. */
  static boolean areNeeded(BuildOrder order) {
    return order.source() instanceof BuildSource.Files
        || order.source().secret().isPresent()
        || PolicyPart.document(order.platform().getSpec()).isPresent();
  }

  /** The name of a copy, that of the Job. */
  static String nameOf(BuildOrder order) {
    return order.jobName();
  }

  /**
   * The copies.
   *
   * @param job the Job, as it is on the cluster
   */
  public static List<HasMetadata> of(BuildOrder order, Job job) {
    Stream<HasMetadata> secret =
        order.materials().credentials().stream().map(found -> secret(order, job, found));
    Stream<HasMetadata> files =
        order.source() instanceof BuildSource.Files source
            ? order.materials().files().stream().map(found -> files(order, job, source, found))
            : Stream.empty();
    Stream<HasMetadata> policy =
        PolicyPart.document(order.platform().getSpec()).stream()
            .map(document -> policy(order, job, document));
    return Stream.of(secret, files, policy).flatMap(each -> each).toList();
  }

  private static Secret secret(BuildOrder order, Job job, Secret original) {
    return new SecretBuilder()
        .withMetadata(metadata(order, job))
        .withType("Opaque")
        .withImmutable(true)
        .withData(only(Set.copyOf(order.source().secretKeys()), original.getData()))
        .build();
  }

  private static ConfigMap files(
      BuildOrder order, Job job, BuildSource.Files source, ConfigMap original) {
    Set<String> keys =
        SourcePart.items(source, original).stream().map(Item::key).collect(Collectors.toSet());
    return new ConfigMapBuilder()
        .withMetadata(metadata(order, job))
        .withImmutable(true)
        .withData(only(keys, original.getData()))
        .withBinaryData(only(keys, original.getBinaryData()))
        .build();
  }

  /** As it is now: the next attempt has what the platform says then. */
  private static ConfigMap policy(BuildOrder order, Job job, String document) {
    return new ConfigMapBuilder()
        .withMetadata(metadata(order, job))
        .editMetadata()
        .withName(PolicyPart.nameOf(order))
        .endMetadata()
        .withImmutable(true)
        .withData(Map.of(PolicyPart.file(), document))
        .build();
  }

  private static Map<String, String> only(
      Set<String> keys, @Nullable Map<String, String> original) {
    Map<String, String> some = new TreeMap<>(Optional.ofNullable(original).orElse(Map.of()));
    some.keySet().retainAll(keys);
    return some;
  }

  private static ObjectMeta metadata(BuildOrder order, Job job) {
    return new ObjectMetaBuilder()
        .withNamespace(job.getMetadata().getNamespace())
        .withName(nameOf(order))
        .withLabels(BuildMetadata.labels(order))
        .withAnnotations(BuildMetadata.annotations(order))
        .withOwnerReferences(BuildMetadata.ownedBy(job))
        .build();
  }
}
