package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.PodResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The images of the examples run as pods under the restricted standard, on a read-only root, as the
 * user that the image names.
 */
@OnCluster
@InWorkshop
class BuildOnClusterIT {

  private static final int PATIENCE_SECONDS = 180;
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final Workshop workshop;
  private final Surroundings surroundings;
  private final Cluster cluster;
  private final KubernetesClient client;
  private final TestNamespace namespace;
  private final Kubectl kubectl;

  BuildOnClusterIT(
      Workshop workshop,
      Surroundings surroundings,
      Cluster cluster,
      KubernetesClient client,
      TestNamespace namespace,
      Tools tools) {
    this.workshop = workshop;
    this.surroundings = surroundings;
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace;
    this.kubectl = Kubectl.of(tools, cluster);
  }

  @ParameterizedTest
  @EnumSource
  void anExampleIsImportedInAPod(Example example) throws IOException {
    String code = example.statement() + "; import os; print(os.getuid(), os.getcwd())";
    try (Published image = publish(example)) {
      PodResource pod =
          start(
              image.reference(),
              "imports-" + example.title(),
              List.of("python", "-c", code),
              List.of());

      String folder = example.path().equals(".") ? "/app" : "/app/" + example.path();
      assertThat(succeeded(pod).strip()).isEqualTo("65532 " + folder);
      pod.delete();
    }
  }

  /** The services of the examples, and what they are started with: one for each kind of server. */
  enum Service {
    ORDERS(Example.ORDERS, "granian --interface asgi --host 0.0.0.0 orders.api:app", "/orders"),
    INVOICES(
        Example.INVOICES, "gunicorn --bind 0.0.0.0:8000 --workers 2 invoices.web:app", "/invoices"),
    SHOP(Example.STOREFRONT, "granian --interface asgi --host 0.0.0.0 shop.web:app", "/articles");

    private final Example example;
    private final String command;
    private final String path;

