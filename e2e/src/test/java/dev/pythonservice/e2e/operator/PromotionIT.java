package dev.pythonservice.e2e.operator;

import static dev.pythonservice.e2e.support.Conditions.message;
import static dev.pythonservice.e2e.support.Conditions.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Condition.Status;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Promoted;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Release;
import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.stage.GitRepository;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two namespaces: one builds, the other takes over what serves there, when somebody says so. */
@OnStage(beside = "production")
@DisplayName("From staging to production")
class PromotionIT {

  private static final String SERVICE = "orders";
  private static final String WAITS = "WaitsForApproval";
  private static final String APPROVED = "pythonservice.dev/approved";
  private static final String APPROVED_BY = "pythonservice.dev/approved-by";
  private static final String NO_DIGEST = "sha256:" + "0".repeat(64);
  private static final Path CHART = Path.of("..", "charts", "pythonservice-operator");

  private final Tools tools;
  private final KubernetesClient client;
  private final ServiceStage staging;
  private final String production;

  PromotionIT(ServiceStage stage, KubernetesClient client, Tools tools) {
    this.tools = tools;
    this.client = client;
    this.staging = stage;
    this.production = stage.beside("production");
  }

  @AfterEach
  void clear() {
    staging.kubectl().run("delete", "pysvc", "--all", "--namespace=" + production);
    staging.clear();
  }

  @Test
  @DisplayName(
      "goes the digest that was tested, when it is offered and approved, and never a rebuild")
  void takesTheTestedDigest() throws IOException {
    // given
    GitRepository repository = staging.repository(SERVICE);
    staging.apply(staging.example(SERVICE));
    String first = digest(staging.serving(SERVICE, repository.head()));

    // when production asks, and nobody has offered it
    staging.applyIn(production, takingOver());

    // then
    PythonServiceStatus refused =
        inProduction(status -> says("Stalled", Status.True, "NotOffered", status));
    assertThat(message("Ready", refused))
        .contains("is not offered to namespace " + production)
        .doesNotContain(first);
    assertThat(builds()).isEmpty();

    // when
    offer();

    // then it is there, and waits
    PythonServiceStatus waiting =
        inProduction(status -> says("Ready", Status.False, WAITS, status));
    assertThat(says("Stalled", Status.False, WAITS, waiting)).isTrue();
    assertThat(says("Reconciling", Status.False, WAITS, waiting)).isTrue();
    assertThat(message("Promoted", waiting)).contains(first, "kubectl annotate pysvc/orders");
    assertThat(deployments()).isEmpty();

    // when
    approve(first);

    // then
    PythonServiceStatus served =
        inProduction(status -> ServiceStage.isReady(status) && status.release() != null);
    assertThat(digest(served)).isEqualTo(first);
    assertRuns(first);
    assertThat(promoted(first).from()).isEqualTo(staging.namespace() + "/" + SERVICE);
    assertThat(promoted(first).how()).isEqualTo(Promoted.How.Approved);
    assertThat(promoted(first).by()).isEqualTo("jane");
    assertThat(promoted(first).manager()).isEqualTo("kubectl-annotate");
    staging.await(
        "an Event tells of it",
        () ->
            client.events().v1().events().inNamespace(production).list().getItems().stream()
                .anyMatch(event ->
                    "Promoted".equals(event.getReason()) && event.getNote().contains(first)));

    // when staging goes on
    String second = digest(staging.serving(SERVICE, commit(repository)));

    // then production does not, and is content
    PythonServiceStatus later =
        inProduction(status ->
            says("Promoted", Status.False, WAITS, status)
                && message("Promoted", status).contains(second));
    assertThat(ServiceStage.isReady(later)).isTrue();
    assertThat(later.release()).isEqualTo(served.release());
    assertRuns(first);

    // when
    approve(NO_DIGEST);

    // then
    PythonServiceStatus mistaken =
        inProduction(status -> says("Stalled", Status.True, "ApprovedImageNotFound", status));
    assertThat(message("Ready", mistaken)).contains(NO_DIGEST, first, second);
    assertRuns(first);

    // when
    approve(second);

    // then
    inProduction(status -> ServiceStage.isReady(status) && digest(status).equals(second));
    assertRuns(second);
    assertThat(promoted(first).at()).as("both are on record").isNotNull();
    assertThat(promoted(second).at()).isNotNull();
    assertThat(promotedInStaging())
        .as("without anybody who decides")
        .containsOnly(Promoted.How.Automatic);
    assertThat(staging.buildJobsOf(SERVICE))
        .as("all Jobs are those of staging")
        .isNotEmpty()
        .allSatisfy(job ->
            assertThat(job.getMetadata().getLabels())
                .containsEntry("pythonservice.dev/service-namespace", staging.namespace()));

    // when nobody offers it any more
    staging.patch(SERVICE, "{\"spec\": {\"promotion\": null}}");

    // then what serves stays
    inProduction(status -> says("Stalled", Status.True, "NotOffered", status));
    assertRuns(second);
    staging.writesAtRest(SERVICE);
  }

