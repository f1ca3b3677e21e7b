package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.proxy.Passed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in the registry is not sent again: a proxy before it counts every byte. */
@InWorkshop
class BuildReuseIT {

  private static final Pattern UPLOADED =
      Pattern.compile("/blobs/uploads/.*[?&]digest=sha256(?::|%3A)([0-9a-f]{64})");

  /** What may be sent beside the compressed change, in proportion to it. */
  private static final double ALLOWANCE = 1.2;

  private final Workshop workshop;
  private final RegistryContent content;

  @TempDir private Path folder;
  private FaultProxy proxy;

  BuildReuseIT(Workshop workshop) {
    this.workshop = workshop;
    this.content = workshop.content();
  }

  @BeforeEach
  void count() throws IOException {
    proxy = FaultProxy.before(URI.create("http://" + workshop.registry().authority()));
  }

  @AfterEach
  void end() {
    proxy.close();
  }

  @Test
  void aSecondServicePushesNoByteOfWhatItShares() throws IOException {
    BuiltImage first = workshop.built(Example.INVOICES);
    Path reminders = renamed(Example.INVOICES, "invoices", "reminders");

    BuiltImage second =
        workshop.build(counted(Example.INVOICES).of(reminders).to("reuse/reminders"));

    Set<String> shared = layers(Workshop.repository(Example.INVOICES), first.digest());
    shared.retainAll(layers("reuse/reminders", second.digest()));
    assertThat(shared).hasSizeGreaterThan(10);
    assertThat(uploads()).isNotEmpty().doesNotContainAnyElementsOf(shared);
    assertThat(second.report().at("/layers/made").asInt()).isEqualTo(1);
  }

  @Test
  void aChangedLinePushesTheApplicationConfigurationsAndManifests() throws IOException {
    workshop.built(Example.ORDERS);
    ExampleProject project =
        ExampleProject.copy(Workshop.folderOf(Example.ORDERS), folder.resolve("orders"));
    BuildOrder order = counted(Example.ORDERS).of(project.folder()).to("reuse/orders");
    BuiltImage before = workshop.build(order);
    project.changeOneLine();
    proxy.forget();

    BuiltImage after = workshop.build(order.cachedIn(folder.resolve("cache")));

    assertThat(after.digest()).isNotEqualTo(before.digest());
    Set<String> changed = layers("reuse/orders", after.digest());
    changed.removeAll(layers("reuse/orders", before.digest()));
    assertThat(changed).as("the application's layer").hasSize(1);
    long change = sizes("reuse/orders", after.digest(), changed);
    long configurations = configurationBytes("reuse/orders", after.digest());
    // What is said about the build is no part of the image.
    long report = bytesOf("reuse/orders", after.digest());
    long manifests = bytes(passed -> passed.target().contains("/manifests/"));
    assertThat(proxy.uploadedBytes())
        .isLessThanOrEqualTo((long) (ALLOWANCE * change) + configurations + manifests + report);
    assertThat(uploads()).containsAll(changed).hasSizeLessThanOrEqualTo(changed.size() + 5);
  }

  @Test
  void theSameBuildAgainPushesNothingAndSaysTheSameDigest() {
    BuildOrder order = counted(Example.INVOICES).to("reuse/invoices");
    workshop.built(Example.INVOICES);
    BuiltImage first = workshop.build(order);
    proxy.forget();

    BuiltImage second = workshop.build(order.cachedIn(folder.resolve("cache")));

    assertThat(second.reference()).isEqualTo(first.reference());
    assertThat(proxy.passed()).extracting(Passed::method).isSubsetOf("GET", "HEAD");
    assertThat(proxy.uploadedBytes()).isZero();
  }

