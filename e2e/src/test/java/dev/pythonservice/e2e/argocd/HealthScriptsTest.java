package dev.pythonservice.e2e.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.argocd.HealthScript.Health;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Argo CD's health checks say of the objects in {@code testdata} what {@code health_test.yaml}
 * expects: the format of Argo CD's own resource_customizations.
 */
class HealthScriptsTest {

  private static final Path ROOT = Path.of("..", "docs", "argocd", "health");

  @TestFactory
  Stream<DynamicTest> anObjectHasTheHealthThatIsExpected() {
    return folders().stream()
        .flatMap(folder ->
            cases(folder)
                .map(each ->
                    DynamicTest.dynamicTest(
                        folder.getFileName() + " " + each.at("/inputPath").asText(),
                        () -> {
                          Health expected =
                              new Health(
                                  each.at("/healthStatus/status").asText(),
                                  each.at("/healthStatus/message").asText());
                          Path object = folder.resolve(each.at("/inputPath").asText());
                          HealthScript script = new HealthScript(folder.resolve("health.lua"));
                          assertThat(script.of(object)).isEqualTo(expected);
                        })));
  }

  @TestFactory
  Stream<DynamicTest> noObjectIsLeftOut() {
    return folders().stream()
        .map(folder ->
            DynamicTest.dynamicTest(
                folder.getFileName().toString(),
                () ->
                    assertThat(list(folder.resolve("testdata")))
                        .containsExactlyInAnyOrderElementsOf(
                            cases(folder)
                                .map(each -> folder.resolve(each.at("/inputPath").asText()))
                                .toList())));
  }

  @Test
  void everyKindHasOne() {
    assertThat(folders())
        .extracting(folder -> folder.getFileName().toString())
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(PythonService.class, PythonBuild.class, PythonPlatform.class)
                .map(kind -> HasMetadata.getGroup(kind) + "_" + HasMetadata.getKind(kind))
                .toList());
  }

  private static Stream<JsonNode> cases(Path folder) {
    try {
      String text = Files.readString(folder.resolve("health_test.yaml"));
      JsonNode tests = Serialization.unmarshal(text, JsonNode.class).path("tests");
      return StreamSupport.stream(tests.spliterator(), false);
    } catch (IOException problem) {
      throw new UncheckedIOException(folder + " has no health_test.yaml", problem);
    }
  }

  private static List<Path> folders() {
    return list(ROOT);
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(folder + " cannot be read", problem);
    }
  }
}
