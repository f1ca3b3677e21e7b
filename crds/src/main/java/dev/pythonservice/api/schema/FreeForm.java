package dev.pythonservice.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An object whose fields this API does not list: the API server stores them as they are, whatever
 * the Java type says. It is for objects of another API, such as a pod template, of which a part may
 * be given. Becomes an {@code object} with {@code x-kubernetes-preserve-unknown-fields: true} and
 * no properties.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface FreeForm {}