  @ParameterizedTest(name = "when {0} deleted from the registry")
  @ValueSource(strings = {"blobs are", "what names layers is"})
  void layersAreMadeAgain(String deleted) throws IOException {
    String layers = "reuse/" + Integer.toHexString(folder.hashCode());
    BuildOrder order = workshop.order(Example.INVOICES).to(layers + "/before").layeredIn(layers);
    BuiltImage before = workshop.build(order);
    if (deleted.equals("blobs are")) {
      for (String digest : layers(layers + "/before", before.digest())) {
        content.delete(layers, "blobs", digest);
      }
    } else {
      for (String tag : content.tags(layers)) {
        content.delete(layers, "manifests", content.digest(layers, tag));
      }
    }

    BuiltImage after =
        workshop.build(order.to(layers + "/after").cachedIn(folder.resolve("cache")));

    assertThat(after.digest()).isEqualTo(before.digest());
    assertThat(after.report().at("/layers/reused").asInt()).isZero();
    // Reads every byte of every layer, and holds it against its digest.
    workshop.unpack(after.reference(), Platform.AMD64, folder.resolve("amd64")).close();
    workshop.unpack(after.reference(), Platform.ARM64, folder.resolve("arm64")).close();
  }

  private BuildOrder counted(Example example) {
    return workshop.order(example).at(proxy.authority()).with("--plain-http", proxy.authority());
  }

  /** A copy of an example that is called otherwise, everywhere. */
  private Path renamed(Example example, String from, String to) throws IOException {
    Path project = ExampleProject.copy(Workshop.folderOf(example), folder.resolve(to)).folder();
    List<Path> files;
    try (Stream<Path> all = Files.walk(project)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Files.writeString(file, Files.readString(file).replace(from, to));
    }
    Files.move(project.resolve(from), project.resolve(to));
    return project;
  }

  /** The digests of the blobs that were sent. */
  private Set<String> uploads() {
    return proxy.passed().stream()
        .filter(passed -> !passed.method().equals("GET"))
        .map(passed -> UPLOADED.matcher(passed.target()))
        .filter(Matcher::find)
        .map(matcher -> "sha256:" + matcher.group(1))
        .collect(Collectors.toSet());
  }

  private long bytes(java.util.function.Predicate<Passed> which) {
    return proxy.passed().stream().filter(which).mapToLong(Passed::requestBytes).sum();
  }

  /** The digests of the layers of all platforms of an image. */
  private Set<String> layers(String repository, String index) throws IOException {
    Set<String> digests = new HashSet<>();
    for (JsonNode manifest : manifests(repository, index)) {
      manifest.path("layers").forEach(layer -> digests.add(layer.path("digest").asText()));
    }
    return digests;
  }

  private long sizes(String repository, String index, Set<String> layers) throws IOException {
    return layer(repository, index)
        .filter(layer -> layers.contains(layer.path("digest").asText()))
        .collect(
            Collectors.toMap(
                layer -> layer.path("digest").asText(),
                layer -> layer.path("size").asLong(),
                (one, same) -> one))
        .values()
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private Stream<JsonNode> layer(String repository, String index) throws IOException {
    return manifests(repository, index).stream()
        .flatMap(manifest -> manifest.path("layers").valueStream());
  }

  private long configurationBytes(String repository, String index) throws IOException {
    return manifests(repository, index).stream()
        .mapToLong(manifest -> manifest.at("/config/size").asLong())
        .sum();
  }

  private List<JsonNode> manifests(String repository, String index) throws IOException {
    return List.of(
        content.platform(repository, index, "amd64"), content.platform(repository, index, "arm64"));
  }

  /** The size of the report that refers to an image. */
  /** What is said about an image: how it was built, and where it comes from. */
  private long bytesOf(String repository, String subject) throws IOException {
    long bytes = 0;
    for (String type :
        List.of(
            "application/vnd.pythonservice.build-report.v1+json", "application/vnd.in-toto+json")) {
      bytes +=
          content.referrers(repository, subject, type).stream()
              .mapToLong(said -> said.toString().length())
              .sum();
    }
    return bytes;
  }
}
