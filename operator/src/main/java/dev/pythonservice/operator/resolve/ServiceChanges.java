package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonService;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Which changes of a service are events: those of its spec, and of annotations, by which people and
 * webhooks ask for look-ups and runs; not those of its status, which the operator writes.
 */
public final class ServiceChanges implements OnUpdateFilter<PythonService> {

  @Override
  public boolean accept(PythonService after, PythonService before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || !annotationsOf(after).equals(annotationsOf(before));
  }

  private static Map<String, String> annotationsOf(PythonService service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations()).orElse(Map.of());
  }
}
