package dev.pythonservice.e2e.operator;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.e2e.charts.Helm;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the operator needs on the cluster: the API, its namespaces, and its rights. The operator
 * itself runs as a process here, with the token of its ServiceAccount and nothing else.
 *
 * @param kubectl the administrator's way to the cluster
 * @param namespace the operator's namespace
 * @param builds the namespace that platforms build in
 * @param services the namespaces whose services the operator looks after, comma-separated
 * @param folder for the operator's log and kubeconfig
 */
record InstalledOperator(
    Kubectl kubectl, String namespace, String builds, String services, Path folder) {

  private static final Path PROGRAM =
      Path.of("..", "operator", "target", "quarkus-app", "quarkus-run.jar");

  private static final Path CHART = Path.of("..", "charts", "pythonservice-operator");
  private static final String CRDS = "../crds";
  private static final String ACCOUNT = "pythonservice-operator";

  /** Installs the API and the operator's rights. The namespace of the services is there already. */
  static InstalledOperator install(Kubectl kubectl, Tools tools, String services, Path folder) {
    return install(kubectl, tools, services, List.of(), folder);
  }

  /** The same, looking after other namespaces of services, too, which are there already. */
  static InstalledOperator install(
      Kubectl kubectl, Tools tools, String services, List<String> others, Path folder) {
    InstalledOperator operator =
        new InstalledOperator(
            kubectl,
            services + "-system",
            services + "-builds",
            Stream.concat(Stream.of(services), others.stream()).collect(joining(",")),
            folder);
    installApi(kubectl);
    for (String own : List.of(operator.namespace, operator.builds)) {
      kubectl.apply(
          "{apiVersion: v1, kind: Namespace, metadata: {name: %s, labels: {pod-security.kubernetes.io/enforce: restricted}}}"
              .formatted(own));
    }
    kubectl.apply(operator.rights(tools));
    return operator;
  }

  private static void installApi(Kubectl kubectl) {
    String names =
        kubectl.run(
            "apply", "--server-side", "--force-conflicts", "--kustomize=" + CRDS, "--output=name");
    Stream<String> wait = Stream.of("wait", "--for=condition=Established", "--timeout=30s");
    kubectl.run(Stream.concat(wait, names.lines()).toArray(String[]::new));
  }

  /** Starts an operator, the only one with this name. */
  OperatorProcess start() {
    return start(Map.of());
  }

  /** Starts an operator with further environment variables. */
  OperatorProcess start(Map<String, String> more) {
    if (!Files.exists(PROGRAM)) {
      throw new CommandFailed(
          PROGRAM + " is missing: build the operator first, with 'make test' or './mvnw verify'");
    }
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Map<String, String> settings = new HashMap<>(more);
    settings.put("KUBECONFIG", kubeconfig().toString());
    settings.put("PYTHONSERVICE_NAMESPACE", namespace);
    settings.put("PYTHONSERVICE_INSTANCE", "operator-it");
    settings.put("PYTHONSERVICE_BUILD_NAMESPACES", builds);
    settings.put("PYTHONSERVICE_WATCHED_NAMESPACES", services);
    return OperatorProcess.start(
        List.of(java.toString(), "-jar", PROGRAM.toString()),
        settings,
        folder.resolve("operator.log"));
  }

  /** The operator's user name, for kubectl's {@code --as}. */
  String user() {
    return "system:serviceaccount:%s:%s".formatted(namespace, ACCOUNT);
  }

  /** Takes away all but the API, which others may be using. */
  void uninstall() {
    String name = "%s:%s".formatted(namespace, ACCOUNT);
    kubectl.attempt("delete", "clusterrole,clusterrolebinding", name);
    kubectl.attempt("delete", "--namespace=default", "role,rolebinding", name + ":events");
    kubectl.attempt("delete", "namespace", namespace, builds);
  }

  /** Those that the chart grants for single namespaces, and no more. */
  private String rights(Tools tools) {
    return Helm.of(tools)
        .template(
            CHART,
            "pythonservice",
            namespace,
            "--set=image.repository=registry.example/pythonservice-operator",
            "--set=watchedNamespaces={%s}".formatted(services),
            "--set=builds.namespaces={%s}".formatted(builds),
            "--show-only=templates/rbac.yaml",
            "--show-only=templates/serviceaccount.yaml");
  }

  /** A kubeconfig that leads to the same cluster, as the operator. */
  private Path kubeconfig() {
    String token = kubectl.run("create", "token", ACCOUNT, "--namespace=" + namespace).strip();
    Path file = folder.resolve("operator.kubeconfig");
    write(file, kubectl.run("config", "view", "--raw", "--flatten", "--minify"));
    Kubectl own = new Kubectl(List.of(kubectl.start().getFirst(), "--kubeconfig=" + file));
    own.run("config", "unset", "users");
    own.run("config", "set-credentials", ACCOUNT, "--token=" + token);
    own.run("config", "set-context", "--current", "--user=" + ACCOUNT);
    return file.toAbsolutePath();
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.writeString(file, text);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be written", exception);
    }
  }
}
