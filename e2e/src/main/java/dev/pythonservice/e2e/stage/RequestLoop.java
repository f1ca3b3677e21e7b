package dev.pythonservice.e2e.stage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.process.Eventually;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Requests from inside the cluster, without a break, over new connections; for showing that a
 * change goes unnoticed. It ends by itself, should nobody end it.
 *
 * @param pod the pod that sends them
 */
public record RequestLoop(StagePod pod) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** kubectl sends no signals, but what runs in the container does. */
  private static final String STOP = "import os, signal; os.kill(1, signal.SIGTERM)";

  /**
   * Starts one, in place of one of the same name, and waits for its first counts.
   *
   * @param name the pod's name
   * @param url where requests go
   * @param field the field of the answer, a JSON object, whose values are counted
   * @param longest how long it runs at most
   */
  public static RequestLoop start(
      Cluster cluster,
      KubernetesClient client,
      Tools tools,
      String namespace,
      String name,
      String url,
      String field,
      Duration longest) {
    StagePod pod = StagePod.of(cluster, client, tools, namespace, name);
    pod.delete();
    List<String> command =
        List.of(
            "python3",
            "/scripts/request_loop.py",
            "--field=" + field,
            "--seconds=" + longest.toSeconds(),
            url);
    RequestLoop loop = new RequestLoop(ClientPod.start(pod, cluster, command));
    loop.await(Duration.ofSeconds(30), counts -> counts.sent() > 0);
    return loop;
  }

  /** What was counted so far; a second old at most. */
  public Counts counts() {
    return pod.log()
        .lines()
        .reduce((before, last) -> last)
        .map(RequestLoop::read)
        .orElse(new Counts(false, 0, 0, 0, Map.of(), List.of()));
  }

  /**
   * Waits until the counts are such.
   *
   * @throws CommandFailed when they are not in time
   */
  public Counts await(Duration deadline, Predicate<Counts> condition) {
    if (!Eventually.within(deadline, () -> condition.test(counts()))) {
      throw new CommandFailed("After %s the counts are %s".formatted(deadline, counts()));
    }
    return counts();
  }

  /** Ends it, deletes it, and gives the last counts. */
  public Counts stop() {
    // Ended by itself already, it takes no commands any more.
    pod.command("python3", "-c", STOP).attempt();
    pod.awaitEnd();
    Counts counts = counts();
    pod.delete();
    if (!counts.ended()) {
      throw new ClusterProblem("The loop %s was cut off: %s".formatted(pod.name(), counts));
    }
    return counts;
  }

  private static Counts read(String line) {
    try {
      return JSON.readValue(line, Counts.class);
    } catch (JsonProcessingException problem) {
      throw new CommandFailed("The loop said '%s'".formatted(line));
    }
  }

  /**
   * What was counted.
   *
   * @param ended whether these are the last counts
   * @param sent requests that were sent and have an answer or none
   * @param failed those without the right answer
   * @param slowestMilliseconds the longest time that one took
   * @param seen the values of the field in the answers, and how often each was there
   * @param failures what was wrong with the first failed ones
   */
  public record Counts(
      boolean ended,
      long sent,
      long failed,
      long slowestMilliseconds,
      Map<String, Long> seen,
      List<String> failures) {

    public Counts {
      seen = Map.copyOf(seen);
      failures = List.copyOf(failures);
    }

    /** Whether answers had this value. */
    public boolean saw(String value) {
      return seen.containsKey(value);
    }
  }
}
