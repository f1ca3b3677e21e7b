package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Architectures;
import dev.pythonservice.api.v1alpha1.Defaults;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Exploration;
import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.api.v1alpha1.Scaling;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides which objects run a service with a finished image. Two equal plans give
 * equal objects.
 *
 * @param namespace the service's namespace
 * @param name the service's name
 * @param uid the service's UID, which its objects are owned by
 * @param service what the service says
 * @param image the image that runs
 * @param platform what its platform says
 * @param capabilities what the cluster has
 * @param preferred the architecture that pods go to first, by component; none for those that are
 *     left out
 * @param exploration how far it is with exploring an architecture; empty where nothing is said of
 *     it
 */
public record WorkloadPlan(
    String namespace,
    String name,
    String uid,
    PythonServiceSpec service,
    ReleasedImage image,
    PythonPlatformSpec platform,
    ClusterCapabilities capabilities,
    Map<String, Architecture> preferred,
    Optional<Exploration> exploration) {

  /** As the API documents it, in {@code Defaults}. */
  private static final Resources DEFAULT_RESOURCES =
      new Resources(Map.of("cpu", new Quantity("100m"), "memory", new Quantity("128Mi")), Map.of());

  public WorkloadPlan {
    preferred = Map.copyOf(preferred);
  }

  /** The plan for a build that is to be served. */
  public static WorkloadPlan of(
      WithPlatform inputs, PythonBuild build, ClusterCapabilities capabilities) {
    ObjectMeta metadata = inputs.object().getMetadata();
    return new WorkloadPlan(
        metadata.getNamespace(),
        metadata.getName(),
        metadata.getUid(),
        inputs.service(),
        ReleasedImage.of(build),
        inputs.platform().getSpec(),
        capabilities,
        Map.of(),
        Optional.empty());
  }

  /** The same, with these architectures first. */
  public WorkloadPlan preferring(Map<String, Architecture> architectures) {
    return new WorkloadPlan(
        namespace, name, uid, service, image, platform, capabilities, architectures, exploration);
  }

  /** The same, with this said of exploring. */
  public WorkloadPlan exploring(Optional<Exploration> said) {
    return new WorkloadPlan(
        namespace, name, uid, service, image, platform, capabilities, preferred, said);
  }

  /** The architecture that some replicas explore. */
  public Optional<Architecture> explored() {
    return exploration
        .filter(each -> each.state() == Exploration.State.Exploring)
        .map(Exploration::architecture);
  }

  /** The architecture that the pods of a component go to first. */
  public Optional<Architecture> preferredBy(String component) {
    return Optional.ofNullable(preferred.get(component));
  }

  /** Whether there are pods that run all the time, and not jobs alone. */
  public boolean hasPods() {
    return service.process() != null || !service.servers().isEmpty();
  }

  /** The server that is the pod's main container; none where a process is, or no server. */
  public Optional<Server> mainServer() {
    return service.process() != null ? Optional.empty() : service.servers().stream().findFirst();
  }

  /** The servers that run beside the main container. */
  public List<Server> sidecars() {
    return service.servers().stream().skip(mainServer().isPresent() ? 1 : 0).toList();
  }

  /** The engine of a server: its own, or else the platform's, or else Granian. */
  public Engine engineOf(Server server) {
    return Optional.ofNullable(server.engine())
        .orElseGet(() -> defaultEngine(server.applicationInterface()));
  }

  private Engine defaultEngine(Interface spoken) {
    return spoken == Interface.RSGI
        ? Engine.Granian
        : defaults().map(Defaults::engine).orElse(Engine.Granian);
  }

  /** CPU and memory of a container: its own, or else the service's, or else the platform's. */
  public Resources resourcesOf(@Nullable Resources own) {
    return resources(
        Optional.ofNullable(own).or(() -> Optional.ofNullable(service.resources())), platform);
  }

  /** What was given, or else the platform's. */
  static Resources resources(Optional<Resources> given, PythonPlatformSpec platform) {
    return given
        .or(() -> Optional.ofNullable(platform.defaults()).map(Defaults::resources))
        .orElse(DEFAULT_RESOURCES);
  }

  /** The architectures that the pods of servers and process may run on. */
  public Set<Architecture> architectures() {
    return allowed(Optional.ofNullable(service.architectures()));
  }

  /** The architectures that a job may run on: as it says itself, or else the service. */
  public Set<Architecture> architecturesOf(@Nullable Architectures own) {
    return allowed(Optional.ofNullable(own).or(() -> Optional.ofNullable(service.architectures())));
  }

  /** Those of the image that policy and service allow. An empty list allows all, says the API. */
  private Set<Architecture> allowed(Optional<Architectures> chosen) {
    Set<Architecture> allowed = EnumSet.noneOf(Architecture.class);
    allowed.addAll(image.architectures());
    Optional.ofNullable(platform.policy())
        .map(Policy::architectures)
        .filter(list -> !list.isEmpty())
        .ifPresent(allowed::retainAll);
    chosen.map(Architectures::pinned).filter(list -> !list.isEmpty()).ifPresent(allowed::retainAll);
    return withoutUnfit(allowed);
  }

  /**
   * Without the one on which this image was tried and does not run: a pod there could not start,
   * and the scheduler sends one there as soon as other nodes are full. What is the only one left is
   * what somebody asked for.
   */
  private Set<Architecture> withoutUnfit(Set<Architecture> allowed) {
    Set<Architecture> fit = EnumSet.noneOf(Architecture.class);
    fit.addAll(allowed);
    exploration
        .filter(each -> each.state() == Exploration.State.Failed)
        .map(Exploration::architecture)
        .ifPresent(fit::remove);
    return fit.isEmpty() ? allowed : fit;
  }

  /** Whether a HorizontalPodAutoscaler decides the number of replicas. */
  public boolean scalesByItself() {
    return scaling().map(Scaling::maxReplicas).isPresent();
  }

  /** The number of replicas where no autoscaler decides it. */
  public int fixedReplicas() {
    return scaling().map(Scaling::replicas).orElse(1);
  }

  /** The greatest number of replicas that there may be. */
  public int mostReplicas() {
    return scaling().map(Scaling::maxReplicas).orElseGet(this::fixedReplicas);
  }

  /** How many replicas run. */
  public Optional<Scaling> scaling() {
    return Optional.ofNullable(service.scaling());
  }

  private Optional<Defaults> defaults() {
    return Optional.ofNullable(platform.defaults());
  }
}
