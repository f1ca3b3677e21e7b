package dev.pythonservice.schema.definition;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a Java type looks in JSON. */
sealed interface JavaShape {

  /** An object of Kubernetes as a whole, with its kind, metadata, spec and status. */
  record WholeObject(Class<?> kind) implements JavaShape {}

  /** An object whose fields are those of a Java type. */
  record ObjectOf(Class<?> type) implements JavaShape {

    /**
     * The fields in the order of their declaration, inherited ones first, by their names in JSON.
     */
    Map<String, Field> fields() {
      Map<String, Field> fields = new LinkedHashMap<>();
      collect(type, fields);
      return fields;
    }

    private static void collect(Class<?> type, Map<String, Field> fields) {
      if (type.getSuperclass() != null && type.getSuperclass() != Object.class) {
        collect(type.getSuperclass(), fields);
      }
      Arrays.stream(type.getDeclaredFields())
          .filter(field ->
              !Modifier.isStatic(field.getModifiers())
                  && !field.isAnnotationPresent(JsonIgnore.class))
          .forEach(field -> fields.put(nameInJson(field), field));
    }
  }

  /** A list or set. */
  record ListOf(AnnotatedType element) implements JavaShape {}

  /** A map with strings as keys. */
  record MapOf(AnnotatedType value) implements JavaShape {}

  /** One of a few strings. */
  record OneOf(Class<?> type) implements JavaShape {

    /** The constants in the order of their declaration, by their names in JSON. */
    Map<String, Field> constants() {
      Map<String, Field> constants = new LinkedHashMap<>();
      Arrays.stream(type.getFields())
          .filter(Field::isEnumConstant)
          .filter(constant -> !constant.isAnnotationPresent(JsonIgnore.class))
          .forEach(constant -> constants.put(nameInJson(constant), constant));
      return constants;
    }
  }

  /** A string, number or boolean; or what a type of Kubernetes makes of itself. */
  record Scalar(Class<?> type) implements JavaShape {}

  /** The Java type that the shape was taken from, for messages. */
  default String name() {
    return switch (this) {
      case WholeObject(Class<?> kind) -> kind.getSimpleName();
      case ObjectOf(Class<?> type) -> type.getSimpleName();
      case OneOf(Class<?> type) -> type.getSimpleName();
      case Scalar(Class<?> type) -> type.getSimpleName();
      case ListOf(AnnotatedType element) -> "list of " + of(element).name();
      case MapOf(AnnotatedType value) -> "map of " + of(value).name();
    };
  }

  /** The shape of a type as a field or a type argument states it. */
  static JavaShape of(AnnotatedType type) {
    Class<?> raw = rawTypeOf(type.getType());
    if (Collection.class.isAssignableFrom(raw)) {
      return new ListOf(argumentsOf(type).getLast());
    }
    if (Map.class.isAssignableFrom(raw)) {
      return new MapOf(argumentsOf(type).getLast());
    }
    return of(raw);
  }

  /** The shape of a type that has no type arguments. */
  static JavaShape of(Class<?> type) {
    if (type.isEnum()) {
      return new OneOf(type);
    }
    boolean scalar =
        type.isPrimitive() || type.getName().startsWith("java.") || EmbeddedType.isScalar(type);
    return scalar ? new Scalar(type) : new ObjectOf(type);
  }

  private static Class<?> rawTypeOf(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> rawTypeOf(generic.getRawType());
      default ->
          throw new IllegalArgumentException(
              "The API cannot use the type " + type + ": name a class instead");
    };
  }

  private static List<AnnotatedType> argumentsOf(AnnotatedType type) {
    if (type instanceof AnnotatedParameterizedType generic) {
      return List.of(generic.getAnnotatedActualTypeArguments());
    }
    throw new IllegalArgumentException(
        "The API cannot use the raw type " + type + ": say what it holds");
  }

  private static String nameInJson(Field field) {
    return Optional.ofNullable(field.getAnnotation(JsonProperty.class))
        .map(JsonProperty::value)
        .filter(name -> !name.isEmpty())
        .orElseGet(field::getName);
  }
}
