package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.api.v1alpha1.Stack.Engine;
import dev.pythonservice.api.v1alpha1.Stack.Layer;
import dev.pythonservice.api.v1alpha1.Stack.NativeExtension;
import dev.pythonservice.api.v1alpha1.Stack.Place;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stack in what a builder says. Its words are those of locks and wheels, which anybody may have
 * written: what a status cannot hold is left out, and so is what a later builder says.
 */
final class StackMessage {

  private static final int MOST_ENGINES = 48;
  private static final int MOST_EXTENSIONS = 20;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST = 128;

  private StackMessage() {}

  /** The stack; empty where an earlier builder says nothing, or there was no room for it. */
  static Optional<Stack> of(JsonNode stack) {
    List<Engine> engines =
        distinct(
            stack.path("engines").valueStream().flatMap(json -> engine(json).stream()),
            engine -> List.of(engine.layer(), engine.engine()),
            MOST_ENGINES);
    return engines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Stack(
                engines,
                distinct(
                    stack
                        .path("nativeExtensions")
                        .valueStream()
                        .flatMap(json -> extension(json).stream()),
                    NativeExtension::name,
                    MOST_EXTENSIONS)));
  }

  private static Optional<Engine> engine(JsonNode json) {
    Optional<Layer> layer = named(Layer.values(), json.path("layer"));
    Optional<Place> place = named(Place.values(), json.path("from"));
    String name = json.path("engine").asText("");
    return layer.isEmpty() || place.isEmpty() || isUnfit(name, LONGEST_NAME)
        ? Optional.empty()
        : Optional.of(
            new Engine(
                layer.get(),
                name,
                version(json, LONGEST_NAME),
                place.get(),
                layer.get() == Layer.NativeExtensions ? json.path("packages").asInt() : null,
                List.of(),
                null));
  }

  private static Optional<NativeExtension> extension(JsonNode json) {
    String name = json.path("name").asText("");
    String generator = json.path("generator").asText("");
    return isUnfit(name, LONGEST) || isUnfit(generator, LONGEST)
        ? Optional.empty()
        : Optional.of(
            new NativeExtension(
                name,
                version(json, LONGEST),
                generator,
                json.path("own").asBoolean() ? true : null));
  }

  private static @Nullable String version(JsonNode json, int longest) {
    String version = json.path("version").asText("");
    return isUnfit(version, longest) ? null : version;
  }

  private static boolean isUnfit(String text, int longest) {
    return text.isEmpty() || text.length() > longest;
  }

  private static <T extends Enum<T>> Optional<T> named(T[] values, JsonNode name) {
    return Arrays.stream(values).filter(value -> value.name().equals(name.asText())).findFirst();
  }

  /** The first of each key: the API server refuses a list with two. */
  private static <T, K> List<T> distinct(Stream<T> values, Function<T, K> key, int most) {
    return values
        .collect(
            Collectors.toMap(key, Function.identity(), (first, _) -> first, LinkedHashMap::new))
        .values()
        .stream()
        .limit(most)
        .toList();
  }
}
