package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ImagePull;
import dev.pythonservice.operator.resolve.ClusterReads.Watch;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What kubelets say of the images of services' pods. It triggers no reconcile; it is a source of
 * events so that it runs while the operator leads.
 */
final class ImagePulls extends AbstractEventSource<Void, PythonService> {

  private final ClusterReads reads;
  private final Set<String> namespaces;
  private final Predicate<ResourceID> isOfAService;
  private final Consumer<ImagePull> listener;
  private final Instant from;
  private Optional<Watch> watch = Optional.empty();

  /**
   * From then on tells of pulls.
   *
   * @param namespaces where, as the operator SDK names them
   * @param isOfAService whether a pod is one of a service
   * @param from what was said before is no news, such as what the operator before this one has
   *     counted
   */
  ImagePulls(
      ClusterReads reads,
      Set<String> namespaces,
      Predicate<ResourceID> isOfAService,
      Consumer<ImagePull> listener,
      Instant from) {
    super(Void.class, "images");
    this.reads = reads;
    this.namespaces = Set.copyOf(namespaces);
    this.isOfAService = isOfAService;
    this.listener = listener;
    this.from = from;
  }

  @Override
  public synchronized void start() {
    if (!isRunning()) {
      super.start();
      watch = Optional.of(reads.watchImages(namespaces, this::said));
    }
  }

  @Override
  public synchronized void stop() {
    if (isRunning()) {
      super.stop();
      watch.ifPresent(Watch::close);
      watch = Optional.empty();
    }
  }

  @Override
  public Set<Void> getSecondaryResources(PythonService service) {
    return Set.of();
  }

  private void said(ResourceID pod, String message, Instant at) {
    if (!at.isBefore(from) && isOfAService.test(pod)) {
      ImagePull.of(message).ifPresent(listener);
    }
  }
}
