package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pythonservice.e2e.images.Platform;
import dev.pythonservice.e2e.images.UnpackedImage;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.proxy.Passed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cyclonedx.Version;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a build says: beside the image in the registry, to the pod, and before anything is made. */
@InWorkshop
class BuildReportIT {

  private static final String REPORT = "application/vnd.pythonservice.build-report.v1+json";
  private static final String BILL = "application/vnd.cyclonedx+json";
  private static final int TERMINATION_MESSAGE = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Nobody listens there. */
  private static final Map<String, String> NO_NETWORK =
      Map.of(
          "HTTPS_PROXY", "http://127.0.0.1:1",
          "HTTP_PROXY", "http://127.0.0.1:1",
          "NO_PROXY", "127.0.0.1");

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildReportIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @Test
  void theReportRefersToTheImage() throws IOException {
    BuiltImage built = workshop.built(Example.ORDERS);

    List<JsonNode> reports =
        workshop.content().referrers(Workshop.repository(Example.ORDERS), built.digest(), REPORT);

    assertThat(reports)
        .singleElement()
        .satisfies(report -> {
          assertThat(report.path("digest").asText()).isEqualTo(built.digest());
          assertThat(report.path("platforms").findValuesAsText("platform"))
              .containsExactly("linux/amd64", "linux/arm64");
          assertThat(report.path("phases").findValuesAsText("name"))
              .contains("source", "base", "lock", "feasibility", "push");
          assertThat(report.at("/layers/bytesPushed").asLong()).isPositive();
        });
  }

  @ParameterizedTest
  @EnumSource(Platform.class)
  void theBillListsPackagesCratesWithinWheelsAndTheBaseImage(Platform platform) throws IOException {
    BuiltImage built = workshop.built(Example.ORDERS);
    JsonNode bill =
        workshop
            .content()
            .referrers(
                Workshop.repository(Example.ORDERS), built.digest(platform.architecture()), BILL)
            .getFirst();
    String lock = Files.readString(Workshop.folderOf(Example.ORDERS).resolve("uv.lock"));

    assertThat(new JsonParser().validate(bill.toString(), Version.VERSION_16)).isEmpty();
    try (UnpackedImage image = workshop.unpack(built.reference(), platform, folder)) {
      Path packages = image.root().resolve("venv/lib/python3.13/site-packages");

      assertThat(purls(bill.path("components"), "pkg:pypi/")).isEqualTo(installed(packages));
      assertThat(bill.path("components"))
          .filteredOn(each -> each.path("purl").asText().startsWith("pkg:pypi/"))
          .allSatisfy(
              each -> assertThat(lock).contains("sha256:" + each.at("/hashes/0/content").asText()));
      for (String wheel : List.of("orjson", "pydantic-core", "polars-runtime-32", "granian")) {
        assertThat(crates(bill, wheel))
            .as(wheel)
            .hasSizeGreaterThan(5)
            .isEqualTo(carried(packages, wheel));
      }
      Path system = image.root().resolve("var/lib/dpkg/status.d");
      assertThat(names(bill.path("components"), "pkg:deb/"))
          .contains("libc6", "python3.13-minimal")
          .isEqualTo(systemPackages(system));
    }
  }

  @Test
  void theStackNamesWhatBuiltTheWheelsThatAreInTheImage() throws IOException {
    BuiltImage built = workshop.built(Example.ORDERS);
    JsonNode stack =
        workshop
            .content()
            .referrers(Workshop.repository(Example.ORDERS), built.digest(), REPORT)
            .getFirst()
            .path("stack");

    try (UnpackedImage image = workshop.unpack(built.reference(), Platform.AMD64, folder)) {
      Path packages = image.root().resolve("venv/lib/python3.13/site-packages");

      assertThat(
              stack
                  .path("nativeExtensions")
                  .valueStream()
                  .collect(
                      Collectors.toMap(
                          each -> each.path("name").asText(),
                          each -> each.path("generator").asText())))
          .hasSizeGreaterThan(5)
          .containsKeys("orjson", "pydantic-core", "polars-runtime-32", "granian")
          .isEqualTo(generators(packages));
    }
    assertThat(stack.path("engines").findValuesAsText("engine"))
        .contains("uv", "granian", "pydantic-core", "orjson", "polars", "maturin");
  }

  @Test
  void theSummaryFitsIntoATerminationMessage() throws IOException {
    Path summary = folder.resolve("summary.json");
    BuildOrder order = workshop.order(Example.STREAMING).to("report/streaming");
    workshop.built(Example.STREAMING);

    BuiltImage built = workshop.build(order.with("--summary", summary.toString()));

    assertThat(Files.size(summary)).isLessThanOrEqualTo(TERMINATION_MESSAGE);
    JsonNode said = JSON.readTree(Files.readString(summary));
    assertThat(said.path("digest").asText()).isEqualTo(built.digest());
    assertThat(said.findValuesAsText("name")).contains("sqlcipher3-binary");
  }

