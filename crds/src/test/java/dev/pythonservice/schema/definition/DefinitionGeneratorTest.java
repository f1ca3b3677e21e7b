package dev.pythonservice.schema.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.pythonservice.schema.Repository;
import dev.pythonservice.schema.definition.sample.Bakery;
import dev.pythonservice.schema.definition.sample.Flaws;
import io.fabric8.kubernetes.client.CustomResource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DefinitionGeneratorTest {

  private static final Path TESTS = Repository.root().resolve("crds/src/test");

  private final DefinitionGenerator generator =
      new DefinitionGenerator(JavadocDescriptions.ofSourcesIn(TESTS.resolve("java")));

  @Test
  void theSampleBecomesTheDefinitionBesideThisTest() throws IOException {
    String yaml = DefinitionYaml.of(generator.generate(Bakery.class).definition());

    assertThat(yaml).isEqualTo(Files.readString(TESTS.resolve("resources/bakery.yaml")));
  }

  @Test
  void theYamlReadsBackAsTheSameDefinition() {
    String yaml = DefinitionYaml.of(generator.generate(Bakery.class).definition());

    assertThat(DefinitionYaml.of(DefinitionYaml.read(yaml))).isEqualTo(yaml);
  }

  @Test
  void theTypesOfKubernetesAreFoundWhereTheyAre() {
    assertThat(generator.generate(Bakery.class).embedded())
        .containsOnlyKeys(".spec.env[*]", ".spec.stock.*", ".spec.budget")
        .containsEntry(".spec.env[*]", EmbeddedType.ENV_VAR);
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
        argumentSet(
            "a component without @param",
            Flaws.NoParam.class,
            "NoParamSpec.secret (.spec.secret): the Javadoc of NoParamSpec has no @param secret"),
        argumentSet(
            "a record without Javadoc",
            Flaws.NoJavadoc.class,
            "NoJavadocSpec (.spec): the type NoJavadocSpec has no Javadoc"),
        argumentSet(
            "an enum constant without Javadoc",
            Flaws.SilentConstant.class,
            "SilentConstantSpec.taste (.spec.taste): the constant Taste.Sweet has no Javadoc"),
        argumentSet(
            "a list that does not say how it merges",
            Flaws.UndecidedList.class,
            "UndecidedListSpec.names (.spec.names): a list has exactly one of @MergeBy,"
                + " @SetOfValues and @Atomic, and this has 0"),
        argumentSet(
            "a merge key that is not required",
            Flaws.OptionalKey.class,
            "OptionalKeySpec.entries (.spec.entries): the key name of @MergeBy must be @Required in"
                + " the entries"),
        argumentSet(
            "a merge key that does not exist",
            Flaws.UnknownKey.class,
            "UnknownKeySpec.entries (.spec.entries): @MergeBy names the key label, which the"
                + " entries do not have"),
        argumentSet(
            "a set of objects",
            Flaws.SetOfObjects.class,
            "SetOfObjectsSpec.entries (.spec.entries): @SetOfValues is for scalars, and this is a"
                + " list of Entry"),
        argumentSet(
            "a set that is no list",
            Flaws.SetOfNothing.class,
            "SetOfNothingSpec.name (.spec.name): @SetOfValues is for lists"),
        argumentSet(
            "a duration, which the generator takes for a date",
            Flaws.WrongDuration.class,
            "WrongDurationSpec.rest (.spec.rest): the generator takes a Duration for a point in"
                + " time; use a String with a pattern"),
        argumentSet(
            "a rule without a message",
            Flaws.SilentRule.class,
            "SilentRuleSpec (.spec): the rule self.name != '' has no message"),
        argumentSet(
            "a type of Kubernetes that nobody decided to take over",
            Flaws.ForeignType.class,
            "ForeignTypeSpec.affinity (.spec.affinity): Affinity of Kubernetes is not listed in"
                + " EmbeddedType"));
  }

  @ParameterizedTest
  @MethodSource("flaws")
  void aFlawIsNamedWithItsPlace(Class<? extends CustomResource<?, ?>> kind, String problem) {
    assertThatThrownBy(() -> generator.generate(kind))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(kind.getSimpleName() + " cannot be generated:\n  " + problem);
  }

  @Test
  void javadocThatNoDescriptionCanHoldIsNamed() {
    assertThatThrownBy(() -> generator.generate(Flaws.Pretty.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Flaws.PrettySpec#name")
        .hasMessageContaining("say it without <b>");
  }
}
