package dev.pythonservice.e2e.charts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Committed files that should be what is generated today. */
final class Drift {

  private Drift() {}

  /** A test for each file. */
  static Stream<DynamicTest> tests(Path checkout, SortedMap<Path, String> generated) {
    return generated.entrySet().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getKey().toString(),
                () ->
                    assertThat(Files.readString(checkout.resolve(file.getKey())))
                        .as(
                            "%s should be what it is generated from; run 'make generate' and commit"
                                + " the result",
                            file.getKey())
                        .isEqualTo(file.getValue())));
  }
}
