package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import java.util.List;
import java.util.Map;

/**
 * The finished image of a service.
 *
 * @param build name of the PythonBuild that made it
 * @param reference the image index, by digest
 * @param revision revision of the source in it
 * @param architectures the architectures it has
 * @param engines versions of the packages in it that serve, by their normalised names: those of
 *     {@code granian}, {@code uvicorn}, {@code gunicorn} and {@code uvicorn-worker} that are there
 */
public record ReleasedImage(
    String build,
    String reference,
    String revision,
    List<Architecture> architectures,
    Map<String, String> engines) {

  public ReleasedImage {
    architectures = List.copyOf(architectures);
    engines = Map.copyOf(engines);
  }
}
