package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.FieldsV1;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which program wrote a field last. Kubernetes records programs, not people.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">
 *     Field management</a>
 */
final class FieldOwner {

  /** How a field is spelled in {@code managedFields}, format {@code FieldsV1}. */
  private static final String FIELD = "f:";

  private FieldOwner() {}

  /**
   * The manager of a field; empty where Kubernetes recorded none.
   *
   * @param path the field, from the object's root
   */
  static Optional<String> of(ObjectMeta metadata, String... path) {
    return Optional.ofNullable(metadata.getManagedFields()).orElse(List.of()).stream()
        .filter(entry -> owns(entry, path))
        .max(Comparator.comparing(FieldOwner::time))
        .map(ManagedFieldsEntry::getManager);
  }

  private static boolean owns(ManagedFieldsEntry entry, String... path) {
    Optional<Object> fields =
        Optional.ofNullable(entry.getFieldsV1()).map(FieldsV1::getAdditionalProperties);
    for (String name : path) {
      fields =
          fields.flatMap(within ->
              within instanceof Map<?, ?> map
                  ? Optional.ofNullable(map.get(FIELD + name))
                  : Optional.empty());
    }
    return fields.isPresent();
  }

  /** Times are RFC 3339 in UTC, so that they sort as texts. */
  private static String time(ManagedFieldsEntry entry) {
    return Optional.ofNullable(entry.getTime()).orElse("");
  }
}
