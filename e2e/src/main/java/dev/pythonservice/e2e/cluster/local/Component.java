package dev.pythonservice.e2e.cluster.local;

import dev.pythonservice.e2e.tools.Tool;
import java.util.List;

/**
 * A process of the local cluster.
 *
 * @param tool the program
 * @param arguments its arguments
 * @param ports where it listens, checked before the start so that a clash has a clear message
 */
record Component(Tool tool, List<String> arguments, List<Port> ports) {

  Component {
    arguments = List.copyOf(arguments);
    ports = List.copyOf(ports);
  }

  /** The component's name: that of its program, except for etcd, whose program is "server". */
  String name() {
    return tool == Tool.SERVER ? "etcd" : tool.program();
  }

  /**
   * A TCP port of this machine.
   *
   * @param address the address, {@code *} for all
   * @param number the port
   */
  record Port(String address, int number) {

    static Port local(int number) {
      return new Port("127.0.0.1", number);
    }

    static Port node(int number) {
      return new Port(NodeAddresses.NODE, number);
    }

    static Port everywhere(int number) {
      return new Port("*", number);
    }
  }
}
