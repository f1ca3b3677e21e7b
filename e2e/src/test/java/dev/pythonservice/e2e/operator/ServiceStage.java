package dev.pythonservice.e2e.operator;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.stage.ClientPod;
import dev.pythonservice.e2e.stage.ExampleService;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.stage.GitServerPod;
import dev.pythonservice.e2e.stage.LocalPlatform;
import dev.pythonservice.e2e.stage.RequestLoop;
import dev.pythonservice.e2e.support.AuditLog;
import dev.pythonservice.e2e.support.Conditions;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.Situation;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * An operator with all that it needs, and a git server: what services of tests are set up on. The
 * operator runs on this machine, which reaches the Services of a local cluster by their addresses.
 */
final class ServiceStage {

  private static final Duration LONGEST_LOOP = Duration.ofMinutes(5);

  /** For a build and a rolling update on a slow machine. */
  static final Duration DEADLINE = Duration.ofMinutes(5);

  private final Surroundings surroundings;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final Tools tools;
  private final Kubectl kubectl;
  private final Situation situation;
  private final Path folder;
  private final AtomicInteger refreshes = new AtomicInteger();
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> others = new ArrayList<>();

  private Optional<InstalledOperator> installed = Optional.empty();
  private Optional<OperatorProcess> operator = Optional.empty();
  private Optional<GitServerPod> git = Optional.empty();
  private Optional<ClientPod> requests = Optional.empty();

  ServiceStage(
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace.name();
    this.tools = tools;
    this.kubectl = Kubectl.of(tools, cluster);
    this.situation = new Situation(kubectl, this.namespace, () -> operator().lastWords());
    this.folder = Path.of("target", this.namespace);
  }

  /** Before its start: with what builds wheels, too; its image is large. */
  void addCompilers() {
    settings.put(
        "PYTHONSERVICE_WHEEL_BUILDER_IMAGE",
        surroundings.publishNativeBuilder(cluster, Progress.onto(System.err, Clock.systemUTC())));
  }

  /** Before its start: with another namespace for services, on the same platform. */
  void addNamespace(String end) {
    String other = beside(end);
    others.add(other);
    kubectl.apply(
        "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted, pythonservice.dev/platform: %s}}}"
            .formatted(other, namespace));
  }

  void start() throws IOException {
    Files.createDirectories(folder);
    InstalledOperator own = InstalledOperator.install(kubectl, tools, namespace, others, folder);
    installed = Optional.of(own);
    kubectl.run(
        "label", "--overwrite", "namespace", namespace, "pythonservice.dev/platform=" + namespace);
    LocalPlatform.of(Surroundings.checkout(), namespace, own.builds(), System.getenv())
        .applyTo(cluster, client);
    git =
        Optional.of(
            GitServerPod.start(
                cluster,
                client,
                tools,
                namespace,
                surroundings.publishGitServer(cluster, Progress.silent())));
    requests = Optional.of(ClientPod.start(cluster, client, tools, namespace));
    operator = Optional.of(startOperator());
  }

  private OperatorProcess startOperator() {
    Map<String, String> all = new HashMap<>(settings);
    all.put("PYTHONSERVICE_BUILDER_IMAGE", surroundings.publishBuilder(cluster, Progress.silent()));
    return installed.orElseThrow().start(all);
  }

  void restartOperator() {
    operator().stop();
    operator = Optional.of(startOperator());
  }

  /** Takes away the services, and waits until all that they had is gone. */
  void clear() {
    kubectl.run("delete", "pysvc", "--all", "--namespace=" + namespace);
    kubectl.run(
        "delete",
        "jobs,pods",
        "--selector=app.kubernetes.io/managed-by=pythonservice-operator",
        "--namespace=" + namespace,
        "--wait");
  }

  void stop() {
    operator.ifPresent(OperatorProcess::stop);
    kubectl.attempt("delete", "pythonplatform", namespace);
    installed.ifPresent(InstalledOperator::uninstall);
    others.forEach(other -> kubectl.attempt("delete", "namespace", other));
  }

  OperatorProcess operator() {
    return operator.orElseThrow();
  }

  Kubectl kubectl() {
    return kubectl;
  }

  String namespace() {
    return namespace;
  }

  /** The name of another namespace for services. */
  String beside(String end) {
    return namespace + "-" + end;
  }

