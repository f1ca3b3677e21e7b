package dev.pythonservice.builder.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.builder.checks.TestCases.Case;
import dev.pythonservice.builder.checks.TestCases.Outcome;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A report of tests")
final class TestCasesTest {

  /** As pytest 9 writes it. */
  private static final String PYTEST =
      """
      <?xml version="1.0" encoding="utf-8"?>
      <testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" skipped="1" tests="4" time="0.038">
      <testcase classname="tests.test_web" name="test_page" time="0.001" />
      <testcase classname="tests.test_web" name="test_sum[eur]" time="0.001"><failure message="AssertionError: assert 41 == 42&#10; +  where 41 = total()">def test_sum(): ...</failure></testcase>
      <testcase classname="tests.test_web" name="test_later" time="0.000"><skipped type="pytest.skip" message="not yet">tests/test_web.py:9: not yet</skipped></testcase>
      <testcase classname="" name="tests.test_broken" time="0.000"><error message="collection failure">ImportError</error></testcase>
      </testsuite></testsuites>
      """;

  @Test
  @DisplayName("has each test with its outcome and the first line of what it said")
  void hasEachTest() {
    TestCases cases = read(PYTEST);

    assertThat(cases.cases())
        .containsExactly(
            new Case("tests.test_web::test_page", Outcome.PASSED, ""),
            new Case(
                "tests.test_web::test_sum[eur]", Outcome.FAILED, "AssertionError: assert 41 == 42"),
            new Case("tests.test_web::test_later", Outcome.SKIPPED, ""),
            new Case("tests.test_broken", Outcome.FAILED, "collection failure"));
    assertThat(cases.failed()).hasSize(2);
    assertThat(cases.skipped()).isEqualTo(1);
  }

  @Test
  @DisplayName("counts a test once, by the worst of what is said of it")
  void countsOnce() {
    TestCases cases =
        read(
            """
            <testsuite><testcase name="a"/><testcase name="a"><error message="at teardown"/></testcase>
            <testcase name="b"><failure message="it"/><skipped/></testcase></testsuite>
            """);

    assertThat(cases.cases())
        .containsExactly(
            new Case("a", Outcome.FAILED, "at teardown"), new Case("b", Outcome.FAILED, "it"));
  }

  @Test
  @DisplayName("believes the tests and not the numbers above them")
  void believesTests() {
    TestCases cases =
        read(
            "<testsuite tests=\"9\" failures=\"0\"><testcase"
                + " name=\"a\"><failure/></testcase></testsuite>");

    assertThat(cases.cases()).hasSize(1);
    assertThat(cases.failed()).hasSize(1);
  }

  @Test
  @DisplayName("is shown without what does something to a terminal, and shortened")
  void isShownSafely() {
    String said = "\u202e" + "x".repeat(5000);
    TestCases cases =
        read(
            "<testsuite><testcase name=\"n%s\"><failure message=\"%s\"/></testcase></testsuite>"
                .formatted("y".repeat(5000), said));

    String sentence = cases.failed().getFirst().sentence();
    assertThat(sentence).hasSizeLessThan(300).doesNotContain("\u202e").contains("yy…: x");
  }

  static Stream<Arguments> hostile() {
    return Stream.of(
        arguments("nothing", "", "cannot be read"),
        arguments("what is not XML", "1 failed, 3 passed", "cannot be read"),
        arguments("what breaks off", "<testsuite><testcase name='a'/>", "cannot be read"),
        arguments("another document", "<html><testcase name='a'/></html>", "its root is not"),
        arguments(
            "a document type, which could name a file",
            "<!DOCTYPE testsuite [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><testsuite><testcase"
                + " name='&e;'/></testsuite>",
            "cannot be read"),
        arguments(
            "one that fetches its document type",
            "<!DOCTYPE testsuite SYSTEM 'http://127.0.0.1:1/a.dtd'><testsuite/>",
            "it has a document type"),
        arguments(
            "entities that grow",
            "<!DOCTYPE t [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><testsuite>&b;</testsuite>",
            "it has a document type"),
        arguments(
            "a tower of elements",
            "<testsuite>" + "<a>".repeat(100_000) + "</a>".repeat(100_000) + "</testsuite>",
            "cannot be read"),
        arguments("more than 8 MiB", " ".repeat((8 << 20) + 1), "larger than 8388608 bytes"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  @DisplayName("is foreign, and is not read where it is")
  void isForeign(String sentence, String report, String words) {
    BuildFailure failure = catchThrowableOfType(BuildFailure.class, () -> read(report));

    assertThat(failure.exitCode()).as(sentence).isEqualTo(ExitCode.INPUT);
    assertThat(failure.sentence()).contains(words).hasSizeLessThan(400);
  }

  private static TestCases read(String report) {
    return TestCases.read(report.getBytes(StandardCharsets.UTF_8));
  }
}
