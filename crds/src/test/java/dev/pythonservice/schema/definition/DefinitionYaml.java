package dev.pythonservice.schema.definition;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Writes a definition as YAML that is the same on every machine and reads well in a review: keys
 * sorted, long text folded at {@value #WIDTH} characters, no quotes that YAML 1.1, which Kubernetes
 * reads, does not need.
 */
public final class DefinitionYaml {

  private static final int WIDTH = 100;

  /**
   * Longer text starts on a line of its own, so that it is not broken in the middle of a key's
   * line.
   */
  private static final int LONG = 60;

  private DefinitionYaml() {}

  /** The definition as one YAML document. */
  public static String of(CustomResourceDefinition definition) {
    Map<?, ?> tree = new KubernetesSerialization().convertValue(definition, Map.class);
    return new Yaml(new FoldingRepresenter(options()), options()).dump(normal(tree));
  }

  /**
   * Reads a definition.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException if the text is no such YAML
   */
  public static CustomResourceDefinition read(String yaml) {
    return new KubernetesSerialization().unmarshal(yaml, CustomResourceDefinition.class);
  }

  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setWidth(WIDTH);
    options.setSplitLines(true);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    return options;
  }

  /**
   * Sorts keys, and writes bounds, which the model holds as floating-point numbers, as the integers
   * they are.
   */
  private static Object normal(Object value) {
    return switch (value) {
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, entry) -> sorted.put(String.valueOf(key), normal(entry)));
        yield sorted;
      }
      case List<?> list -> list.stream().map(DefinitionYaml::normal).toList();
      case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
          number.longValue();
      default -> value;
    };
  }

  private static final class FoldingRepresenter extends Representer {

    FoldingRepresenter(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, ScalarStyle style) {
      return super.representScalar(tag, value, tag.equals(Tag.STR) ? styleOf(value) : style);
    }

    private static ScalarStyle styleOf(String text) {
      if (text.contains("\n")) {
        return ScalarStyle.LITERAL;
      }
      return text.length() > LONG && text.contains(" ") ? ScalarStyle.FOLDED : ScalarStyle.PLAIN;
    }
  }
}