  ClientPod requests() {
    return requests.orElseThrow();
  }

  GitServerPod git() {
    return git.orElseThrow();
  }

  /** For what a test keeps on this machine. */
  Path folder() {
    return folder.toAbsolutePath();
  }

  /** A repository with an example in it, in place of an earlier one. */
  GitRepository repository(String example) throws IOException {
    return repository(example, Surroundings.checkout().resolve("examples").resolve(example));
  }

  /** A repository with the files of a folder, in place of an earlier one. */
  GitRepository repository(String name, Path content) throws IOException {
    return git().create(name, content, Files.createTempDirectory(folder(), name).resolve("copy"));
  }

  /** The address of such a repository. */
  String addressOf(String repository) {
    return git().addressUrl() + repository + ".git";
  }

  /** The manifest of an example, from that repository. */
  String example(String name) {
    GitServerPod server = git();
    return ExampleService.of(Surroundings.checkout(), name)
        .manifest(server)
        .replace(server.url(), server.addressUrl());
  }

  void apply(String manifest) {
    applyIn(namespace, manifest);
  }

  void applyIn(String place, String manifest) {
    kubectl
        .command("apply", "--server-side", "--namespace=" + place, "--filename=-")
        .reading(manifest)
        .run();
  }

  void patch(String service, String json) {
    kubectl.run(
        "patch", "pysvc", service, "--type=merge", "--patch=" + json, "--namespace=" + namespace);
  }

  void annotate(String service, String annotation) {
    kubectl.run(
        "annotate", "--overwrite", "pysvc", service, annotation, "--namespace=" + namespace);
  }

  /** Has the operator look at the source now. */
  void refresh(String service) {
    annotate(service, "pythonservice.dev/refresh=" + refreshes.incrementAndGet());
  }

  /** Waits for the first answer: nodes learn later that pods are Ready than a status tells it. */
  void reach(String url) {
    await(url + " is answered", () -> requests().reaches(url));
  }

  RequestLoop loop(String url, String field) {
    reach(url);
    return RequestLoop.start(
        cluster, client, tools, namespace, "request-loop", url, field, LONGEST_LOOP);
  }

  /** The status once the service is Ready with a revision. */
  PythonServiceStatus serving(String service, String revision) {
    return when(
        service,
        status ->
            status.release() != null
                && revision.equals(status.release().revision())
                && isReady(status));
  }

  /** The status once it is so; it speaks of the spec as it is now. */
  PythonServiceStatus when(String service, Predicate<PythonServiceStatus> wanted) {
    return when(service, wanted, (int) DEADLINE.toSeconds());
  }

  /** The status once it is so, which may take longer than usual. */
  PythonServiceStatus when(
      String service, Predicate<PythonServiceStatus> wanted, int deadlineSeconds) {
    return when(namespace, service, wanted, deadlineSeconds);
  }

  /** The same in another namespace. */
  PythonServiceStatus whenIn(String place, String service, Predicate<PythonServiceStatus> wanted) {
    return when(place, service, wanted, (int) DEADLINE.toSeconds());
  }

  private PythonServiceStatus when(
      String place, String service, Predicate<PythonServiceStatus> wanted, int deadlineSeconds) {
    try {
      PythonService found =
          client
              .resources(PythonService.class)
              .inNamespace(place)
              .withName(service)
              .waitUntilCondition(
                  each ->
                      each != null
                          && each.getStatus() != null
                          && each.getMetadata()
                              .getGeneration()
                              .equals(each.getStatus().observedGeneration())
                          && wanted.test(each.getStatus()),
                  deadlineSeconds,
                  TimeUnit.SECONDS);
      return Objects.requireNonNull(found.getStatus());
    } catch (KubernetesClientTimeoutException tooLate) {
      throw new CommandFailed(
          "After %d s %s is not as it should be.%n%s"
              .formatted(deadlineSeconds, service, situation.told()));
    }
  }

  /** Waits until it is so, and tells the situation when it is not in time. */
  void await(String what, BooleanSupplier condition) {
    situation.await(what, DEADLINE, condition);
  }

  /** What to tell when a test fails. */
  String told() {
    return situation.told();
  }

