package dev.pythonservice.e2e.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.net.InetAddress;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The machine's networks")
class MachineNetworksTest {

  @ParameterizedTest(name = "{0}: {1}/{2} and {3}, {4}")
  @CsvSource({
    "the gateway is a neighbour, 192.0.2.2, 24, 192.0.2.1, true",
    "the next network is another one, 192.0.2.2, 24, 192.0.3.1, false",
    "a prefix may end within a byte, 10.0.0.1, 12, 10.15.255.255, true",
    "beyond a prefix that ends within a byte, 10.0.0.1, 12, 10.16.0.0, false",
    "high bits count like low ones, 200.0.0.1, 9, 200.200.0.1, false",
    "a network of one address has that address, 198.51.100.1, 32, 198.51.100.1, true",
    "a network of everything has it, 1.2.3.4, 0, 198.51.100.1, true",
    "other protocols have no address in common, fe80::1, 0, 198.51.100.1, false",
  })
  void contains(String because, String network, int prefixLength, String address, boolean answer) {
    assertThat(
            MachineNetworks.contains(
                InetAddress.ofLiteral(network), prefixLength, InetAddress.ofLiteral(address)))
        .as(because)
        .isEqualTo(answer);
  }

  @Test
  @DisplayName("lend the node none of their addresses, except on its own interface")
  void refusesTakenAddresses() {
    assertThatThrownBy(() -> MachineNetworks.requireNone("127.0.0.2", NodeNetwork.INTERFACE))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageContainingAll("127.0.0.2", "127.0.0.1/8", "CLUSTER=existing");
    assertThatCode(() -> MachineNetworks.requireNone("127.0.0.2", "lo")).doesNotThrowAnyException();
  }
}
