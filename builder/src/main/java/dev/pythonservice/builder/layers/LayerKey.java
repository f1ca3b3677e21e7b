package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.PythonVersion;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.stream.Collectors;

/**
 * What decides the bytes of a layer of wheels, and nothing else: equal keys, equal layers, on any
 * machine and for any project.
 *
 * @param digest of the layout version, the wheels and the Python that compiles them
 */
public record LayerKey(Digest digest) {

  /** Changes whenever the same wheels would give other bytes. */
  public static final int LAYOUT_VERSION = 2;

  /** The key of a layer with these wheels, in whatever order they come. */
  public static LayerKey of(Collection<ChosenWheel> wheels, PythonVersion python) {
    String all =
        wheels.stream()
            .map(wheel -> wheel.file().sha256() + " " + wheel.file().fileName() + "\n")
            .sorted()
            .collect(
                Collectors.joining(
                    "", "layout %d\nCPython %s\n".formatted(LAYOUT_VERSION, python), ""));
    return new LayerKey(Digest.ofBytes(all.getBytes(StandardCharsets.UTF_8)));
  }
}
