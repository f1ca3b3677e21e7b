package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.support.Yaml;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a build is told")
final class BuildRendererTest {

  private static final String RETRY = "pythonservice.dev/retry";
  private static final String SUPERSEDED_BY = "pythonservice.dev/superseded-by";

  @Test
  @DisplayName("is nothing when nobody asked for anything")
  void nothing() {
    assertThat(BuildRenderer.latest(service(""), build(""))).isEmpty();
  }

  @Test
  @DisplayName("is that somebody asked its service to look again, once")
  void asksOnce() {
    PythonService service = service("pythonservice.dev/refresh: now");

    Optional<PythonBuild> told = BuildRenderer.latest(service, build(""));

    assertThat(annotations(told)).isEqualTo(Map.of(RETRY, "now"));
    assertThat(BuildRenderer.latest(service, told.orElseThrow())).isEmpty();
  }

  @Test
  @DisplayName("is nothing when it has its image, however often somebody asks")
  void hasItsImage() {
    PythonBuild built =
        Yaml.object(
            """
            metadata: {name: orders-1, namespace: shop, uid: uid-build}
            spec: {service: orders, platform: default}
            status: {phase: Succeeded, image: "registry.example/shop/orders@sha256:1"}
            """,
            PythonBuild.class);

    assertThat(BuildRenderer.latest(service("pythonservice.dev/refresh: now"), built)).isEmpty();
  }

  @Test
  @DisplayName("is which other one has replaced it, and what was asked before stays")
  void keepsWhatWasAsked() {
    Optional<PythonBuild> told =
        BuildRenderer.superseded(service(""), build(RETRY + ": a"), "orders-2");

    assertThat(annotations(told)).isEqualTo(Map.of(RETRY, "a", SUPERSEDED_BY, "orders-2"));
    assertThat(BuildRenderer.superseded(service(""), told.orElseThrow(), "orders-2")).isEmpty();
  }

  @Test
  @DisplayName("is that nothing replaces it any more when it is wanted again")
  void takesItBack() {
    PythonBuild replaced = build("%s: a, %s: orders-2".formatted(RETRY, SUPERSEDED_BY));

    assertThat(annotations(BuildRenderer.latest(service(""), replaced)))
        .isEqualTo(Map.of(RETRY, "a"));
  }

  private static Map<String, String> annotations(Optional<PythonBuild> build) {
    return build.orElseThrow().getMetadata().getAnnotations();
  }

  private static PythonService service(String annotations) {
    return Yaml.object(
        "metadata: {name: orders, namespace: shop, uid: uid-orders, annotations: {%s}}"
            .formatted(annotations),
        PythonService.class);
  }

  private static PythonBuild build(String annotations) {
    return Yaml.object(
        """
        metadata: {name: orders-1, namespace: shop, uid: uid-build, annotations: {%s}}
        spec: {service: orders, platform: default}
        """
            .formatted(annotations),
        PythonBuild.class);
  }
}
