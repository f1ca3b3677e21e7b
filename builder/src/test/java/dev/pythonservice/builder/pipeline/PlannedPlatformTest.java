package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.install.NativeFiles;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.lock.Tooling;
import dev.pythonservice.builder.pipeline.Planning.PlannedPlatform;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.TestRegistry;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.stack.Stack.NativeExtension;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@DisplayName("A platform that is planned")
final class PlannedPlatformTest {

  private static final Digest DIGEST = Digest.ofBytes(new byte[0]);
  private static final LockedProject PROJECT =
      new LockedProject(
          List.of(),
          List.of(),
          "",
          List.of(),
          List.of(),
          List.of(),
          new Tooling("uv", "", Map.of(), Set.of()));
  private static final CLibrary GLIBC = new CLibrary(CLibrary.Family.GLIBC, 2, 41);

  private final TestRegistry server = TestRegistry.plain();
  private final Registry registry = Registry.of(server.access(), Map.of());
  private final KeyStore keys = new KeyStore(registry, server.repository("layers"));

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  @DisplayName("has of the project what its platform selects and needs no wheel")
  void ownPackages() {
    FirstParty crate = own("crate", "0", Optional.of("its build backend is maturin"));
    FirstParty tools = own("tools", "3", Optional.empty());

    assertThat(platform(crate, tools).usedInPlace()).containsExactly(tools);
    assertThat(platform(crate).usedInPlace()).isEmpty();
  }

  @Test
  @DisplayName("counts the bytes of layers that were there before")
  void countsAllBytes() {
    PlannedPlatform platform = platform(own("shop", "1", Optional.empty()));
    Map<String, KnownLayer> known = known(platform, 700);
    Planning planning = new Planning(PROJECT, List.of(platform), known);

    assertThatCode(() -> planning.requireFitting(known, new Limits(0, 0, 0, 700, 60)))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> planning.requireFitting(known, new Limits(0, 0, 0, 699, 60)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("The packages for linux/amd64")
        .hasMessageContaining("have 700 bytes together")
        .hasMessageContaining("--max-installed-bytes");
  }

  @Test
  @DisplayName("bills the project by its own name, also where it was built into a wheel")
  void billsTheProject() {
    PlannedPlatform platform =
        platform(own("crate", "0", Optional.of("its build backend is maturin")));

    JsonNode bill = bill(platform, ".");

    assertThat(bill.at("/metadata/component/name").asString()).isEqualTo("crate");
    assertThat(bill.at("/metadata/component/version").asString()).isEqualTo("2.1");
  }

  @Test
  @DisplayName("bills a project without a name by its folder in the source, not on this machine")
  void billsWithoutName() {
    assertThat(bill(platform(), "jobs/report").at("/metadata/component/name").asString())
        .isEqualTo("report");
    assertThat(bill(platform(), ".").at("/metadata/component/name").asString())
        .isEqualTo("application");
  }

  @Test
  @DisplayName(
      "has the project's native code in its stack, and what built it once there is a layer")
  void knowsOwnNativeCode() {
    PlannedPlatform platform =
        platform(own("crate", "0", Optional.of("its build backend is maturin")));
    Planning planning = new Planning(PROJECT, List.of(platform), Map.of());

    assertThat(Stacks.of(planning, known(platform, 1)).nativeExtensions())
        .containsExactly(new NativeExtension("crate", "2.1", "maturin 1.9.4", true));
    assertThat(Stacks.of(planning, Map.of()).nativeExtensions())
        .containsExactly(new NativeExtension("crate", "2.1", "unknown", true));
  }

  private JsonNode bill(PlannedPlatform platform, String path) {
    Source source =
        new Source(Path.of("/tmp/work/tree"), path, "r", DIGEST, List.of(), Optional.empty());
    List<KnownLayer> layers = List.copyOf(known(platform, 1).values());
    Descriptor bill = new Bills(keys, source).put(platform, platform.usedInPlace(), layers);
    return JsonMapper.shared().readTree(server.blob("layers", bill.digest()).orElseThrow());
  }

  private static Map<String, KnownLayer> known(PlannedPlatform platform, long bytes) {
    String key = platform.groups().getFirst().key().digest().hex();
    WheelFacts facts =
        new WheelFacts(
            "crate",
            "2.1",
            "crate-2.1-cp313-cp313-manylinux_2_28_x86_64.whl",
            DIGEST,
            "pkg:pypi/crate@2.1",
            Optional.empty(),
            DeclaredLicence.NONE,
            1,
            bytes,
            new NativeFiles(List.of(), List.of()),
            List.of(),
            Optional.of("maturin (1.9.4)"));
    return Map.of(key, new KnownLayer(key, new Descriptor("t", DIGEST, 0), DIGEST, List.of(facts)));
  }

  private PlannedPlatform platform(FirstParty... own) {
    BaseImage base =
        new BaseImage(
            "registry.example/base:1",
            server.repository("base"),
            Platform.LINUX_AMD64,
            new Descriptor("t", DIGEST, 0),
            JsonMapper.shared().createObjectNode(),
            List.of(),
            new BaseFacts(
                new PythonVersion(3, 13, 5),
                "/usr/bin/python3.13",
                GLIBC,
                "",
                List.of(),
                Set.of(),
                Map.of()));
    LockedFile file =
        new LockedFile(
            "crate-2.1-cp313-cp313-manylinux_2_28_x86_64.whl",
            URI.create("https://index.example/crate-2.1-cp313-cp313-manylinux_2_28_x86_64.whl"),
            DIGEST,
            1);
    LockedPackage locked =
        new LockedPackage(
            "crate", "2.1", new Origin.Path("."), List.of(file), Optional.empty(), "");
    Feasibility feasibility =
        new Feasibility(base.target(), List.of(new ChosenWheel(locked, file)), List.of());
    return PlannedPlatform.of(base, feasibility, new Selection(List.of(), List.of(own)), 60);
  }

  private static FirstParty own(String name, String version, Optional<String> needsWheel) {
    return new FirstParty(
        name,
        version,
        ".",
        true,
        List.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        List.of(),
        "",
        needsWheel,
        "");
  }
}
