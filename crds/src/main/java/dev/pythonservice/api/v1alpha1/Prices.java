package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What nodes cost. An architecture costs a pod what its share of the cheapest node does that can
 * take it: the greater one of its shares of the node's CPU and memory.
 *
 * @param currency Currency of all prices, by its ISO 4217 code. Example: {@code EUR}.
 * @param nodeLabel Label of nodes that has the price of the node per hour, as a decimal number; it
 *     wins over {@code nodes}. Default: none. Example: {@code example.com/price-per-hour}.
 * @param nodes Prices by kind of node; the entry that says most about a node counts.
 */
@ApiObject
@ValidationRule(
    value = "self.currency.matches('^[A-Z]{3}$')",
    fieldPath = ".currency",
    message = "currency must be an ISO 4217 code of three capital letters, such as EUR")
@ValidationRule(
    value = "has(self.nodes) && self.nodes.size() > 0 || has(self.nodeLabel)",
    fieldPath = ".nodes",
    reason = "FieldValueRequired",
    message = "nodes or nodeLabel must be given: prices without either say nothing")
@ValidationRule(
    value =
        "!has(self.nodeLabel) ||"
            + " self.nodeLabel.matches("
            + "'^([a-z0-9.-]+/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$')",
    fieldPath = ".nodeLabel",
    message = "nodeLabel must be the key of a label, such as example.com/price-per-hour")
public record Prices(
    @Required @Size(max = 3) String currency,
    @Nullable @Size(min = 1, max = 317) String nodeLabel,
    @Atomic @Size(max = 200) List<NodePrice> nodes) {

  public Prices {
    nodes = Absent.toEmpty(nodes);
  }

  /**
   * The price of a kind of node: exactly one of {@code perNodeHour} and {@code perCPUHour}.
   *
   * @param architecture Architecture of the nodes.
   * @param instanceType Value of the label {@code node.kubernetes.io/instance-type}. Default: any.
   *     Example: {@code m8g.large}.
   * @param capacity How the nodes were bought, as Karpenter and the clouds' own labels say.
   *     Default: either way.
   * @param perNodeHour Price of a node per hour, as a decimal number in quotes; needs {@code
   *     instanceType}. Example: {@code "0.0898"}.
   * @param perCPUHour Price of each CPU of a node per hour, memory included, as a decimal number in
   *     quotes. Example: {@code "0.0449"}.
   */
  @ApiObject
  @ValidationRule(
      value = "has(self.perNodeHour) != has(self.perCPUHour)",
      message = "nodes must each have exactly one of perNodeHour and perCPUHour")
  @ValidationRule(
      value = "!has(self.perNodeHour) || has(self.instanceType)",
      fieldPath = ".instanceType",
      reason = "FieldValueRequired",
      message =
          "instanceType is needed beside perNodeHour: nodes of other sizes have other prices; add"
              + " it, or give perCPUHour")
  @ValidationRule(
      value = "!has(self.perNodeHour) || self.perNodeHour.matches(" + Rules.POSITIVE_DECIMAL + ")",
      fieldPath = ".perNodeHour",
      message = "perNodeHour must be a decimal number above zero in quotes, such as \"0.0898\"")
  @ValidationRule(
      value = "!has(self.perCPUHour) || self.perCPUHour.matches(" + Rules.POSITIVE_DECIMAL + ")",
      fieldPath = ".perCPUHour",
      message = "perCPUHour must be a decimal number above zero in quotes, such as \"0.0449\"")
  public record NodePrice(
      @Required Architecture architecture,
      @Nullable @Size(min = 1, max = 63) String instanceType,
      @Nullable Capacity capacity,
      @Nullable @Size(max = 32) String perNodeHour,
      @Nullable @Size(max = 32) String perCPUHour) {

    /** How a node was bought. */
    public enum Capacity {
      /** At the full price, until it is given back. */
      OnDemand,
      /** At a lower price, and may be taken away at any time. */
      Spot
    }
  }
}
