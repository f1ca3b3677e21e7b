package dev.pythonservice.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The entries of this list are told apart by the named fields: server-side apply merges two entries
 * with the same key and lets several owners keep different entries, and the API server refuses a
 * second entry with the same key. Becomes {@code x-kubernetes-list-type: map} with {@code
 * x-kubernetes-list-map-keys}.
 *
 * <p>The entries are objects, and every key is a required field of theirs.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge
 *     strategy</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface MergeBy {

  /** The names of the fields, as in JSON, that together identify an entry. */
  String[] value();
}
