package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import java.util.List;

/**
 * Wheels that share a layer.
 *
 * @param key what decides the layer's bytes
 * @param wheels at least one, by package name
 */
public record WheelGroup(LayerKey key, List<ChosenWheel> wheels) {

  public WheelGroup {
    wheels = List.copyOf(wheels);
  }
}
