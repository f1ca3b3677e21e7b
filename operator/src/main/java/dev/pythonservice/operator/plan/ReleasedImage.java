package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The finished image of a service.
 *
 * @param build name of the PythonBuild that made it
 * @param reference the image index, by digest
 * @param revision revision of the source in it
 * @param architectures the architectures it has
 * @param engines versions of the packages in it that serve, by their normalised names: those of
 *     {@code granian}, {@code uvicorn}, {@code gunicorn} and {@code uvicorn-worker} that are there
 * @param measured whether it has a layer that measures servers and jobs and that this operator
 *     knows
 */
public record ReleasedImage(
    String build,
    String reference,
    String revision,
    List<Architecture> architectures,
    Map<String, String> engines,
    boolean measured) {

  public ReleasedImage {
    architectures = List.copyOf(architectures);
    engines = Map.copyOf(engines);
  }

  /** The image of a build that is usable. */
  static ReleasedImage of(PythonBuild build) {
    PythonBuildStatus status = BuildStatus.status(build).orElseThrow();
    Map<String, String> engines = new TreeMap<>();
    status.engines().forEach(engine -> engines.put(engine.name(), engine.version()));
    return new ReleasedImage(
        BuildStatus.name(build),
        Optional.ofNullable(status.image()).orElseThrow(),
        build.getSpec().revision(),
        BuildStatus.architectures(build),
        engines,
        Measuring.knows(status.measure()));
  }
}
