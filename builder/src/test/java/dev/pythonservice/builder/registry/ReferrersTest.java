package dev.pythonservice.builder.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Referrers")
final class ReferrersTest {

  private static final String SBOM = "application/vnd.cyclonedx+json";
  private static final String REPORT = "application/vnd.pythonservice.build-report.v1+json";

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final Referrers referrers = new Referrers(registry);
  private final Repository shop = server.repository("shop/orders");
  private final Manifest image =
      new Manifest(MediaTypes.INDEX, "{\"manifests\":[]}".getBytes(StandardCharsets.UTF_8));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("are listed in an index under a tag where the registry knows none, once each")
  void fallBack() {
    Manifest sbom = attach(SBOM, "{\"components\":[]}");
    attach(SBOM, "{\"components\":[]}");
    attach(REPORT, "{}");

    assertThat(referrers.of(shop, image.digest(), SBOM))
        .extracting(Descriptor::digest)
        .containsExactly(sbom.digest());
    assertThat(
            server
                .manifest("shop/orders", "sha256-" + image.digest().hex())
                .orElseThrow()
                .json()
                .path("manifests"))
        .hasSize(2)
        .allSatisfy(entry -> assertThat(entry.path("artifactType").asString()).isNotEmpty());
  }

  @Test
  @DisplayName("are written once where it is asked first")
  void attachedOnce() {
    byte[] content = "{}".getBytes(StandardCharsets.UTF_8);
    Descriptor blob = new Descriptor(SBOM, Digest.ofBytes(content), content.length);
    Manifest first =
        referrers.attachOnce(
            shop, image.descriptor(), blob, new BlobContent.Small(content), Map.of());
    int before = server.requests("PUT").size();

    Manifest second =
        referrers.attachOnce(
            shop, image.descriptor(), blob, new BlobContent.Small(content), Map.of());

    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(server.requests("PUT")).hasSize(before);
  }

  @Test
  @DisplayName("are left to the registry where it took notice of the subject")
  void leftToTheRegistry() {
    server.next(
        "PUT /v2/shop/orders/manifests/",
        exchange -> {
          exchange.getResponseHeaders().add("OCI-Subject", image.digest().toString());
          server.serve(exchange);
        });

    attach(SBOM, "{}");

    assertThat(server.manifest("shop/orders", "sha256-" + image.digest().hex())).isEmpty();
  }

  @Test
  @DisplayName("come from all pages of the registry's list")
  void pages() {
    String page = "/v2/shop/orders/referrers/" + image.digest();
    server.next(
        "GET " + page,
        exchange -> {
          exchange.getResponseHeaders().add("Link", "<%s?page=2>; rel=\"next\"".formatted(page));
          TestRegistry.answer(exchange, 200, list(1));
        });
    server.next("GET " + page + "?page=2", exchange -> TestRegistry.answer(exchange, 200, list(2)));

    assertThat(referrers.of(shop, image.digest(), SBOM))
        .extracting(Descriptor::size)
        .containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("are still listed when somebody else writes the index in the same moment")
  void survivesRaces() {
    Manifest report = attach(REPORT, "{}");
    Manifest others = server.manifest("shop/orders", tag()).orElseThrow();
    overwriteNextBy(others);

    Manifest sbom = attach(SBOM, "{}");

    assertThat(referrers.of(shop, image.digest(), SBOM))
        .extracting(Descriptor::digest)
        .containsExactly(sbom.digest());
    assertThat(referrers.of(shop, image.digest(), REPORT))
        .extracting(Descriptor::digest)
        .containsExactly(report.digest());
  }

  @Test
  @DisplayName("are listed also where only the last try was left alone")
  void looksAfterTheLastTry() {
    attach(REPORT, "{}");
    Manifest others = server.manifest("shop/orders", tag()).orElseThrow();
    for (int tries = 1; tries < 5; tries++) {
      overwriteNextBy(others);
    }

    Manifest sbom = attach(SBOM, "{}");

    assertThat(referrers.of(shop, image.digest(), SBOM))
        .extracting(Descriptor::digest)
        .containsExactly(sbom.digest());
  }

  /** What this builder writes next is replaced by another one's index before it has an answer. */
  private void overwriteNextBy(Manifest others) {
    server.next(
        "PUT /v2/shop/orders/manifests/" + tag(),
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          server.replace("shop/orders", tag(), others);
          TestRegistry.answer(exchange, 201, new byte[0]);
        });
  }

  private String tag() {
    return "sha256-" + image.digest().hex();
  }

  private Manifest attach(String type, String content) {
    return referrers.attach(
        shop,
        image.descriptor(),
        type,
        content.getBytes(StandardCharsets.UTF_8),
        Map.of("org.opencontainers.image.created", "2026-01-01T00:00:00Z"));
  }

  private static byte[] list(int size) {
    return """
    {"manifests": [{"mediaType": "%s", "digest": "%s", "size": %d, "artifactType": "%s"}]}
    """
        .formatted(MediaTypes.MANIFEST, Digest.ofBytes(new byte[] {(byte) size}), size, SBOM)
        .getBytes(StandardCharsets.UTF_8);
  }
}
