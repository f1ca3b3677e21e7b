package dev.pythonservice.builder.feasibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares with what Python's {@code packaging} chose for the real wheels of well-known packages;
 * {@code scripts/wheel-choices.py} made the file, and compared it with uv; its first lines say how
 * it is run again.
 */
final class WheelChoicesTest {

  private static JsonNode data() throws Exception {
    try (InputStream stream =
        WheelChoicesTest.class.getResourceAsStream("/feasibility/wheel-choices.json")) {
      return new JsonMapper().readTree(Objects.requireNonNull(stream));
    }
  }

  static Stream<JsonNode> targets() throws Exception {
    return data().path("targets").valueStream();
  }

  @ParameterizedTest
  @MethodSource("targets")
  void everyPackageGetsTheWheelThatPackagingChooses(JsonNode answers) throws Exception {
    List<LockedPackage> packages =
        data().path("packages").valueStream().map(WheelChoicesTest::locked).toList();
    Map<String, String> expected = new HashMap<>();
    List<String> without = new ArrayList<>();
    for (int index = 0; index < packages.size(); index++) {
      JsonNode choice = answers.path("choices").path(index);
      if (choice.isString()) {
        expected.put(packages.get(index).toString(), choice.asString());
      } else {
        without.add(packages.get(index).name());
      }
    }

    Feasibility feasibility =
        new Feasibilities(locked -> List.of(), locked -> List.of())
            .of(new Selection(packages, List.of()), target(answers));

    Map<String, String> chosen = new HashMap<>();
    feasibility
        .wheels()
        .forEach(wheel -> chosen.put(wheel.locked().toString(), wheel.file().fileName()));
    assertThat(chosen).isEqualTo(expected);
    assertThat(feasibility.blockers())
        .extracting(Blocker::packageName)
        .containsExactlyInAnyOrderElementsOf(without);
  }

  private static Target target(JsonNode answers) {
    Platform platform =
        answers.path("machine").asString("").equals("x86_64")
            ? Platform.LINUX_AMD64
            : Platform.LINUX_ARM64;
    Family family = Family.valueOf(answers.path("family").asString("").toUpperCase(Locale.ROOT));
    return new Target(
        platform,
        new CLibrary(family, family == Family.GLIBC ? 2 : 1, answers.path("minor").asInt()),
        PythonVersion.of(answers.path("python").asString("")));
  }

  private static LockedPackage locked(JsonNode entry) {
    List<LockedFile> wheels =
        entry.path("wheels").valueStream().map(name -> file(name.asString(""))).toList();
    return new LockedPackage(
        entry.path("name").asString(""),
        entry.path("version").asString(""),
        new Origin.Index(URI.create("https://index.example/simple")),
        wheels,
        entry.path("source").asBoolean() ? Optional.of(file("source.tar.gz")) : Optional.empty(),
        "");
  }

  private static LockedFile file(String name) {
    return new LockedFile(
        name, URI.create("https://index.example/files"), Digest.ofBytes(new byte[0]), 1);
  }
}
