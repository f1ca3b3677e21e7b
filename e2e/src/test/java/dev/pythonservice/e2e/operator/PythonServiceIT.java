package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.condition;
import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.JobState.Result;
import dev.pythonservice.e2e.stage.ClientPod;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.stage.RequestLoop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The main job, for real: git, builds, pods, requests, jobs; each test with a service of its own.
 */
@OnStage
@DisplayName("A PythonService")
class PythonServiceIT {

  private static final int EDITS = 20;
  private static final String TERMS = "src/orders/terms.py";

  private final ServiceStage stage;
  private final KubernetesClient client;

  PythonServiceIT(ServiceStage stage, KubernetesClient client) {
    this.client = client;
    this.stage = stage;
  }

  @AfterEach
  void clear() {
    stage.clear();
  }

  @Test
  @DisplayName(
      "is built from git, answers from a sidecar beside its process, and goes with all it made")
  void becomesReady() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");

    // when
    stage.apply(stage.example("orders"));

    // then
    PythonServiceStatus status = stage.serving("orders", repository.head());
    Pod pod = stage.pods("orders", "process").getFirst();
    assertThat(pod.getSpec().getInitContainers())
        .extracting(Container::getName, Container::getRestartPolicy)
        .containsExactly(tuple("http", "Always"));
    assertThat(pod.getSpec().getContainers())
        .allSatisfy(container ->
            assertThat(container.getImage()).isEqualTo(image(status)).contains("@sha256:"));
    stage.reach("http://orders/healthz");
    ClientPod.Answer answer =
        stage
            .requests()
            .post(
                "http://orders/orders",
                "{\"customer\": \"Ada\", \"lines\": [{\"article\": \"TEA-0042\", \"quantity\": 3,"
                    + " \"cents\": 450}]}");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).contains("\"customer\":\"Ada\"");
    assertThat(condition("Serving", status).status()).isEqualTo(Status.True);
    assertThat(condition("Built", status).reason()).isEqualTo("UpToDate");
    assertThat(status.endpoints())
        .singleElement()
        .satisfies(endpoint ->
            assertThat(endpoint.url()).startsWith("http://orders." + stage.namespace() + ".svc"));

    // when
    stage.kubectl().run("delete", "pysvc", "orders", "--namespace=" + stage.namespace());

    // then
    stage.await("all it made is gone", () -> stage.objectsOf("orders").isEmpty());
    stage.await("its build Jobs are gone", () -> stage.buildJobsOf("orders").isEmpty());
  }

  @Test
  @DisplayName("moves to a new commit without a failed request, and back again in no time")
  void rollsOver() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    PythonServiceStatus first = stage.serving("orders", repository.head());
    RequestLoop loop = stage.loop("http://orders/terms", "free_shipping_from_cents");

    // when
    repository.replace(
        TERMS, "FREE_SHIPPING_FROM_CENTS = 5_000", "FREE_SHIPPING_FROM_CENTS = 4_000");
    String second = repository.commit("Ship for free from 40 euros on");
    stage.refresh("orders");

    // then
    stage.serving("orders", second);
    awaitTerms("4000");

    // when
    stage.patch(
        "orders",
        "{\"spec\": {\"rollback\": {\"build\": \"%s\"}}}".formatted(releasedBuild(first)));

    // then
    PythonServiceStatus back =
        stage.when(
            "orders",
            status ->
                ServiceStage.isReady(status) && releasedBuild(status).equals(releasedBuild(first)));
    awaitTerms("5000");
    assertThat(image(back)).isEqualTo(image(first));
    assertThat(stage.builds("orders")).as("going back builds nothing").hasSize(2);
    RequestLoop.Counts counts = loop.stop();
    assertThat(counts.failed()).as(counts.toString()).isZero();
    assertThat(counts.sent()).isPositive();
  }

  @Test
  @DisplayName(
      "keeps serving when a commit does not import, quotes the cause, and takes the revert")
  void keepsServingWhatWorks() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    String good = releasedBuild(stage.serving("orders", repository.head()));

    // when
    repository.replace(
        "src/orders/api.py", "import orjson", "import orders.discounts\nimport orjson");
    repository.commit("Give discounts");
    stage.refresh("orders");

    // then
    PythonServiceStatus bad =
        stage.when(
            "orders",
            status ->
                message("Ready", status).contains("orders.discounts")
                    && condition("Stalled", status).status() == Status.True);
    assertThat(condition("Serving", bad).status()).isEqualTo(Status.True);
    assertThat(releasedBuild(bad)).isEqualTo(good);
    assertThat(stage.requests().get("http://orders/terms").status()).isEqualTo(200);

    // when
    String reverted = repository.revert();
    stage.refresh("orders");

    // then
    stage.serving("orders", reverted);
  }

  @Test
  @DisplayName("with a stale lock is told so in the builder's words, and what runs stays")
  void isToldOfAStaleLock() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    String good = releasedBuild(stage.serving("orders", repository.head()));

    // when
    repository.replace(
        "pyproject.toml", "dependencies = [", "dependencies = [\n  \"requests>=2.32\",");
    repository.commit("Need requests");
    stage.refresh("orders");

    // then
    PythonServiceStatus stalled =
        stage.when("orders", status -> message("Built", status).contains("uv.lock"));
    assertThat(condition("Ready", stalled).status()).isEqualTo(Status.False);
    assertThat(message("Ready", stalled)).contains("uv lock").contains(good + " goes on serving");
    assertThat(stage.requests().get("http://orders/healthz").status()).isEqualTo(200);
  }

  @Test
  @DisplayName("whose engine is not in the lock is told what to add, before anything is deployed")
  void lacksItsEngine() throws IOException {
    // given
    stage.repository("orders");

    // when
    stage.apply(stage.example("orders").replace("engine: Granian", "engine: Gunicorn"));

    // then
    PythonServiceStatus status =
        stage.when("orders", found -> reason("Ready", found).equals("EngineNotLocked"));
    assertThat(message("Ready", status)).contains("uv add");
    assertThat(stage.deployment("orders")).isEmpty();
  }

  @Test
  @DisplayName("runs its job when it is asked to; a job that fails leaves the service Ready")
  void runsJobs() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders").replace("\"4000000\"", "\"100000\""));
    stage.serving("orders", repository.head());

    // when
    stage.annotate("orders", "pythonservice.dev/run-jobs=report=1");

    // then
    PythonServiceStatus ran = stage.when("orders", status -> lastRun(status, Result.Succeeded));
    assertThat(condition("Jobs", ran).status()).isEqualTo(Status.True);
    assertThat(ran.jobs().getFirst().requested()).isEqualTo("1");
    assertThat(stage.logsOfJob(Objects.requireNonNull(ran.jobs().getFirst().lastRun())))
        .contains("\"rows\":100000");

    // when
    stage.patch(
        "orders",
        "{\"spec\": {\"jobs\": [{\"name\": \"report\", \"schedule\": \"0 2 * * *\","
            + " \"backoffLimit\": 0, \"command\": [\"python\", \"-c\", \"raise SystemExit('no"
            + " rows')\"]}]}}");
    stage.when("orders", ServiceStage::isReady);
    stage
        .kubectl()
        .run(
            "create",
            "job",
            "by-hand",
            "--from=cronjob/orders-report",
            "--namespace=" + stage.namespace());

    // then
    PythonServiceStatus failed = stage.when("orders", status -> lastRun(status, Result.Failed));
    assertThat(condition("Jobs", failed).status()).isEqualTo(Status.False);
    assertThat(message("Jobs", failed)).contains("no rows");
    assertThat(condition("Ready", failed).status()).isEqualTo(Status.True);
  }

  @Test
  @DisplayName("has its objects repaired, and writes nothing when nothing has changed")
  void isRepaired() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());
    Deployment before = stage.deployment("orders").orElseThrow();

    // when
    stage.kubectl().run("delete", "service", "orders", "--namespace=" + stage.namespace());
    stage
        .kubectl()
        .run(
            "set",
            "env",
            "deployment/orders",
            "--containers=process",
            "ORDERS_SPOOL=/elsewhere",
            "--namespace=" + stage.namespace());

    // then
    stage.await(
        "Service and Deployment are as before",
        () ->
            client.services().inNamespace(stage.namespace()).withName("orders").get() != null
                && stage
                    .deployment("orders")
                    .flatMap(PythonServiceIT::spool)
                    .equals(spool(before)));
    stage.settled("orders");

    // when
    List<String> writes = stage.writesAtRest("orders");
    stage.reconcileOnce("orders");
    stage.restartOperator();
    // One reconcile when it starts, one when its look-ups are answered.
    stage.await("there were two reconciles", () -> stage.reconciles() >= 2);

    // then
    assertThat(stage.writesOfTheOperator()).isEqualTo(writes);
  }

  @Test
  @DisplayName("has the last of many quick edits")
  void losesNoEdit() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());

    // when
    for (int edit = 1; edit <= EDITS; edit++) {
      stage.patch(
          "orders",
          """
          {"spec": {"env": [{"name": "ORDERS_SPOOL", "value": "/var/spool/orders"},
            {"name": "EDIT", "value": "%d"}]}}
          """
              .formatted(edit));
    }

    // then
    PythonServiceStatus status = stage.when("orders", ServiceStage::isReady);
    assertThat(status.observedGeneration()).isEqualTo(1 + EDITS);
    assertThat(stage.deployment("orders").flatMap(last -> variable("EDIT", last)))
        .contains(String.valueOf(EDITS));
    assertThat(stage.builds("orders")).as("an edit of the environment builds nothing").hasSize(1);
  }

  /** Pods of the release before answer until they have drained. */
  private void awaitTerms(String cents) {
    stage.await(
        "the terms say " + cents,
        () -> stage.requests().get("http://orders/terms").body().contains(cents));
  }

  @Test
  @DisplayName("is built once, though the operator is restarted in the middle")
  void survivesARestart() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.await("its build runs", () -> !stage.buildJobsOf("orders").isEmpty());

    // when
    stage.restartOperator();

    // then
    stage.serving("orders", repository.head());
    assertThat(stage.builds("orders")).hasSize(1);
    assertThat(stage.buildJobsOf("orders")).hasSize(1);
  }

  @Test
  @DisplayName("with a pod template that the API server refuses is told so, and what runs stays")
  void isToldWhatIsRefused() throws IOException {
    // given
    GitRepository repository = stage.repository("orders");
    stage.apply(stage.example("orders"));
    stage.serving("orders", repository.head());

    // when
    stage.patch(
        "orders", "{\"spec\": {\"podTemplate\": {\"spec\": {\"restartPolicy\": \"Sometimes\"}}}}");

    // then
    PythonServiceStatus refused =
        stage.when("orders", status -> message("Ready", status).contains("restartPolicy"));
    assertThat(condition("Stalled", refused).status()).isEqualTo(Status.True);
    assertThat(stage.requests().get("http://orders/healthz").status()).isEqualTo(200);
  }

  private static Optional<String> spool(Deployment deployment) {
    return variable("ORDERS_SPOOL", deployment);
  }

  /** The value of a variable in the main container. */
  private static Optional<String> variable(String name, Deployment deployment) {
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().equals(name))
        .map(EnvVar::getValue)
        .findFirst();
  }

  private static String releasedBuild(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).build();
  }

  private static String image(PythonServiceStatus status) {
    return Objects.requireNonNull(status.release()).image();
  }

  private static boolean lastRun(PythonServiceStatus status, Result result) {
    return status.jobs().stream().map(JobState::result).anyMatch(result::equals);
  }
}
