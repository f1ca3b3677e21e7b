package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod from which requests are sent: this machine reaches the Services of a local cluster only.
 *
 * @param pod the pod
 */
public record ClientPod(StagePod pod) {

  private static final String NAME = "client";
  private static final List<String> SCRIPTS = List.of("request.py", "request_loop.py");

  /** It waits for what is run in it. */
  private static final List<String> WAIT =
      List.of("python3", "-c", "import signal; signal.sigwait([signal.SIGTERM])");

  private static final Pattern ANSWER = Pattern.compile("^([1-5]\\d\\d) (.*)", Pattern.DOTALL);

  /**
   * Starts one, in a namespace that may be under the restricted standard.
   *
   * @throws dev.pythonservice.e2e.cluster.ClusterProblem when it does not become ready
   */
  public static ClientPod start(
      Cluster cluster, KubernetesClient client, Tools tools, String namespace) {
    StagePod pod = StagePod.of(cluster, client, tools, namespace, NAME);
    return new ClientPod(start(pod, cluster, WAIT));
  }

  /** Starts a pod with the scripts that send requests. */
  static StagePod start(StagePod pod, Cluster cluster, List<String> command) {
    pod.client().resource(scripts(pod.namespace())).serverSideApply();
    return pod.start(
        new StageFile("client.yaml")
            .with(
                Map.of(
                    "name", pod.name(),
                    "image", cluster.registry() + "/base/python:3.13",
                    "command", Serialization.asJson(command).replaceAll("\\s*\n\\s*", ""))));
  }

  private static ConfigMap scripts(String namespace) {
    ConfigMapBuilder scripts =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("requests")
            .withNamespace(namespace)
            .endMetadata();
    SCRIPTS.forEach(name -> scripts.addToData(name, new StageFile("requests/" + name).text()));
    return scripts.build();
  }

  /**
   * Gets an address, whatever the status of the answer.
   *
   * @throws CommandFailed when there is no answer
   */
  public Answer get(String url) {
    return answer("GET", url);
  }

  /** Whether an address is answered, whatever the status. */
  public boolean reaches(String url) {
    try {
      get(url);
      return true;
    } catch (CommandFailed noAnswer) {
      return false;
    }
  }

  /**
   * Posts JSON to an address, whatever the status of the answer.
   *
   * @throws CommandFailed when there is no answer
   */
  public Answer post(String url, String json) {
    return answer("POST", url, json);
  }

  private Answer answer(String... request) {
    String[] words = new String[request.length + 2];
    words[0] = "python3";
    words[1] = "/scripts/request.py";
    System.arraycopy(request, 0, words, 2, request.length);
    Command.Outcome outcome = pod.command(words).attempt();
    String said = outcome.exitCode() == 0 ? outcome.output() : outcome.error();
    Matcher answer = ANSWER.matcher(said);
    if (!answer.find()) {
      throw new CommandFailed("%s %s: %s".formatted(request[0], request[1], said.strip()));
    }
    return new Answer(Integer.parseInt(answer.group(1)), answer.group(2).strip());
  }

  /** Deletes it. */
  public void stop() {
    pod.delete();
  }

  /**
   * An answer.
   *
   * @param status its HTTP status
   * @param body its content
   */
  public record Answer(int status, String body) {}
}
