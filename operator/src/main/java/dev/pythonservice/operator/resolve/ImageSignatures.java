package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ImageTrust;
import dev.pythonservice.operator.plan.Lookup;
import dev.pythonservice.operator.plan.ObjectName;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.ReleaseDecisions;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Who signed the images that a service serves or could serve next. */
@Singleton
public final class ImageSignatures {

  private final LookupMachinery machinery;
  private final OperatorScope scope;
  private final Lookups<Key, ImageTrust.Answer> lookups;
  private final SignatureQueries queries;

  ImageSignatures(
      LookupMachinery machinery, OperatorScope scope, ClusterReads reads, Outsides outsides) {
    this.machinery = machinery;
    this.scope = scope;
    this.lookups = new Lookups<>(machinery);
    this.queries = new SignatureQueries(reads, outsides);
  }

  /** What is asked: images, and who is trusted. */
  private record Key(String platform, Set<String> images, TrustedSigners signers) {}

  private record Circumstances(Surroundings surroundings, Optional<ObjectName> pushSecret) {}

  /**
   * What is known of the images that matter, without waiting. Whether a trusted image is signed is
   * asked once, as long as those who are trusted stay the same; others are looked at again at the
   * platform's interval, as somebody may sign them.
   *
   * @param inputs the service, its platform and its builds
   */
  public ImageTrust of(WithPlatform inputs) {
    PythonService service = inputs.object();
    PythonPlatform platform = inputs.platform();
    ResourceID name = ResourceID.fromResource(service);
    TrustedSigners signers = TrustedSigners.of(platform);
    if (signers.isEmpty()) {
      lookups.forget(name);
      return ImageTrust.notRequired();
    }
    Set<String> images = images(inputs);
    if (images.isEmpty()) {
      lookups.forget(name);
      return new ImageTrust(
          true, new Lookup.Found<>(new ImageTrust.Answer(Set.of(), Map.of()), Instant.EPOCH));
    }
    Surroundings surroundings = Surroundings.of(platform, scope);
    Optional<ObjectName> pushSecret = surroundings.pushSecret(platform);
    return new ImageTrust(
        true,
        lookups.of(
            name,
            new Asking<>(
                new Key(surroundings.platform(), images, signers),
                new Circumstances(surroundings, pushSecret),
                Optional.of(surroundings.interval()),
                Optional.empty(),
                queries.of(images, signers, surroundings, pushSecret)),
            Refresh.of(service)));
  }

  private static Set<String> images(WithPlatform inputs) {
    return ReleaseDecisions.candidates(inputs).stream()
        .flatMap(
            build -> Optional.ofNullable(build.getStatus()).map(PythonBuildStatus::image).stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Triggers reconciles when there is news. */
  public EventSource<Void, PythonService> eventSource(EventSourceContext<PythonService> context) {
    return new LookupEventSource(
        "image signatures", context.getPrimaryCache(), news(), machinery.clock());
  }

  /** What the event source listens to. */
  NewsSource news() {
    return lookups;
  }
}