  /** Waits until one pod of the newest release is left, and the service knows. */
  void settled(String service) {
    await(
        "the Deployment %s is settled".formatted(service),
        () ->
            pods(service, "process").size() == 1
                && deployment(service).filter(ServiceStage::isSettled).isPresent());
    when(
        service,
        status ->
            isReady(status)
                && Integer.valueOf(1).equals(status.replicas())
                && Integer.valueOf(1).equals(status.readyReplicas()));
  }

  private static boolean isSettled(Deployment deployment) {
    return deployment
            .getMetadata()
            .getGeneration()
            .equals(deployment.getStatus().getObservedGeneration())
        && Integer.valueOf(1).equals(deployment.getStatus().getReplicas())
        && Integer.valueOf(1).equals(deployment.getStatus().getUpdatedReplicas())
        && Integer.valueOf(1).equals(deployment.getStatus().getReadyReplicas());
  }

  static boolean isReady(PythonServiceStatus status) {
    return Conditions.holds("Ready", status.conditions());
  }

  /** How many reconciles of services there were since the operator's start. */
  double reconciles() {
    return operator().metric("reconciliations_success_total", "\"pythonservice\"");
  }

  /** Has the operator look at the source once more, and waits for the reconcile. */
  void reconcileOnce(String service) {
    double before = reconciles();
    refresh(service);
    await("there was another reconcile", () -> reconciles() > before);
  }

  /**
   * What the operator wrote until it came to rest: until it looked at a service twice in a row and
   * wrote nothing, as what its own writes bring about arrives later than they do. One that writes
   * whenever it looks never comes to rest.
   */
  List<String> writesAtRest(String service) {
    await(
        "the operator is at rest",
        () -> {
          List<String> before = writesOfTheOperator();
          reconcileOnce(service);
          reconcileOnce(service);
          return writesOfTheOperator().equals(before);
        });
    return writesOfTheOperator();
  }

  Optional<Deployment> deployment(String service) {
    return Optional.ofNullable(
        client.apps().deployments().inNamespace(namespace).withName(service).get());
  }

  List<Pod> pods(String service, String component) {
    return client
        .pods()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/instance", service)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  List<PythonBuild> builds(String service) {
    return client.resources(PythonBuild.class).inNamespace(namespace).list().getItems().stream()
        .filter(build -> build.getSpec().service().equals(service))
        .toList();
  }

  List<Job> buildJobsOf(String service) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(installed.orElseThrow().builds())
        .withLabel("pythonservice.dev/service", service)
        .list()
        .getItems();
  }

  List<Job> wheelJobs() {
    return jobs("wheels");
  }

  List<Job> testJobs() {
    return jobs("tests");
  }

  private List<Job> jobs(String component) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  /** Everything that a service made in its namespace. */
  List<HasMetadata> objectsOf(String service) {
    return Stream.of(
            client.apps().deployments().inNamespace(namespace),
            client.services().inNamespace(namespace),
            client.batch().v1().cronjobs().inNamespace(namespace),
            client.policy().v1().podDisruptionBudget().inNamespace(namespace),
            client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(namespace),
            client.resources(PythonBuild.class).inNamespace(namespace),
            client.pods().inNamespace(namespace))
        .flatMap(kind ->
            kind.withLabel("app.kubernetes.io/instance", service).list().getItems().stream())
        .map(HasMetadata.class::cast)
        .toList();
  }

  String log(Pod pod) {
    return client.pods().resource(pod).getLog();
  }

  String logsOfJob(String job) {
    return client.batch().v1().jobs().inNamespace(namespace).withName(job).getLog();
  }

  /** What the operator asked the API server to write so far, its lease aside. */
  List<String> writesOfTheOperator() {
    return new AuditLog(surroundings.layout().log("audit"))
        .writesOf(installed.orElseThrow().user());
  }

  /** What a service's Events of a reason say, once there is one: a status is written before. */
  List<String> toldNotes(String service, String reason) {
    await("an Event tells of " + reason, () -> !notes(service, reason).isEmpty());
    return notes(service, reason);
  }

  /** What a service's Events of a reason say. */
  List<String> notes(String service, String reason) {
    String uid =
        client
            .resources(PythonService.class)
            .inNamespace(namespace)
            .withName(service)
            .get()
            .getMetadata()
            .getUid();
    return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> reason.equals(event.getReason()))
        .filter(event -> uid.equals(event.getRegarding().getUid()))
        .map(Event::getNote)
        .toList();
  }
}
