package dev.pythonservice.e2e.images;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The definition of a base image. Its text form decides which cached image belongs to it, so every
 * component has a text form that says all of it.
 *
 * @param repository the name in the registry, such as {@code base/python}
 * @param tag the tag in the registry
 * @param title one line for people
 * @param suite where its packages come from
 * @param layers its layers, lowest first
 * @param settings how a container of it starts
 * @param versionPackage the package whose upstream version is the image's version
 * @param versions labels that carry a version, and the package each is the upstream version of
 */
record BaseImage(
    String repository,
    String tag,
    String title,
    Suite suite,
    List<Layer> layers,
    ContainerSettings settings,
    String versionPackage,
    SequencedMap<String, String> versions) {

  BaseImage {
    layers = List.copyOf(layers);
    versions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(versions));
  }

  /** Repository and tag, such as {@code base/python:3.13}. */
  String name() {
    return repository + ":" + tag;
  }

  /** The packages of all layers. */
  List<String> packages() {
    return layers.stream().flatMap(layer -> layer.packages().stream()).toList();
  }

  /**
   * How a container starts (OCI image specification, "config").
   *
   * @param user the numeric user and group, {@code uid:gid}
   * @param folder the working directory
   * @param environment the environment, in order
   * @param entryPoint the entry point, may be empty
   * @param command the default command, may be empty
   */
  record ContainerSettings(
      String user,
      String folder,
      SequencedMap<String, String> environment,
      List<String> entryPoint,
      List<String> command) {

    ContainerSettings {
      environment = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(environment));
      entryPoint = List.copyOf(entryPoint);
      command = List.copyOf(command);
    }

    /** The environment as the specification writes it: {@code NAME=value}. */
    List<String> environmentLines() {
      List<String> lines = new ArrayList<>();
      for (Map.Entry<String, String> variable : environment.entrySet()) {
        lines.add(variable.getKey() + "=" + variable.getValue());
      }
      return List.copyOf(lines);
    }
  }
}
