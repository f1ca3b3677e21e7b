package dev.pythonservice.operator.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Promoted;
import dev.pythonservice.operator.plan.BuildDecisions;
import dev.pythonservice.operator.plan.BuildInputs;
import dev.pythonservice.operator.plan.BuildLine;
import dev.pythonservice.operator.plan.BuilderImage;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.plan.PromotionRecord;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The record of a promotion")
final class PromotionRendererTest {

  private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  private static final Promoted PROMOTED =
      new Promoted(NOW, Promoted.How.Approved, "jane", "kubectl-annotate", null, List.of());

  @Test
  @DisplayName("is written alone, about the version of the build that was read")
  void isWrittenAlone() {
    PythonBuild build = build("phase: Succeeded\nimage: any@sha256:1\ndigest: sha256:1\n");

    assertThat(Yaml.of(PromotionRenderer.render(new PromotionRecord(build, PROMOTED))))
        .isEqualTo(
            """
            ---
            apiVersion: "pythonservice.dev/v1alpha1"
            kind: "PythonBuild"
            metadata:
              name: "orders-1"
              namespace: "shop"
              resourceVersion: "7"
              uid: "b1"
            status:
              promotion:
                at: "2026-11-23T02:00:00Z"
                how: "Approved"
                by: "jane"
                manager: "kubectl-annotate"
            """);
  }

  @Test
  @DisplayName("stays when all the rest of the build's status is written")
  void stays() {
    PythonBuild build =
        build(
            "phase: Pending\n"
                + "image: any@sha256:1\n"
                + "digest: sha256:1\n"
                + "promotion: {at: '2026-11-23T02:00:00Z', how: Approved, by: jane, manager:"
                + " kubectl-annotate}\n");
    BuildInputs inputs =
        new BuildInputs(
            build,
            Optional.empty(),
            new OperatorScope("operators", new TreeSet<>()),
            new BuilderImage(Optional.empty(), Optional.empty()),
            Optional.empty(),
            Optional.empty(),
            new BuildLine(0, 0),
            NOW);

    Optional<StatusUpdate<PythonBuild>> update =
        new BuildStatusRenderer(new EventReporter("pythonservice-operator-0"))
            .render(build, BuildDecisions.plan(inputs), NOW);

    assertThat(update.orElseThrow().patch().getStatus().promotion()).isEqualTo(PROMOTED);
  }

  private static PythonBuild build(String status) {
    PythonBuild build =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonBuild
            metadata: {name: orders-1, namespace: shop, uid: b1, resourceVersion: "7", generation: 1}
            """,
            PythonBuild.class);
    build.setSpec(
        Yaml.object(
            """
            service: orders
            platform: default
            source: {git: {url: "https://git.example/shop/orders.git"}}
            revision: "1111"
            python: "3.12"
            libc: Glibc
            platforms: [linux/amd64]
            baseImage: registry.example/python@sha256:1
            repository: registry.example/python/shop/orders
            layoutVersion: 1
            identity: {version: 1, hash: abc}
            """,
            PythonBuildSpec.class));
    build.setStatus(Yaml.object(status, PythonBuildStatus.class));
    return build;
  }
}