  @Test
  @DisplayName(
      "nobody approves in the name of somebody else, where the chart has the API server see to it")
  void holdsApproversToTheirNames() {
    // given
    staging.applyIn(production, takingOver());
    staging.kubectl().apply(policy());
    try {
      // when
      staging.await("the policy holds", () -> approval("jane", "john").exitCode() != 0);

      // then
      assertThat(approval("jane", "john").error())
          .contains("pythonservice.dev/approved-by is 'john', but the request is that of 'jane'");
      assertThat(asJane("annotate", "pysvc", SERVICE, APPROVED + "=" + NO_DIGEST).error())
          .contains("approved-by is ''");
      assertThat(
              asJane(
                      "patch",
                      "pysvc",
                      SERVICE,
                      "--type=merge",
                      "--patch={\"spec\": {\"promotion\": {\"approved\": \"%s\"}}}"
                          .formatted(NO_DIGEST))
                  .error())
          .contains("approved-by is ''");
      assertThat(approval("jane", "jane").exitCode()).isZero();
      assertThat(asJane("label", "pysvc", SERVICE, "team=shop").exitCode())
          .as("what is no approval is nobody's business")
          .isZero();
    } finally {
      staging.kubectl().command("delete", "--filename=-").reading(policy()).run();
    }
  }

  /** The same service, with the other one as its source; its Python and lock agree. */
  private String takingOver() {
    return staging
        .example(SERVICE)
        .replaceFirst(
            "git: \\{.*}",
            "service: {namespace: %s, name: %s}".formatted(staging.namespace(), SERVICE))
        .replaceFirst("spec:\n", "spec:\n  promotion: {mode: Manual}\n");
  }

  private void offer() {
    staging.patch(
        SERVICE, "{\"spec\": {\"promotion\": {\"offeredTo\": [\"%s\"]}}}".formatted(production));
  }

  private void approve(String digest) {
    staging
        .kubectl()
        .run(
            "annotate",
            "--overwrite",
            "pysvc",
            SERVICE,
            APPROVED + "=" + digest,
            APPROVED_BY + "=jane",
            "--namespace=" + production);
  }

  private Command.Outcome approval(String user, String name) {
    return as(
        user, "annotate", "pysvc", SERVICE, APPROVED + "=" + NO_DIGEST, APPROVED_BY + "=" + name);
  }

  private Command.Outcome asJane(String... arguments) {
    return as("jane", arguments);
  }

  /** Nothing is written: the API server decides all the same. */
  private Command.Outcome as(String user, String... arguments) {
    return staging
        .kubectl()
        .attempt(
            Stream.concat(
                    Stream.of(arguments),
                    Stream.of(
                        "--namespace=" + production,
                        "--dry-run=server",
                        "--as=" + user,
                        "--as-group=system:masters"))
                .toArray(String[]::new));
  }

  private String policy() {
    return Helm.of(tools)
        .template(
            CHART,
            "pythonservice",
            staging.namespace() + "-system",
            "--set=image.repository=registry.example/pythonservice-operator",
            "--set=promotion.verifyApprover=true",
            "--show-only=templates/promotion.yaml");
  }

  private String commit(GitRepository repository) throws IOException {
    repository.replace(
        "src/orders/terms.py",
        "FREE_SHIPPING_FROM_CENTS = 5_000",
        "FREE_SHIPPING_FROM_CENTS = 4_000");
    String commit = repository.commit("Ship for free from 4_000");
    staging.refresh(SERVICE);
    return commit;
  }

  private PythonServiceStatus inProduction(Predicate<PythonServiceStatus> wanted) {
    return staging.whenIn(production, SERVICE, wanted);
  }

  private void assertRuns(String digest) {
    staging.await(
        "production runs " + digest,
        () ->
            deployments().stream()
                .flatMap(each -> each.getSpec().getTemplate().getSpec().getContainers().stream())
                .map(Container::getImage)
                .allMatch(image -> image.endsWith("@" + digest)));
    assertThat(deployments()).hasSize(1);
  }

  private List<Deployment> deployments() {
    return client.apps().deployments().inNamespace(production).list().getItems();
  }

  private List<PythonBuild> builds() {
    return client.resources(PythonBuild.class).inNamespace(production).list().getItems();
  }

  private Promoted promoted(String digest) {
    return builds().stream()
        .map(PythonBuild::getStatus)
        .filter(status -> digest.equals(status.digest()))
        .map(PythonBuildStatus::promotion)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow();
  }

  private List<Promoted.How> promotedInStaging() {
    return staging.builds(SERVICE).stream()
        .map(build -> build.getStatus().promotion())
        .filter(Objects::nonNull)
        .map(Promoted::how)
        .toList();
  }

  private static String digest(PythonServiceStatus status) {
    Release release = Objects.requireNonNull(status.release());
    return release.image().substring(release.image().indexOf('@') + 1);
  }
}
