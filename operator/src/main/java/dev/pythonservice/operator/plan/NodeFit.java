package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.NodeSelectorRequirement;
import io.fabric8.kubernetes.api.model.NodeSelectorTerm;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether pods could run on a node if it were empty. Where they do run is for the scheduler to
 * decide; this is its view of one node, without the other pods.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/">Taints
 *     and tolerations</a>
 * @see <a
 *     href="https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#operators">
 *     Operators of node affinity</a>
 */
final class NodeFit {

  /** {@code PreferNoSchedule} keeps nobody away. */
  private static final Set<String> KEEP_AWAY = Set.of("NoSchedule", "NoExecute");

  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?[0-9]{1,18}");

  private NodeFit() {}

  /**
   * Why no pod of this kind can run on a node, as the end of the sentence "none counts that is …";
   * empty when one can.
   */
  static Optional<String> misfit(ClusterNode node, PodDemand demand) {
    if (!node.ready()) {
      return Optional.of("not Ready");
    }
    if (node.cordoned()) {
      return Optional.of("cordoned");
    }
    return untolerated(node, demand)
        .or(() -> notSelected(node, demand))
        .or(() -> tooSmall(node, demand));
  }

  private static Optional<String> untolerated(ClusterNode node, PodDemand demand) {
    return node.taints().stream()
        .filter(taint -> KEEP_AWAY.contains(taint.getEffect()))
        .filter(taint -> demand.tolerations().stream().noneMatch(each -> tolerates(each, taint)))
        .findFirst()
        .map(taint ->
            "tainted with %s, which spec.podTemplate.spec.tolerations does not tolerate"
                .formatted(spelled(taint)));
  }

  private static boolean tolerates(Toleration toleration, Taint taint) {
    boolean anyKey = isBlank(toleration.getKey());
    boolean exists = "Exists".equals(toleration.getOperator());
    return (isBlank(toleration.getEffect()) || toleration.getEffect().equals(taint.getEffect()))
        && (anyKey ? exists : toleration.getKey().equals(taint.getKey()))
        && (exists || text(toleration.getValue()).equals(text(taint.getValue())));
  }

  private static boolean isBlank(String text) {
    return text == null || text.isEmpty();
  }

  private static String text(String value) {
    return Objects.toString(value, "");
  }

  private static String spelled(Taint taint) {
    return taint.getKey()
        + (isBlank(taint.getValue()) ? "" : "=" + taint.getValue())
        + ":"
        + taint.getEffect();
  }

  private static Optional<String> notSelected(ClusterNode node, PodDemand demand) {
    boolean selected =
        node.labels().entrySet().containsAll(demand.selector().entrySet())
            && (demand.terms().isEmpty()
                || demand.terms().stream().anyMatch(term -> matches(term, node)));
    return selected
        ? Optional.empty()
        : Optional.of("left out by nodeSelector or affinity of spec.podTemplate.spec");
  }

  /** A term without any requirement matches no node. */
  private static boolean matches(NodeSelectorTerm term, ClusterNode node) {
    List<NodeSelectorRequirement> expressions = term.getMatchExpressions();
    List<NodeSelectorRequirement> fields = term.getMatchFields();
    return !(expressions.isEmpty() && fields.isEmpty())
        && expressions.stream().allMatch(holdsFor(node.labels()))
        && fields.stream().allMatch(holdsFor(Map.of("metadata.name", node.name())));
  }

  private static Predicate<NodeSelectorRequirement> holdsFor(Map<String, String> values) {
    return requirement -> {
      Optional<String> value = Optional.ofNullable(values.get(requirement.getKey()));
      return switch (requirement.getOperator()) {
        case "In" -> value.filter(requirement.getValues()::contains).isPresent();
        case "NotIn" -> value.filter(requirement.getValues()::contains).isEmpty();
        case "Exists" -> value.isPresent();
        case "DoesNotExist" -> value.isEmpty();
        case "Gt" -> order(value, requirement) > 0;
        case "Lt" -> order(value, requirement) < 0;
        default -> false;
      };
    };
  }

  /** Whole numbers alone have an order; anything else is neither greater nor less. */
  private static int order(Optional<String> value, NodeSelectorRequirement requirement) {
    Optional<String> bound = requirement.getValues().stream().findFirst();
    return value.filter(NodeFit::isNumber).isPresent()
            && bound.filter(NodeFit::isNumber).isPresent()
        ? Long.compare(Long.parseLong(value.get()), Long.parseLong(bound.get()))
        : 0;
  }

  private static boolean isNumber(String text) {
    return WHOLE_NUMBER.matcher(text).matches();
  }

  private static Optional<String> tooSmall(ClusterNode node, PodDemand demand) {
    return demand.requests().entrySet().stream()
        .filter(request -> request.getValue().compareTo(allocatable(node, request.getKey())) > 0)
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .map(resource ->
            "too small for the %s that a pod requests, %s"
                .formatted(
                    resource, demand.request(resource).stripTrailingZeros().toPlainString()));
  }

  private static BigDecimal allocatable(ClusterNode node, String resource) {
    return node.allocatable().getOrDefault(resource, BigDecimal.ZERO);
  }
}
