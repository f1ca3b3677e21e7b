package dev.pythonservice.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * This list, map or object has one owner, who replaces it as a whole: a command line, a reference
 * of a name and a key. Becomes {@code x-kubernetes-list-type: atomic} on a list and {@code
 * x-kubernetes-map-type: atomic} on a map or object.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#merge-strategy">Merge
 *     strategy</a>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Atomic {}
