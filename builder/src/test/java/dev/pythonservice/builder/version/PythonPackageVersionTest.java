package dev.pythonservice.builder.version;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with Python's {@code packaging}; {@code scripts/versions.py} made the files. */
@DisplayName("The version of a Python package")
final class PythonPackageVersionTest {

  static List<String> lines(String file) throws Exception {
    try (var stream = PythonPackageVersionTest.class.getResourceAsStream("/version/" + file)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    }
  }

  private static PythonPackageVersion version(String text) {
    return PythonPackageVersion.of(text).orElseThrow(() -> new AssertionError(text));
  }

  @Test
  @DisplayName("is ordered, and the same in other words, as packaging has it")
  void isOrdered() throws Exception {
    List<List<String>> expected =
        lines("order.txt").stream().map(line -> List.of(line.split(" "))).toList();

    for (int one = 0; one < expected.size(); one++) {
      for (int other = 0; other < expected.size(); other++) {
        for (String first : expected.get(one)) {
          for (String second : expected.get(other)) {
            assertThat(Integer.signum(version(first).compareTo(version(second))))
                .as("%s and %s", first, second)
                .isEqualTo(Integer.compare(one, other));
          }
        }
      }
    }
  }

  static Stream<List<String>> specifiers() throws Exception {
    return lines("specifiers.tsv").stream().map(line -> List.of(line.split("\t", 2)));
  }

  @ParameterizedTest
  @MethodSource("specifiers")
  @DisplayName("holds for the specifiers that packaging lets it hold for")
  void holds(List<String> row) throws Exception {
    if (row.get(1).equals("invalid")) {
      assertThat(VersionSpecifiers.of(row.get(0))).isEmpty();
      return;
    }
    VersionSpecifiers specifiers = VersionSpecifiers.of(row.get(0)).orElseThrow();
    Set<String> held = new TreeSet<>();
    for (String line : lines("order.txt")) {
      Stream.of(line.split(" ")).filter(specifiers::hold).forEach(held::add);
    }

    assertThat(held).isEqualTo(new TreeSet<>(List.of(row.get(1).split(" "))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0-", "french toast", "1.0+", "1.x"})
  @DisplayName("is not read from what is none")
  void isNone(String text) {
    assertThat(PythonPackageVersion.of(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.0", "=>1.0", "~=1", ">=1.*", "==1.0,", "==french toast"})
  @DisplayName("has no specifiers in what are none")
  void areNone(String text) {
    assertThat(VersionSpecifiers.of(text)).isEmpty();
  }
}
