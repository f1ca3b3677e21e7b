package dev.pythonservice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.schema.CommittedSchemas.Node;
import dev.pythonservice.schema.definition.EmbeddedType;
import dev.pythonservice.schema.definition.GeneratedDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every definition promises, read from the files that users apply. */
class CommittedDefinitionsTest {

  /**
   * The most that the API server accepts as annotations of an object, in bytes; {@code kubectl
   * apply} keeps the whole object in one (apimachinery, {@code TotalAnnotationSizeLimitB}).
   */
  private static final int ANNOTATIONS = 256 * 1024;

  private static final Set<String> MERGE_STRATEGIES = Set.of("map", "set", "atomic");

  private final List<GeneratedDefinition> generated = GeneratedFiles.definitions();
  private final List<Node> nodes = CommittedSchemas.nodesOf(generated);

  @Test
  void theseTestsSeeFieldsInsideListsAndMapsOfEveryKind() {
    assertThat(nodes)
        .extracting(Node::name)
        .contains(
            "PythonService .spec.servers[*].port",
            "PythonService .spec.resources.requests.*",
            "PythonBuild .status.conditions[*].type",
            "PythonPlatform .spec.runtimes[*].image");
  }

  @Test
  void everyFieldHasADescription() {
    assertThat(
            namesOf(field ->
                field.isField()
                    && !field.path().equals(".metadata")
                    && Optional.ofNullable(field.schema().getDescription())
                        .filter(text -> !text.isBlank())
                        .isEmpty()))
        .isEmpty();
  }

  @Test
  void everyListSaysHowItsEntriesMerge() {
    assertThat(
            namesOf(list ->
                list.isList()
                    && Optional.ofNullable(list.schema().getXKubernetesListType())
                        .filter(MERGE_STRATEGIES::contains)
                        .isEmpty()))
        .isEmpty();
  }

  @Test
  void everyKeyOfAListIsRequiredInItsEntries() {
    assertThat(
            namesOf(list ->
                list.isList()
                    && !list.schema()
                        .getItems()
                        .getSchema()
                        .getRequired()
                        .containsAll(list.schema().getXKubernetesListMapKeys())))
        .isEmpty();
  }

  @Test
  void everyRuleSaysInWordsWhatIsWrong() {
    assertThat(
            namesOf(node ->
                node.schema().getXKubernetesValidations().stream()
                    .map(rule -> Optional.ofNullable(rule.getMessage()))
                    .anyMatch(message -> message.filter(words -> words.contains(" ")).isEmpty())))
        .isEmpty();
  }

  /**
   * The API server estimates the cost of a rule from the bounds of what it reads, and refuses a
   * definition without.
   */
  @Test
  void whatARuleReadsHasABound() {
    assertThat(
            nodes.stream()
                .filter(Node::hasRules)
                .flatMap(CommittedDefinitionsTest::unboundedThatRulesRead))
        .isEmpty();
  }

  /** A rule costs as much as there can be places where it holds. */
  @Test
  void whatRepeatsARuleHasABound() {
    assertThat(
            namesOf(outer ->
                (outer.isList() || outer.isMap())
                    && outer.isUnbounded()
                    && nodes.stream().anyMatch(inner -> inner.isInside(outer) && inner.hasRules())))
        .isEmpty();
  }

  @Test
  void everyTypeOfKubernetesThatIsListedIsUsed() {
    assertThat(generated.stream().flatMap(definition -> definition.embedded().values().stream()))
        .contains(EmbeddedType.values());
  }

  @Test
  void everyDefinitionFitsIntoTheAnnotationOfKubectlApply() {
    assertThat(generated)
        .filteredOn(definition ->
            CommittedSchemas.yamlOf(definition).getBytes(StandardCharsets.UTF_8).length
                >= ANNOTATIONS)
        .extracting(GeneratedDefinition::kind)
        .isEmpty();
  }

  private List<String> namesOf(Predicate<Node> predicate) {
    return nodes.stream().filter(predicate).map(Node::name).toList();
  }

  private static Stream<String> unboundedThatRulesRead(Node node) {
    Stream<Node> fields =
        node.schema().getProperties().entrySet().stream()
            .filter(field -> isReadByRuleOf(node.schema(), field.getKey()))
            .map(field -> node.child(field.getKey(), field.getValue()));
    return Stream.concat(Stream.of(node), fields).filter(Node::isUnbounded).map(Node::name);
  }

  private static boolean isReadByRuleOf(JSONSchemaProps schema, String field) {
    Pattern use = Pattern.compile("\\bself[.]" + Pattern.quote(field) + "\\b");
    return schema.getXKubernetesValidations().stream()
        .map(ValidationRule::getRule)
        .map(rule -> rule.replaceAll("has[(][^)]*[)]", ""))
        .anyMatch(rule -> use.matcher(rule).find());
  }
}
