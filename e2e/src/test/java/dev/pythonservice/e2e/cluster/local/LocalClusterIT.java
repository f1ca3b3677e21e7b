package dev.pythonservice.e2e.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.support.Lanes;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The local cluster's life, in a network namespace of its own: it has all ports, interfaces and
 * packet filter rules for itself, and a cluster that somebody runs beside it notices nothing.
 */
@DisplayName("The local cluster")
@EnabledIf(value = "isChosen", disabledReason = "another provider was chosen for this run")
@ResourceLock(Lanes.CLUSTER)
class LocalClusterIT {

  @TempDir(cleanup = CleanupMode.NEVER)
  private Path folder;

  private OwnNetwork network;

  static boolean isChosen() {
    return OwnNetwork.surroundings().provider() instanceof LocalCluster;
  }

  @BeforeEach
  void makeNetwork() {
    network = OwnNetwork.create(folder);
  }

  @AfterEach
  void leaveNothing() {
    network.cluster("down").attempt();
    network.delete();
  }

  @Test
  @DisplayName(
      "comes up, is left alone by a second start, is repaired by another, and leaves nothing")
  void lives() {
    // given a cluster with something in it
    network.cluster("up").run();
    network.kubectl("create", "configmap", "somebodys-work", "--from-literal=a=b").run();
    var components = network.processes();
    assertThat(components).hasSize(10);

    // when it is started once more
    network.cluster("up").run();

    // then the same processes run
    assertThat(network.processes()).isEqualTo(components);

    // when components are killed, the API server among them
    network.kill("kube-apiserver", "kube-scheduler", "kubelet");
    network.cluster("up").run();

    // then they run again, the others still do, and nothing is lost
    assertThat(network.processes().keySet()).isEqualTo(components.keySet());
    assertThat(network.processes()).containsEntry("etcd", components.get("etcd"));
    network.kubectl("get", "configmap", "somebodys-work").run();

    // when all of them are gone, as after the machine was switched off
    network.kill(components.keySet().toArray(String[]::new));
    network.cluster("up").run();

    // then they run again, and still nothing is lost
    assertThat(network.processes().keySet()).isEqualTo(components.keySet());
    network.kubectl("get", "configmap", "somebodys-work").run();

    // when it is taken down
    network.cluster("down").run();

    // then nothing of it is on the machine
    assertThat(network.remains()).isEmpty();
  }

  @Test
  @DisplayName("clears away a start that was cut off, and begins anew")
  void survivesHalfStart() {
    // given a start that ended before its end
    network.cluster("up").run();
    network.delete("tools-key", "certificates/kubelet.key");
    network.kill("kube-apiserver", "containerd");

    // when
    network.cluster("up").run();

    // then
    assertThat(network.processes()).hasSize(10);
    network.kubectl("get", "--raw", "/readyz").run();
  }

  @Test
  @DisplayName("names the component that does not start, with its last words, and keeps its state")
  void namesBrokenComponent() {
    // given a whole cluster whose store was damaged while it was not running
    network.cluster("up").run();
    network.kill(network.processes().keySet().toArray(String[]::new));
    network.overwrite("data/etcd/member/snap/db");

    // when
    Command.Outcome outcome = network.cluster("up").attempt();

    // then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("Error: etcd ended with exit code")
        .contains("while starting: ")
        .contains("its log is " + folder.resolve("state/logs/etcd.log"));
    assertThat(folder.resolve("state/data/etcd/member/snap/db")).exists();
  }

  @Test
  @DisplayName("names the port that is in use and who uses it, and changes nothing")
  void namesPortInUse() {
    // given
    long other = network.listenOn(10250);

    // when
    Command.Outcome outcome = network.cluster("up").attempt();

    // then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .endsWith(
            "Error: Port 10250, which kubelet needs, is in use by process %d (crane); end that process, then try again.\n"
                .formatted(other));
    assertThat(network.remains()).isEmpty();
  }

  @Test
  @DisplayName("says that it needs root, and what to do without")
  void needsRoot() {
    // when
    Command.Outcome outcome = network.clusterAsNobody("up").attempt();

    // then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains(
            "Error: The local cluster needs root, and this is the user nobody; run it with sudo")
        .contains("CLUSTER=k3s");
    assertThat(network.remains()).isEmpty();
  }

  @Test
  @DisplayName("says how much room the disk lacks, and changes nothing")
  void namesFullDisk() {
    // given
    network.mountSmallDisk("state");
    try {
      // when
      Command.Outcome outcome = network.cluster("up").attempt();

      // then
      assertThat(outcome.exitCode()).isEqualTo(1);
      assertThat(outcome.error())
          .contains("has 10 MiB free, and the local cluster needs 3072 MiB; free some space");
      assertThat(network.remains()).isEmpty();
    } finally {
      network.unmount("state");
    }
  }

  @Test
  @DisplayName("says that Go is missing when tools have to be built")
  void namesMissingGo() {
    // when
    Command.Outcome outcome = network.clusterWithoutGo("up").attempt();

    // then
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.error())
        .contains("cannot be built")
        .contains("Cannot run program \"go\"")
        .contains("the Go toolchain must be go 1.26");
    assertThat(network.remains()).isEmpty();
  }
}
