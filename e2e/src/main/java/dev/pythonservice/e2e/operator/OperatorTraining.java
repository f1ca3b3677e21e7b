package dev.pythonservice.e2e.operator;

import dev.pythonservice.e2e.images.Digests;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.CommandFailed;
import dev.pythonservice.e2e.servers.ApiServer;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * Trains with all that the operator does from its start on, on a Kubernetes API of its own: leads,
 * watches, reconciles a platform and a service, rolls services out, answers probes and tells its
 * metrics. No cluster is needed for it, and none is disturbed: what a training operator did to the
 * platforms of one would be seen by everybody on it.
 *
 * @param tools etcd and kube-apiserver
 * @param checkout the folder of the checkout, for the API and the examples
 * @param clock the time
 */
public record OperatorTraining(Tools tools, Path checkout, Clock clock) {

  /** Changes when the training does something else. */
  private static final String FORMAT = "3";

  /** Several, so that what is alike in them is used, too. */
  private static final int SERVICES = 3;

  /** What decides what is recorded, besides the operator itself. */
  String key() {
    try {
      StringBuilder parts = new StringBuilder(FORMAT).append(tools.key());
      for (Path file : OperatorScene.files(checkout)) {
        parts.append(Digests.of(file));
      }
      return Digests.of(parts.toString());
    } catch (IOException problem) {
      throw new UncheckedIOException("The API or an example cannot be read", problem);
    }
  }

  /**
   * Records the AOT cache, then starts the operator with it: a cache that is not there or does not
   * fit is an error.
   *
   * @throws CommandFailed when the operator ends with an error, or has no cache in the end
   */
  void run(OperatorRuntime runtime) throws IOException {
    Path work = Files.createTempDirectory("operator-training");
    try (ApiServer server = ApiServer.start(tools, work.resolve("api"), clock)) {
      OperatorScene scene = OperatorScene.prepare(server, checkout);
      play(scene, runtime.trainingCommand(), work.resolve("training.log"), () -> rollOut(server));
      Path cache = runtime.home().resolve(OperatorRuntime.CACHE);
      if (!Files.exists(cache)) {
        throw new CommandFailed(
            "The operator ended its training without writing %s; it said: %s"
                .formatted(cache, Files.readString(work.resolve("training.log"))));
      }
      play(scene, runtime.strictCommand(), work.resolve("use.log"), () -> {});
    }
    Folders.delete(work);
  }

  private static void rollOut(ApiServer server) {
    try (KubernetesClient client = server.client()) {
      ManyServices services = new ManyServices(client, SERVICES);
      services.start();
      services.make(0);
      services.settle();
      services.clear();
    }
  }

  private static void play(
      OperatorScene scene, List<String> command, Path log, Runnable furtherWork) {
    OperatorProcess operator = start(scene, command, log);
    try {
      scene.play(operator);
      furtherWork.run();
    } finally {
      operator.stop();
    }
  }

  /**
   * While it takes in new definitions, an API server may close the connections of those that start
   * to watch. A kubelet starts an operator again that ended for that; here it is done once.
   */
  private static OperatorProcess start(OperatorScene scene, List<String> command, Path log) {
    try {
      return OperatorProcess.start(command, scene.environment(), log);
    } catch (CommandFailed ended) {
      return OperatorProcess.start(command, scene.environment(), log);
    }
  }
}