    Service(Example example, String command, String path) {
      this.example = example;
      this.command = command;
      this.path = path;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aServiceAnswersFromAPod(Service service) throws IOException {
    String name = "serves-" + service.name().toLowerCase(Locale.ROOT);
    try (Published image = publish(service.example)) {

      PodResource pod =
          start(image.reference(), name, List.of(service.command.split(" ")), List.of());
      pod.waitUntilReady(PATIENCE_SECONDS, TimeUnit.SECONDS);

      String question =
          "import urllib.request as r; print(r.urlopen('http://127.0.0.1:8000%s').read().decode())"
              .formatted(service.path);
      String answer =
          kubectl.run(
              "--namespace=" + namespace.name(), "exec", name, "--", "python", "-c", question);
      assertThat(new ObjectMapper().readTree(answer).isArray()).as(answer).isTrue();
      pod.delete();
    }
  }

  /** The jobs of the examples: what each writes on standard output in the end. */
  enum Job {
    SALES_REPORT(
        Example.SALES_REPORT,
        """
        import subprocess
        subprocess.run(["sales-report", "generate", "--rows", "5000", "/tmp/sales"], check=True)
        for engine in "polars", "pandas":
            run = ["sales-report", "run", "--engine", engine, "/tmp/sales"]
            said = subprocess.run(run, check=True, capture_output=True, text=True).stdout
            print(len(said.splitlines()) > 10)
        """,
        "True\nTrue"),
    PRICING(
        Example.PRICING,
        """
        import subprocess
        subprocess.run("pricing", check=True, input=b'[[["TEA-0001", 12, 890]]]')
        """,
        "[9994]");

    private final Example example;
    private final String code;
    private final String said;

    Job(Example example, String code, String said) {
      this.example = example;
      this.code = code;
      this.said = said;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aJobRunsInAPod(Job job) throws IOException {
    String name = "runs-" + job.example.title();
    try (Published image = publish(job.example)) {

      PodResource pod =
          start(image.reference(), name, List.of("python", "-c", job.code), List.of());

      assertThat(succeeded(pod).strip()).isEqualTo(job.said);
      pod.delete();
    }
  }

  /**
   * The layers of the packages are in the cluster's registry already, as they are after the first
   * build of a service; the change of the project's code is built in the pod, which reaches nothing
   * but the registry, and gives what this machine gives.
   */
  @Test
  void theBuilderBuildsAChangeInAPodWithoutRightsAndGivesWhatThisMachineGives(@TempDir Path folder)
      throws IOException {
    String builder = surroundings.publishBuilder(cluster, Progress.silent());
    ExampleProject project =
        ExampleProject.copy(Workshop.folderOf(Example.INVOICES), folder.resolve("invoices"));
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .at(cluster.registry())
            .layeredIn(namespace.name() + "/layers")
            .with("--plain-http", cluster.registry())
            .with("--platform", "linux/" + Platform.ofThisMachine().architecture());
    workshop.build(order.from(artifact(project, "before")).to(namespace.name() + "/before"));
    Files.writeString(
        project.folder().resolve("invoices/invoice.py"), "# changed\n", StandardOpenOption.APPEND);
    BuildOrder changed = order.from(artifact(project, "after"));

    PodResource pod =
        start(
            builder,
            "builds-invoices",
            List.of(),
            inPod(changed.to(namespace.name() + "/in-pod").with("--offline")));

    String said = succeeded(pod).strip();
    BuiltImage here = workshop.build(changed.to(namespace.name() + "/here"));
    String image = cluster.registry() + "/" + namespace.name() + "/in-pod@" + here.digest();
    assertThat(said.lines()).contains(image);
    JsonNode summary =
        new ObjectMapper()
            .readTree(
                pod.get()
                    .getStatus()
                    .getContainerStatuses()
                    .getFirst()
                    .getState()
                    .getTerminated()
                    .getMessage());
    assertThat(summary.path("digest").asText()).isEqualTo(here.digest());
    assertThat(summary.at("/layers/made").asInt()).isEqualTo(1);
    pod.delete();
  }

  /** The options that name the project as an artifact of the cluster's registry. */
  private List<String> artifact(ExampleProject project, String tag) {
    Path archive = project.folder().resolveSibling(tag + ".tar");
    Command.of("tar", "-cf", archive.toString(), "-C", project.folder().toString(), ".").run();
    String name = "%s/%s/source:%s".formatted(cluster.registry(), namespace.name(), tag);
    workshop.crane(
        "append", "--insecure", "--oci-empty-base", "--new_layer=" + archive, "--new_tag=" + name);
    return List.of("--oci", name);
  }

  /** The order without the folders of this machine: the image has uv and Pythons of its own. */
  private static List<String> inPod(BuildOrder order) {
    List<String> words =
        new ArrayList<>(order.cachedIn(Path.of("/tmp/cache")).words(List.of(), List.of()));
    words.addAll(List.of("--quiet", "--summary", "/dev/termination-log"));
    return words;
  }

  /** What a pod said that ended well. */
  private static String succeeded(PodResource pod) {
    Pod ended =
        pod.waitUntilCondition(
            each -> ENDED.contains(each.getStatus().getPhase()),
            PATIENCE_SECONDS,
            TimeUnit.SECONDS);
    assertThat(ended.getStatus().getPhase()).as(pod.getLog()).isEqualTo("Succeeded");
    return pod.getLog();
  }

  /** Starts a pod; where there is no command, the image's own with these arguments. */
  private PodResource start(
      String image, String name, List<String> command, List<String> arguments) {
    ContainerBuilder container =
        new ContainerBuilder()
            .withName("main")
            .withImage(image)
            .withCommand(command)
            .withArgs(arguments)
            .addNewVolumeMount()
            .withName("tmp")
            .withMountPath("/tmp")
            .endVolumeMount()
            .withNewSecurityContext()
            .withReadOnlyRootFilesystem(true)
            .withAllowPrivilegeEscalation(false)
            .withNewCapabilities()
            .withDrop("ALL")
            .endCapabilities()
            .endSecurityContext();
    if (command.contains("granian") || command.contains("gunicorn")) {
      container
          .withNewReadinessProbe()
          .withPeriodSeconds(1)
          .withNewHttpGet()
          .withPath("/healthz")
          .withNewPort(8000)
          .endHttpGet()
          .endReadinessProbe();
    }
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(name.toLowerCase(Locale.ROOT))
            .withNamespace(namespace.name())
            .endMetadata()
            .withNewSpec()
            .withRestartPolicy("Never")
            .withAutomountServiceAccountToken(false)
            .withTerminationGracePeriodSeconds(1L)
            .withNewSecurityContext()
            .withRunAsNonRoot(true)
            .withNewSeccompProfile()
            .withType("RuntimeDefault")
            .endSeccompProfile()
            .endSecurityContext()
            .withContainers(container.build())
            .addNewVolume()
            .withName("tmp")
            .withNewEmptyDir()
            .endEmptyDir()
            .endVolume()
            .endSpec()
            .build();
    client.resource(pod).create();
    return client.pods().inNamespace(namespace.name()).withName(pod.getMetadata().getName());
  }

  private Published publish(Example example) {
    BuiltImage built = workshop.built(example);
    String repository = "%s/%s".formatted(namespace.name(), example.title());
    String target = "%s/%s:it".formatted(cluster.registry(), repository);
    workshop.crane("copy", "--insecure", built.reference(), target);
    return new Published(cluster.registry(), repository, built.digest());
  }

  /** An image in the cluster's registry, until it is closed. */
  private record Published(String registry, String repository, String digest)
      implements AutoCloseable {

    String reference() {
      return "%s/%s@%s".formatted(registry, repository, digest);
    }

    @Override
    public void close() throws IOException {
      RegistryContent content = RegistryContent.of(registry);
      for (var platform : content.manifest(repository, digest).path("manifests")) {
        content.delete(repository, "manifests", platform.path("digest").asText());
      }
      content.delete(repository, "manifests", digest);
    }
  }
}
