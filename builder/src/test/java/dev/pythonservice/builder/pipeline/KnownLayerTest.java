package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.layers.WheelFacts;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A layer of wheels that is in the registry")
final class KnownLayerTest {

  private static final String NATIVE = "orjson-3.13.0-cp313-cp313-manylinux_2_17_x86_64.whl";
  private static final String PURE = "anyio-4.16.0-py3-none-any.whl";

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "suits the C library that it was checked against, " + NATIVE + ", GLIBC, 41, true",
    "suits a newer one, " + NATIVE + ", GLIBC, 43, true",
    "does not suit an older one, " + NATIVE + ", GLIBC, 36, false",
    "does not suit another one, " + NATIVE + ", MUSL, 2, false",
    "without native code suits an older one, " + PURE + ", GLIBC, 36, true",
    "without native code suits another one, " + PURE + ", MUSL, 2, true",
  })
  void suits(String sentence, String wheel, Family family, int minor, boolean expected) {
    Digest digest = Digest.ofBytes(new byte[0]);
    WheelFacts facts =
        new WheelFacts(
            "name", "1", wheel, digest, "pkg:pypi/name@1", Optional.empty(), 1, 1, List.of());
    KnownLayer layer =
        new KnownLayer(
            digest.hex(),
            new Descriptor("type", digest, 0),
            digest,
            new CLibrary(Family.GLIBC, 2, 41),
            List.of(facts));

    boolean suits = layer.suits(new CLibrary(family, family == Family.GLIBC ? 2 : 1, minor));

    assertThat(suits).as(sentence).isEqualTo(expected);
  }
}
