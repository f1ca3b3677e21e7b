package dev.pythonservice.operator.plan;

import java.util.List;

/**
 * A field of a platform that names a Secret or ConfigMap.
 *
 * @param field the field's path, such as {@code spec.registry.pushSecretRef}
 * @param object what it names
 * @param keys the keys that the object must have
 * @param creation the command that creates such an object, with … for what only people know
 */
public record Reference(String field, ObjectName object, List<String> keys, String creation) {

  public Reference {
    keys = List.copyOf(keys);
  }
}
