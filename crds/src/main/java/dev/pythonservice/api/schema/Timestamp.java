package dev.pythonservice.api.schema;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A string that is a point in time in the form of RFC 3339, section 5.6, such as {@code
 * 2026-11-23T02:00:00Z}. Becomes {@code format: date-time}. Fields of a type of {@code java.time}
 * that is a point in time need no annotation.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
public @interface Timestamp {}
