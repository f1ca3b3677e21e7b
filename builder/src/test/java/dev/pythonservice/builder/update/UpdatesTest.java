package dev.pythonservice.builder.update;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.pythonservice.builder.base.TestImages;
import dev.pythonservice.builder.base.TestLayer;
import dev.pythonservice.builder.checks.Programs;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.lock.LockUpgrade;
import dev.pythonservice.builder.pipeline.Machine;
import dev.pythonservice.builder.pipeline.Reviewer;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.PackageRules;
import dev.pythonservice.builder.request.PackageRules.DeniedPackage;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.update.LockDifference.KnownVulnerability;
import dev.pythonservice.builder.update.LockDifference.PackageChange;
import dev.pythonservice.builder.update.LockDifference.PlatformChange;
import dev.pythonservice.builder.vulnerability.OsvExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("An update, by the real uv on an index of this machine,")
final class UpdatesTest {

  private static final String NOW = "2026-06-15T12:00:00Z";
  private static final Clock CLOCK = Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC);
  private static final String YESTERDAY = "2026-06-14T12:00:00Z";
  private static final LockRequest LOCK =
      new LockRequest("uv.lock", Optional.empty(), List.of(), List.of());

  private final TestRegistry server = TestRegistry.plain();
  private final LoopbackIndex index;

  @TempDir private Path folder;
  private Path project = Path.of("");
  private String base = "";

  UpdatesTest() throws IOException {
    index = new LoopbackIndex();
  }

  @BeforeEach
  void prepare() throws IOException {
    project = Files.createDirectory(folder.resolve("project"));
    base = base();
  }

  @AfterEach
  void stop() {
    index.close();
    server.close();
  }

  @ParameterizedTest(name = "of scope {0} moves alpha to {1} and beta to {2}")
  @CsvSource({"PATCH, 1.0.3, 0.4.1", "MINOR, 1.2.0, 0.5.0"})
  void movesWithinItsScope(Scope scope, String alpha, String beta) throws IOException {
    index.has("alpha", "1.0.0").has("beta", "0.4");
    lock("alpha", "beta");
    index.has("alpha", "1.0.3", "1.2.0", "1.3.0rc1", "2.0.0").has("beta", "0.4.1", "0.5.0", "1.0");

    Candidate candidate = update(scope);

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → " + alpha, "beta 0.4 → " + beta);
    assertThat(candidate.held()).isEmpty();
  }

  @Test
  @DisplayName(
      "of scope security moves what has known vulnerabilities, to the first version without")
  void movesWhatIsVulnerable() throws IOException {
    index.has("alpha", "1.0.0").has("beta", "0.4");
    lock("alpha", "beta");
    index.has("alpha", "1.0.1", "1.0.2", "1.0.3", "2.0.0").has("beta", "0.4.1");
    String first = vulnerable("GHSA-1", "alpha", "introduced 0", "fixed 1.0.1");
    String next = vulnerable("GHSA-2", "alpha", "introduced 1.0.1", "fixed 1.0.2");

    Candidate candidate = update(Scope.SECURITY, vulnerabilities(first, next));

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → 1.0.2");
    assertThat(candidate.difference().fixed())
        .containsExactly(new KnownVulnerability("GHSA-1", "alpha", "not rated"));
    assertThat(candidate.difference().introduced()).isEmpty();
  }

  @ParameterizedTest(name = "that cannot have the mended version takes {0}: {1}")
  @CsvSource({
    "1.0.5, the newest of its patches",
    "1.2.0, else the newest of its minor versions",
    "3.0.0, else the newest of all"
  })
  void takesTheNearest(String nearest, String sentence) throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");
    index.has("alpha", nearest, "4.0.0.dev1");

    Candidate candidate =
        update(
            Scope.SECURITY,
            vulnerabilities(vulnerable("GHSA-1", "alpha", "introduced 0", "fixed 1.0.4")));

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → " + nearest);
  }

  @Test
  @DisplayName("takes nothing that is younger than it may be, and puts nothing older in its place")
  void waits() throws IOException {
    index.has("alpha", "1.0.0").has("beta", "0.3");
    index.wheel("beta", "0.4", "py3-none-any", YESTERDAY);
    lock("alpha", "beta");
    index.has("alpha", "1.0.1").has("beta", "0.4.1");
    index.wheel("alpha", "1.0.2", "py3-none-any", YESTERDAY);

    Candidate candidate = update(new UpdateRequest(Scope.PATCH, 7, List.of()), PackageRules.NONE);

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → 1.0.1");
    assertThat(candidate.held())
        .containsExactly(
            "beta: not moved, because it is locked in a version that is not 7 days old, or nobody"
                + " says how old it is");
    // Else the lock would be stale wherever nobody asks for that age.
    assertThat(candidate.lock().orElseThrow()).doesNotContain("exclude-newer");
  }

  @Test
  @DisplayName("leaves what the policy forbids, with all of its group, and moves the rest")
  void keepsToThePolicy() throws IOException {
    index.has("alpha", "1.0.0").has("beta-core", "0.4").has("beta-web", "0.4");
    lock("alpha", "beta-core", "beta-web");
    index.has("alpha", "1.0.1").has("beta-core", "0.4.1").has("beta-web", "0.4.1");
    PackageRules rules =
        new PackageRules(
            List.of(),
            List.of(new DeniedPackage("beta-web", List.of(">=0.4.1"), "It is slow.")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    UpdateGroup betas = new UpdateGroup("betas", List.of("beta-*"));

    Candidate candidate = update(new UpdateRequest(Scope.PATCH, 0, List.of(betas)), rules);

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → 1.0.1");
    assertThat(candidate.held())
        .singleElement()
        .asString()
        .startsWith("beta-core, beta-web: not moved, because beta-web 0.4.1 (deniedPackages)");
  }

  @Test
  @DisplayName("brings no package that the policy denies")
  void bringsNothingDenied() throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");
    index.has("bad", "1").wheel("alpha", "1.0.1", "py3-none-any", LoopbackIndex.LONG_AGO);
    index.wheel("alpha", "1.0.2", "py3-none-any", LoopbackIndex.LONG_AGO, "bad");
    PackageRules rules =
        new PackageRules(
            List.of(),
            List.of(new DeniedPackage("bad", List.of(), "It is bad.")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Candidate candidate = update(new UpdateRequest(Scope.PATCH, 0, List.of()), rules);

    assertThat(candidate.difference().packages())
        .extracting(PackageChange::toString)
        .containsExactly("alpha 1.0.0 → 1.0.1");
  }

  @Test
  @DisplayName("tells sizes, and the architectures that are gained")
  void tellsPlatforms() throws IOException {
    index.wheel("alpha", "1.0.0", "py3-none-manylinux_2_28_x86_64", LoopbackIndex.LONG_AGO);
    lock("alpha");
    index.wheel("alpha", "1.0.1", "py3-none-manylinux_2_28_x86_64", LoopbackIndex.LONG_AGO);
    index.wheel("alpha", "1.0.1", "py3-none-manylinux_2_28_aarch64", LoopbackIndex.LONG_AGO);

    Candidate candidate = update(Scope.PATCH);

    assertThat(candidate.difference().platforms())
        .extracting(PlatformChange::platform, PlatformChange::isGained, PlatformChange::isLost)
        .containsExactly(tuple("linux/amd64", false, false), tuple("linux/arm64", true, false));
    assertThat(candidate.difference().platforms())
        .allSatisfy(each -> assertThat(each.bytesAfter()).isPositive());
    assertThat(new UpdateText().of(candidate)).contains("is feasible now");
  }

  @Test
  @DisplayName("builds nothing, and so takes no version without wheels")
  void buildsNothing() throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");
    index.sourceOnly("alpha", "1.0.1");

    Candidate candidate = update(Scope.PATCH);

    assertThat(candidate.lock()).isEmpty();
    assertThat(candidate.difference()).isEqualTo(Candidate.NOTHING);
  }

  @Test
  @DisplayName("is for a uv.lock alone, and says what makes one")
  void isForUvAlone() throws IOException {
    Files.writeString(project.resolve("requirements.txt"), "");
    LockRequest other = new LockRequest("requirements.txt", Optional.empty(), List.of(), List.of());

    assertThatThrownBy(
            () -> update(new UpdateRequest(Scope.PATCH, 0, List.of()), PackageRules.NONE, other))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("only a uv.lock can be updated")
        .hasMessageContaining("adopt --write");
  }

  @Test
  @DisplayName("of scope security without data on vulnerabilities says how to name it")
  void needsData() throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");

    assertThatThrownBy(() -> update(Scope.SECURITY))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("vulnerabilities.database.url");
  }

  @Test
  @DisplayName("asks no index without TLS that it has a password for")
  void keepsPasswords() throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");
    Access plain = server.access();
    Access known =
        new Access(
            Map.of("index.example", new Access.Credentials("robot", "s3cret")),
            Optional.empty(),
            List.of(),
            plain.plainRegistries(),
            Map.of(),
            false);
    Files.writeString(
        project.resolve("pyproject.toml"),
        """

        [[tool.uv.index]]
        name = "ours"
        url = "http://index.example/simple"
        explicit = true
        """,
        StandardOpenOption.APPEND);

    assertThatThrownBy(() ->
            update(new UpdateRequest(Scope.PATCH, 0, List.of()), PackageRules.NONE, LOCK, known))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("pyproject.toml names http://index.example/simple")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  @DisplayName("looks at the certificates of all indexes, whatever the project says")
  void looksAtCertificates() throws IOException {
    index.has("alpha", "1.0.0");
    lock("alpha");
    Files.writeString(
        project.resolve("pyproject.toml"),
        """

        [tool.uv]
        "allow-insecure-host" = ["index.example"]
        """,
        StandardOpenOption.APPEND);

    assertThatThrownBy(() -> update(Scope.PATCH))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(
            "pyproject.toml has uv ask index.example without looking at its TLS certificate"
                + " (allow-insecure-host); remove that");
  }

  private Candidate update(Scope scope) {
    return update(scope, PackageRules.NONE);
  }

  private Candidate update(Scope scope, PackageRules rules) {
    return update(new UpdateRequest(scope, 0, List.of()), rules);
  }

  private Candidate update(UpdateRequest request, PackageRules rules) {
    return update(request, rules, LOCK);
  }

  private Candidate update(UpdateRequest request, PackageRules rules, LockRequest lock) {
    return update(request, rules, lock, server.access());
  }

  private Candidate update(
      UpdateRequest request, PackageRules rules, LockRequest lock, Access access) {
    Machine machine =
        new Machine(
            access,
            folder.resolve("cache"),
            Optional.empty(),
            new Programs(Optional.empty(), ""),
            List.of(),
            environment(),
            CLOCK,
            Optional.empty());
    Reviewer reviewer =
        new Reviewer(
            machine,
            new Policy(EnumSet.allOf(Policy.Origin.class), List.of(), Set.of(), rules),
            new Reviewer.Place(
                base, List.of(Platform.LINUX_AMD64, Platform.LINUX_ARM64), Optional.empty()),
            folder);
    Sources sources =
        new Sources(
            access, ProxySettings.of(Map.of()), Registry.of(access, Map.of()), Limits.USUAL);
    Source source = sources.fetch(new SourceRequest.Folder(project, "."), folder);
    return new Updates(
            sources,
            reviewer,
            new LockUpgrade(reviewer.uv(), access, folder),
            CLOCK,
            folder,
            line -> {})
        .make(source, lock, request);
  }

  /** Locks the project with what the index has by now. */
  private void lock(String... requirements) throws IOException {
    Files.writeString(
        project.resolve("pyproject.toml"),
        """
        [project]
        name = "app"
        version = "1"
        requires-python = ">=3.9"
        dependencies = [%s]
        """
            .formatted(
                Stream.of(requirements)
                    .map(one -> '"' + one + '"')
                    .collect(Collectors.joining(", "))));
    Uv uv =
        Uv.find(
                Optional.empty(),
                folder.resolve("cache"),
                server.access(),
                List.of(),
                environment())
            .reachingOut(folder);
    Program.Outcome outcome =
        uv.run(project, "lock", "--python", uv.pythons().getFirst().toString());
    assertThat(outcome.succeeded()).as(outcome.error()).isTrue();
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", System.getenv("PATH"));
    environment.put("UV_DEFAULT_INDEX", index.address());
    return environment;
  }

  private PackageRules vulnerabilities(String... records) throws IOException {
    return PackageRules.NONE.withVulnerabilities(
        OsvExport.write(folder.resolve("osv.zip"), records).toString());
  }

  private static String vulnerable(String id, String name, String introduced, String fixed) {
    return OsvExport.record(id, NOW, "PyPI", name, "", event(introduced) + ", " + event(fixed));
  }

  private static String event(String words) {
    String[] parts = words.split(" ");
    return "{\"%s\": \"%s\"}".formatted(parts[0], parts[1]);
  }

  private String base() {
    TestImages images =
        new TestImages(Registry.of(server.access(), Map.of()), server.repository("base/python"));
    Map<String, Manifest> byArchitecture = new HashMap<>();
    Map.of("amd64", "x86_64", "arm64", "aarch64")
        .forEach((architecture, machine) ->
            byArchitecture.put(architecture, images.image(architecture, layer(machine))));
    images.tag("3.13", images.index(byArchitecture));
    return images.reference("3.13");
  }

  private static byte[] layer(String machine) {
    return new TestLayer()
        .link("usr/bin/python3", "python3.13")
        .file("usr/bin/python3.13", "\177ELF\0%s\0" + "3.13.5\0" + "3.13\0")
        .file(
            "usr/lib/%s-linux-gnu/libc.so.6".formatted(machine),
            "\0GNU C Library (Debian GLIBC 2.41-12) stable release version 2.41.\n"
                + "more\0GLIBC_2.9\0GLIBC_2.41\0GLIBC_PRIVATE\0")
        .gzip();
  }
}
