package dev.pythonservice.builder.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.request.PackageRules.Licenses;
import dev.pythonservice.builder.request.PackageRules.Unknown;
import dev.pythonservice.builder.request.Policy.Origin;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The rule on licences")
final class LicencesTest {

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an allowed licence passes                             | MIT                                          | true
          in whatever letters                                   | mit                                          | true
          another one does not                                  | GPL-3.0-only                                 | false
          a choice passes by the allowed one                    | GPL-3.0-only OR MIT                          | true
          a choice of two others does not                       | GPL-3.0-only OR MPL-2.0                      | false
          what holds together must be allowed altogether        | MIT AND Apache-2.0                           | true
          and is forbidden by one part                          | MIT AND GPL-3.0-only                         | false
          and binds before or                                   | GPL-3.0-only AND MPL-2.0 OR MIT              | true
          parentheses bind first                                | GPL-3.0-only AND (MPL-2.0 OR MIT)            | false
          parentheses within parentheses are read               | ((MIT) AND ((Apache-2.0 OR MPL-2.0)))        | true
          an exception only adds to what is allowed             | Apache-2.0 WITH LLVM-exception               | true
          a licence that is allowed with its exception passes   | GPL-2.0-only WITH Classpath-exception-2.0    | true
          and not without it                                    | GPL-2.0-only                                 | false
          nor with another one                                  | GPL-2.0-only WITH GCC-exception-2.0          | false
          an old identifier is that which replaced it           | LGPL-2.1                                     | true
          with a plus it is another                             | LGPL-2.1+                                    | false
          a licence of one's own is another                     | LicenseRef-Proprietary                       | false
          """)
  void evaluatesExpressions(String sentence, String expression, boolean passes) {
    Licenses allowed =
        new Licenses(
            List.of(
                "MIT", "Apache-2.0", "LGPL-2.1-only", "GPL-2.0-only WITH Classpath-exception-2.0"),
            List.of(),
            Optional.of(Unknown.DENY),
            List.of());

    assertThat(violations(allowed, said(expression))).hasSize(passes ? 0 : 1);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a denied licence is forbidden                    | AGPL-3.0-only                       | false
          also with an exception                           | AGPL-3.0-only WITH Font-exception   | false
          all others pass                                  | MIT                                 | true
          a choice passes by another                       | AGPL-3.0-only OR MIT                | true
          what holds together is forbidden by one part     | AGPL-3.0-only AND MIT               | false
          """)
  void deniesWhatIsListed(String sentence, String expression, boolean passes) {
    Licenses denied =
        new Licenses(List.of(), List.of("AGPL-3.0-only"), Optional.empty(), List.of());

    assertThat(violations(denied, said(expression))).hasSize(passes ? 0 : 1);
  }

  static Stream<Arguments> declared() {
    return Stream.of(
        Arguments.of("an identifier in License", text("MIT"), "MIT"),
        Arguments.of("an expression in License", text("MIT OR Apache-2.0"), "MIT OR Apache-2.0"),
        Arguments.of("a name of one licence", text("The MIT License"), "MIT"),
        Arguments.of("a name with a comma", text("Apache License, Version 2.0"), "Apache-2.0"),
        Arguments.of("a name of several licences says none", text("BSD"), ""),
        Arguments.of("a whole text says none", text("Copyright\nAll rights reserved"), ""),
        Arguments.of(
            "a classifier of one licence",
            classified("License :: OSI Approved :: MIT License"),
            "MIT"),
        Arguments.of(
            "a classifier of several licences says none",
            classified("License :: OSI Approved :: Apache Software License"),
            ""),
        Arguments.of(
            "the classifier of all licences adds nothing",
            classified("License :: OSI Approved", "License :: OSI Approved :: ISC License (ISCL)"),
            "ISC"),
        Arguments.of(
            "two classifiers hold together",
            classified(
                "License :: OSI Approved :: MIT License",
                "License :: OSI Approved :: GNU Affero General Public License v3"),
            "MIT AND AGPL-3.0-only"),
        Arguments.of(
            "a certain classifier beside an uncertain one says none",
            classified(
                "License :: OSI Approved :: MIT License", "License :: OSI Approved :: BSD License"),
            ""),
        Arguments.of(
            "an expression comes first",
            new DeclaredLicence(
                Optional.of("Zlib"),
                Optional.of("MIT"),
                List.of("License :: OSI Approved :: MIT License")),
            "Zlib"),
        Arguments.of(
            "a classifier helps where License is uncertain",
            new DeclaredLicence(
                Optional.empty(),
                Optional.of("Dual"),
                List.of("License :: OSI Approved :: MIT License")),
            "MIT"),
        Arguments.of("nothing says none", DeclaredLicence.NONE, ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("declared")
  void readsWhatIsCertain(String sentence, DeclaredLicence declared, String expression) {
    assertThat(new KnownLicences(List.of()).of(declared).map(Object::toString).orElse(""))
        .isEqualTo(expression);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "AND", "MIT WITH", "MIT/X"})
  @DisplayName("reads no expression from what is none")
  void isNoExpression(String text) {
    assertThat(LicenceExpression.of(text)).isEmpty();
  }

  @Test
  @DisplayName("forbids packages that say none only where that is denied, and not those excepted")
  void unknown() {
    DeclaredLicence bsd = text("BSD");
    Licenses allowing = new Licenses(List.of("MIT"), List.of(), Optional.empty(), List.of());
    Licenses denying =
        new Licenses(List.of("MIT"), List.of(), Optional.of(Unknown.DENY), List.of());
    Licenses excepting =
        new Licenses(List.of("MIT"), List.of(), Optional.of(Unknown.DENY), List.of("orders-lib"));

    assertThat(violations(allowing, bsd)).isEmpty();
    assertThat(violations(denying, bsd))
        .singleElement()
        .satisfies(violation -> assertThat(violation.message()).contains("it says 'BSD'"));
    assertThat(violations(excepting, bsd)).isEmpty();
  }

  private static List<Violation> violations(Licenses licenses, DeclaredLicence declared) {
    PackageFacts facts =
        new PackageFacts(
            "orders-lib",
            "1.0",
            Origin.INDEX,
            "",
            "",
            "",
            Optional.empty(),
            declared,
            List.of(),
            false,
            Optional.empty());
    return new LicenceRule(licenses).violations(facts).toList();
  }

  private static DeclaredLicence said(String expression) {
    return new DeclaredLicence(Optional.of(expression), Optional.empty(), List.of());
  }

  private static DeclaredLicence text(String text) {
    return new DeclaredLicence(Optional.empty(), Optional.of(text), List.of());
  }

  private static DeclaredLicence classified(String... classifiers) {
    return new DeclaredLicence(Optional.empty(), Optional.empty(), List.of(classifiers));
  }
}
