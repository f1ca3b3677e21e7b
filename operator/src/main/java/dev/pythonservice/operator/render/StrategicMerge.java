package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.MergeKeys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A strategic merge patch over a tree of maps, lists and values: objects are merged field by field,
 * lists with a key element by element, everything else is replaced; null deletes a field. {@code
 * $patch} in an object says {@code merge}, {@code replace} or {@code delete}; an element without
 * its key that says {@code replace} means the whole list.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
 *     Strategic Merge Patch</a>
 */
final class StrategicMerge {

  private static final String DIRECTIVE = "$patch";
  private static final String RETAINED = "$retainKeys";

  private StrategicMerge() {}

  /** The patch over an object. Neither is changed. */
  static Map<String, @Nullable Object> merge(Map<?, ?> base, Map<?, ?> patch) {
    Map<String, @Nullable Object> merged = new LinkedHashMap<>();
    if (!"replace".equals(patch.get(DIRECTIVE))) {
      base.forEach((key, value) -> merged.put(String.valueOf(key), value));
    }
    if (patch.get(RETAINED) instanceof Collection<?> retained) {
      merged.keySet().removeIf(key -> !retained.contains(key));
    }
    patch.forEach((key, value) -> {
      String field = String.valueOf(key);
      if (value == null || says("delete", value)) {
        merged.remove(field);
      } else if (!field.equals(DIRECTIVE) && !field.equals(RETAINED)) {
        merged.put(field, merged(field, merged.get(field), value));
      }
    });
    return merged;
  }

  private static Object merged(String field, @Nullable Object base, Object patch) {
    return switch (patch) {
      case Map<?, ?> object -> merge(base instanceof Map<?, ?> map ? map : Map.of(), object);
      case Collection<?> list ->
          MergeKeys.of(field)
              .<Object>map(key ->
                  mergedByKey(
                      field, key, base instanceof Collection<?> all ? all : List.of(), list))
              .orElse(list);
      default -> patch;
    };
  }

  private static List<@Nullable Object> mergedByKey(
      String field, String key, Collection<?> base, Collection<?> patch) {
    boolean whole =
        patch.stream().anyMatch(element -> says("replace", element) && !hasKey(key, element));
    List<@Nullable Object> merged = new ArrayList<>(whole ? List.of() : base);
    for (Object element : patch) {
      if (element instanceof Map<?, ?> object && hasKey(key, object)) {
        int index = indexOf(key, object, merged);
        if (says("delete", object)) {
          if (index >= 0) {
            merged.remove(index);
          }
        } else if (index >= 0) {
          merged.set(index, merge(counterpart(field, merged.get(index), object), object));
        } else {
          merged.add(merge(Map.of(), object));
        }
      }
    }
    return merged;
  }

  /** The fields of an element that stay; some kinds keep only those that the patch has as well. */
  private static Map<?, ?> counterpart(String field, @Nullable Object element, Map<?, ?> patch) {
    Map<?, ?> base = (Map<?, ?>) Objects.requireNonNull(element);
    if (!MergeKeys.keepOnlyWhatIsGiven(field)) {
      return base;
    }
    Map<Object, @Nullable Object> kept = new LinkedHashMap<>(base);
    kept.keySet().retainAll(patch.keySet());
    return kept;
  }

  private static int indexOf(String key, Map<?, ?> element, List<@Nullable Object> list) {
    String wanted = String.valueOf(element.get(key));
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof Map<?, ?> candidate
          && wanted.equals(String.valueOf(candidate.get(key)))) {
        return i;
      }
    }
    return -1;
  }

  private static boolean hasKey(String key, @Nullable Object element) {
    return element instanceof Map<?, ?> object && object.get(key) != null;
  }

  private static boolean says(String directive, @Nullable Object element) {
    return element instanceof Map<?, ?> object && directive.equals(object.get(DIRECTIVE));
  }
}
