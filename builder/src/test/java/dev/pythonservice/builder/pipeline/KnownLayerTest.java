package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.install.NativeFile;
import dev.pythonservice.builder.install.NativeFile.SymbolVersion;
import dev.pythonservice.builder.install.NativeFiles;
import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

@DisplayName("A layer of wheels that is in the registry")
final class KnownLayerTest {

  private static final Digest NOTHING = Digest.ofBytes(new byte[0]);
  private static final NativeFile MODULE =
      new NativeFile(
          "lib/python3.13/site-packages/fast.cpython-313-x86_64-linux-gnu.so",
          Optional.of(Platform.LINUX_AMD64),
          Optional.of(Family.GLIBC),
          true,
          List.of("libc.so.6", "libodd.so.1"),
          List.of(
              new SymbolVersion("libc.so.6", "GLIBC", "2.36"),
              new SymbolVersion("libstdc++.so.6", "GLIBCXX", "3.4.30")));

  @Test
  @DisplayName("is looked at again for each base image, with its warnings")
  void warns() {
    assertThat(layer(MODULE).check(base(Platform.LINUX_AMD64, 41, "3.4.33")))
        .singleElement()
        .asString()
        .contains("name 1: lib/python3.13/site-packages/fast.cpython", "needs libodd.so.1");
  }

  @Test
  @DisplayName("does not suit an older C library than it needs")
  void needsLibrary() {
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> layer(MODULE).check(base(Platform.LINUX_AMD64, 35, "3.4.33")))
        .withMessageContaining("needs GLIBC_2.36 of libc.so.6, and the base image has GLIBC 2.35");
  }

  @Test
  @DisplayName("does not suit an older C++ library than it needs, whatever the C library")
  void needsCppLibrary() {
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> layer(MODULE).check(base(Platform.LINUX_AMD64, 41, "3.4.29")))
        .withMessageContaining("needs GLIBCXX_3.4.30 of libstdc++.so.6");
  }

  @Test
  @DisplayName("does not suit another platform, even if its wheel says that it is for any")
  void needsPlatform() {
    assertThatExceptionOfType(BuildFailure.class)
        .isThrownBy(() -> layer(MODULE).check(base(Platform.LINUX_ARM64, 41, "3.4.33")))
        .withMessageContaining("name-1-py3-none-any.whl is for another architecture");
  }

  @Test
  @DisplayName("without native code suits every base image")
  void suitsAll() {
    assertThat(layer().check(base(Platform.LINUX_ARM64, 17, "3.4.1"))).isEmpty();
  }

  @Test
  @DisplayName("that was kept by a builder that knew nothing of native code is made again")
  void isForgotten() {
    String json =
        new String(PlanStore.write(layer(MODULE)), java.nio.charset.StandardCharsets.UTF_8);

    assertThat(read(json)).contains(layer(MODULE));
    assertThat(read(json.replaceFirst("\"natives\":", "\"before\":"))).isEmpty();
  }

  @Test
  @DisplayName("that was kept by a builder that did not look who built its wheels is used as it is")
  void isKeptWithoutGenerator() {
    String json =
        new String(PlanStore.write(layer(MODULE)), java.nio.charset.StandardCharsets.UTF_8);

    KnownLayer earlier =
        read(json.replaceFirst(",\"generator\":\"maturin \\(1.9.4\\)\"", "")).orElseThrow();

    assertThat(json).contains("\"generator\":\"maturin (1.9.4)\"");
    assertThat(earlier.facts().getFirst().generator()).isEmpty();
    assertThat(earlier.blob()).isEqualTo(layer(MODULE).blob());
  }

  private static Optional<KnownLayer> read(String json) {
    return PlanStore.read(json.getBytes(java.nio.charset.StandardCharsets.UTF_8), KnownLayer.class);
  }

  private static KnownLayer layer(NativeFile... natives) {
    WheelFacts facts =
        new WheelFacts(
            "name",
            "1",
            "name-1-py3-none-any.whl",
            NOTHING,
            "pkg:pypi/name@1",
            Optional.empty(),
            DeclaredLicence.NONE,
            1,
            1,
            new NativeFiles(List.of(natives), List.of()),
            List.of(),
            Optional.of("maturin (1.9.4)"));
    return new KnownLayer(
        NOTHING.hex(), new Descriptor("type", NOTHING, 0), NOTHING, List.of(facts));
  }

  private static BaseImage base(Platform platform, int glibc, String cpp) {
    return new BaseImage(
        "r.example/base:1",
        Repository.of("r.example/base"),
        platform,
        new Descriptor("type", NOTHING, 0),
        JsonNodeFactory.instance.objectNode(),
        List.of(),
        new BaseFacts(
            PythonVersion.of("3.13.5"),
            "/usr/bin/python3.13",
            new CLibrary(Family.GLIBC, 2, glibc),
            "",
            List.of(),
            Set.of("libc.so.6"),
            Map.of("GLIBCXX", cpp)));
  }
}