  @Test
  void aDryRunSaysWhatIsFeasibleAndWritesNothing() throws IOException {
    try (FaultProxy proxy =
        FaultProxy.before(URI.create("http://" + workshop.registry().authority()))) {
      BuildOrder order =
          workshop
              .order(Example.STREAMING)
              .at(proxy.authority())
              .to("dry/streaming")
              .layeredIn("dry/layers")
              .with("--plain-http", proxy.authority(), "--dry-run");

      Command.Outcome outcome = workshop.attempt(order);

      assertThat(outcome.exitCode()).as(outcome.error()).isZero();
      assertThat(outcome.output()).isEmpty();
      assertThat(outcome.error())
          .contains("linux/amd64, glibc 2.41", "3 packages", "linux/arm64, glibc 2.41")
          .contains("sqlcipher3-binary 0.6.0");
      assertThat(proxy.passed()).isNotEmpty().extracting(Passed::method).isSubsetOf("GET", "HEAD");
    }
  }

  @Test
  void offlineAProjectIsBuiltWhoseWheelsAreKnown() throws IOException {
    BuiltImage online = workshop.built(Example.INVOICES);
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .to("offline/invoices")
            .cachedIn(folder.resolve("cache"))
            .with("--offline");

    BuiltImage offline = workshop.build(workshop.program().with(NO_NETWORK), order);

    assertThat(offline.digest()).isEqualTo(online.digest());
  }

  @Test
  void offlineAWheelThatIsNotKnownIsNamed() {
    BuildOrder order =
        workshop
            .order(Example.INVOICES)
            .to("offline/unknown")
            .layeredIn("offline/layers")
            .cachedIn(folder.resolve("cache"))
            .with("--offline");

    Command.Outcome outcome =
        workshop.program().with(NO_NETWORK).run(order.words(workshop.runtime()));

    assertThat(outcome.exitCode()).as(outcome.error()).isNotZero();
    assertThat(outcome.error())
        .containsPattern("(granian|gunicorn|flask|werkzeug|jinja2|click|blinker)[ -]\\d")
        .contains("offline");
  }

  private static Set<String> purls(JsonNode components, String type) {
    return components
        .valueStream()
        .map(each -> each.path("purl").asText())
        .filter(purl -> purl.startsWith(type))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> names(JsonNode components, String type) {
    return components
        .valueStream()
        .filter(each -> each.path("purl").asText().startsWith(type))
        .map(each -> each.path("name").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The package URLs of what is installed, by the names of its metadata. */
  private static Set<String> installed(Path packages) throws IOException {
    Set<String> purls = new TreeSet<>();
    try (Stream<Path> folders = Files.list(packages)) {
      for (Path metadata :
          folders
              .map(path -> path.resolve("METADATA"))
              .filter(path -> path.toString().contains(".dist-info/"))
              .filter(path -> !path.toString().contains("/orders-"))
              .toList()) {
        List<String> lines = Files.readAllLines(metadata);
        purls.add(
            "pkg:pypi/%s@%s"
                .formatted(
                    field(lines, "Name: ")
                        .toLowerCase(java.util.Locale.ROOT)
                        .replaceAll("[-_.]+", "-"),
                    field(lines, "Version: ")));
      }
    }
    return purls;
  }

  /** What built the wheels that are for some machines only, by the packages' names. */
  private static Map<String, String> generators(Path packages) throws IOException {
    Map<String, String> generators = new TreeMap<>();
    try (Stream<Path> folders = Files.list(packages)) {
      for (Path wheel :
          folders.map(path -> path.resolve("WHEEL")).filter(Files::isRegularFile).toList()) {
        List<String> lines = Files.readAllLines(wheel);
        if (!field(lines, "Tag: ").endsWith("-none-any")) {
          generators.put(
              field(Files.readAllLines(wheel.resolveSibling("METADATA")), "Name: ")
                  .toLowerCase(java.util.Locale.ROOT)
                  .replaceAll("[-_.]+", "-"),
              field(lines, "Generator: ").replaceAll("[()]", ""));
        }
      }
    }
    return generators;
  }

  private static String field(Collection<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No " + name));
  }

  /** The package URLs of crates that the bill lists within a wheel. */
  private static Set<String> crates(JsonNode bill, String wheel) {
    return bill.path("components")
        .valueStream()
        .filter(each -> each.path("name").asText().equals(wheel))
        .flatMap(each -> purls(each.path("components"), "pkg:cargo/").stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The package URLs of crates in the bills that the wheel carries itself (PEP 770). */
  private static Set<String> carried(Path packages, String wheel) throws IOException {
    Set<String> purls = new TreeSet<>();
    String prefix = wheel.replace('-', '_') + "-";
    try (Stream<Path> files = Files.walk(packages, 3)) {
      for (Path file :
          files
              .filter(path -> packages.relativize(path).toString().startsWith(prefix))
              .filter(path -> path.toString().contains(".dist-info/sboms/"))
              .toList()) {
        JsonNode bill = JSON.readTree(Files.readString(file));
        purls.addAll(purls(bill.path("components"), "pkg:cargo/"));
        String own = bill.at("/metadata/component/purl").asText();
        if (own.startsWith("pkg:cargo/")) {
          purls.add(own);
        }
      }
    }
    return purls;
  }

  private static Set<String> systemPackages(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".md5sums"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }
}
