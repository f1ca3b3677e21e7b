package dev.pythonservice.builder.attest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.Provenance.BuildVerdict;
import dev.pythonservice.builder.attest.Provenance.Material;
import dev.pythonservice.builder.registry.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A provenance")
final class ProvenanceTest {

  @Test
  @DisplayName("is a statement of in-toto v1 with a predicate of SLSA v1")
  void hasTheForm() {
    Statement statement =
        new Provenance(
                Map.of("python", "3.13.5", "base", "registry.example/base/python:3.13"),
                List.of(
                    new Material(
                        "orjson-3.13.0-cp313-cp313-manylinux_2_17_x86_64.whl",
                        "pkg:pypi/orjson@3.13.0",
                        Map.of("sha256", "ab"),
                        Optional.of("https://files.example/orjson.whl"),
                        Map.of("index", "https://index.example/simple"))),
                "0.1.0",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Instant.parse("2026-01-02T03:05:05.678Z"),
                List.of(new BuildVerdict("hashes", true, "all match")))
            .about(
                List.of(
                    new Subject(
                        "registry.example/shop/orders",
                        Digest.ofBytes("image".getBytes(StandardCharsets.UTF_8)))));

    assertThat(new String(statement.bytes(), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            {"_type":"https://in-toto.io/Statement/v1",\
            "subject":[{"name":"registry.example/shop/orders","digest":{"sha256":"6105d6cc76af400325e94d588ce511be5bfdbb73b437dc51eca43917d7a43e3d"}}],\
            "predicateType":"https://slsa.dev/provenance/v1",\
            "predicate":{"buildDefinition":{"buildType":"https://pythonservice.dev/build/v1",\
            "externalParameters":{"base":"registry.example/base/python:3.13","python":"3.13.5"},\
            "resolvedDependencies":[{"name":"orjson-3.13.0-cp313-cp313-manylinux_2_17_x86_64.whl",\
            "uri":"pkg:pypi/orjson@3.13.0","digest":{"sha256":"ab"},\
            "downloadLocation":"https://files.example/orjson.whl",\
            "annotations":{"index":"https://index.example/simple"}}]},\
            "runDetails":{"builder":{"id":"https://pythonservice.dev/builder/v1",\
            "version":{"pythonservice-builder":"0.1.0"}},\
            "metadata":{"startedOn":"2026-01-02T03:04:05Z","finishedOn":"2026-01-02T03:05:05Z"}},\
            "pythonservice_verdicts":[{"rule":"hashes","passed":true,"message":"all match"}]}}\
            """);
    assertThat(Statement.read(statement.bytes())).contains(statement);
  }
}
