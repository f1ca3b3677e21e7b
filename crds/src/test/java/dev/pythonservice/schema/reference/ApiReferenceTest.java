package dev.pythonservice.schema.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.schema.Repository;
import dev.pythonservice.schema.definition.DefinitionGenerator;
import dev.pythonservice.schema.definition.JavadocDescriptions;
import dev.pythonservice.schema.definition.sample.Bakery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiReferenceTest {

  private static final Path TESTS = Repository.root().resolve("crds/src/test");

  @Test
  void theSampleBecomesTheReferenceBesideThisTest() throws IOException {
    JavadocDescriptions javadoc = JavadocDescriptions.ofSourcesIn(TESTS.resolve("java"));

    String reference =
        ApiReference.of(List.of(new DefinitionGenerator(javadoc).generate(Bakery.class)));

    assertThat(reference).isEqualTo(Files.readString(TESTS.resolve("resources/bakery.md")));
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '=',
      textBlock =
          """
          a list of names = a list of names
          either a|b = either a\\|b
          the code `a|b*` = the code `a\\|b*`
          a < b and c* = a &lt; b and c\\*
          """)
  void charactersThatTablesAndHtmlClaimAreEscaped(String description, String cell) {
    assertThat(Markdown.cell(description)).isEqualTo(cell);
  }
}
