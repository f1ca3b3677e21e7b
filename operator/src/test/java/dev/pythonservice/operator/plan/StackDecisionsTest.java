package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.operator.plan.StackSuggestions.Suggestion;
import dev.pythonservice.operator.support.Yaml;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What could be tried next")
final class StackDecisionsTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          uv keeps packages already                            | Packages: uv                           |
          a list of pip's could be uv's                        | Packages: pip                          | uv
          Poetry's lock could be uv's                          | Packages: poetry                       | uv
          a lock of a program that nobody knows stays          | Packages: lockit                       |
          Uvicorn that runs a server could be Granian          | Server: uvicorn used                   | granian
          Gunicorn that runs a server, too, also beside Granian| Server: gunicorn used; Server: granian | granian
          Granian stays                                        | Server: granian used                   |
          a server that is only installed stays                | Server: uvicorn                        |
          a server that the operator does not start stays      | Server: daphne                         |
          pandas could be Polars                               | DataFrames: pandas                     | polars
          pandas beside Polars is on its way                   | DataFrames: pandas; DataFrames: polars |
          Pydantic 1 could be Pydantic 2                       | Validation: pydantic                   | pydantic-core
          Pydantic 2 stays                                     | Validation: pydantic-core              |
          marshmallow could be Pydantic 2                      | Validation: marshmallow                | pydantic-core
          Python's own module for JSON could be orjson         | JSON: json                             | orjson
          ujson could be orjson                                | JSON: ujson                            | orjson
          ujson beside msgspec is on its way                   | JSON: ujson; JSON: msgspec             |
          mypy could be Pyrefly                                | TypeChecker: mypy                      | pyrefly
          mypy beside ty is on its way                         | TypeChecker: mypy; TypeChecker: ty     |
          Black could be Ruff                                  | Linter: black                          | ruff
          Black beside Flake8 could be Ruff                    | Linter: black; Linter: flake8          | ruff
          Black beside Ruff is on its way                      | Linter: black; Linter: ruff            |
          an own package in C could be in Rust                 | NativeExtensions: setuptools own       | maturin
          an own package in Rust stays                         | NativeExtensions: maturin own          |
          packages of others are not for the service to change | NativeExtensions: setuptools           |
          """)
  void suggestions(String sentence, String engines, String next) {
    Stack stack = stack(engines);

    Optional<Suggestion> suggestion = StackDecisions.suggestion(stack.engines().getFirst(), stack);

    assertThat(suggestion.map(Suggestion::next)).as(sentence).isEqualTo(Optional.ofNullable(next));
    suggestion.ifPresent(said ->
        assertThat(said.sentence()).startsWith("Try " + next + ": ").hasSizeLessThanOrEqualTo(512));
  }

  private static Stack stack(String engines) {
    String all =
        Arrays.stream(engines.split("; "))
            .map(StackDecisionsTest::engine)
            .collect(Collectors.joining(", "));
    String own =
        engines.endsWith(" own")
            ? "{name: crate, generator: %s 1.0, own: true}".formatted(engines.split(" ")[1])
            : "{name: numpy, generator: setuptools 80.9.0}";
    return Yaml.object("engines: [%s]\nnativeExtensions: [%s]".formatted(all, own), Stack.class);
  }

  private static String engine(String text) {
    String[] words = text.split(":? ");
    return "{layer: %s, engine: %s, from: Image, servers: [%s]}"
        .formatted(words[0], words[1], text.endsWith(" used") ? "http" : "");
  }
}
