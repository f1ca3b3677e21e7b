package dev.pythonservice.schema.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.schema.Repository;
import dev.pythonservice.schema.definition.sample.BakerySpec;
import dev.pythonservice.schema.definition.sample.Wordy;
import org.junit.jupiter.api.Test;

class JavadocDescriptionsTest {

  private final JavadocDescriptions javadoc =
      JavadocDescriptions.ofSourcesIn(Repository.root().resolve("crds/src/test/java"));

  @Test
  void tagsBecomeTextThatReadsWellInATerminalAndInMarkdown() {
    assertThat(javadoc.of(Wordy.class))
        .contains(
            """
            A record that says `much`, and <more> of `Bakery` than needed: A & B.

            It has a second paragraph:
            - one
            - two, which is longer than the first and so long that the formatter of the sources breaks it

            And a last word.\
            """);
  }

  @Test
  void aComponentIsDescribedByItsParamOnOneLine() {
    assertThat(javadoc.of(Wordy.class, "first")).contains("the first of two");
  }

  @Test
  void aComponentWithoutParamHasNoDescription() {
    assertThat(javadoc.of(Wordy.class, "second")).isEmpty();
  }

  @Test
  void aTypeParameterIsNoComponent() {
    assertThat(javadoc.of(Wordy.class, "T")).isEmpty();
  }

  @Test
  void aConstantOfANestedEnumerationIsFound() {
    assertThat(javadoc.of(BakerySpec.Flour.class, "Rye")).contains("For dark bread.");
  }
}
