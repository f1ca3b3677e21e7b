package dev.pythonservice.operator.render;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * One concern of a build pod: what it adds to the builder's command line, and what that needs.
 *
 * @param arguments options of the builder
 * @param volumes volumes of the pod
 * @param mounts where the builder finds them
 * @param environment environment variables of the builder
 */
record BuildPart(
    List<String> arguments,
    List<Volume> volumes,
    List<VolumeMount> mounts,
    List<EnvVar> environment) {

  BuildPart {
    arguments = List.copyOf(arguments);
    volumes = List.copyOf(volumes);
    mounts = List.copyOf(mounts);
    environment = List.copyOf(environment);
  }

  static BuildPart nothing() {
    return arguments(List.of());
  }

  static BuildPart arguments(List<String> arguments) {
    return new BuildPart(arguments, List.of(), List.of(), List.of());
  }

  static BuildPart environment(List<EnvVar> environment) {
    return new BuildPart(List.of(), List.of(), List.of(), environment);
  }

  static BuildPart mounted(List<String> arguments, Volume volume, List<VolumeMount> mounts) {
    return new BuildPart(arguments, List.of(volume), mounts, List.of());
  }

  /** All of them, in their order. */
  static BuildPart of(Collection<BuildPart> parts) {
    return new BuildPart(
        all(parts, BuildPart::arguments),
        all(parts, BuildPart::volumes),
        all(parts, BuildPart::mounts),
        all(parts, BuildPart::environment));
  }

  private static <T> List<T> all(Collection<BuildPart> parts, Function<BuildPart, List<T>> what) {
    return parts.stream().map(what).flatMap(List::stream).toList();
  }
}
