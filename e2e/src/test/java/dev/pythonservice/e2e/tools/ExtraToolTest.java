package dev.pythonservice.e2e.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tools that are built when they are asked for. */
class ExtraToolTest {

  @ParameterizedTest
  @MethodSource
  void itsGoModulePinsIt(ExtraTool tool) {
    assertThat(Path.of("tools", tool.module(), "go.mod"))
        .content()
        .contains("tool " + tool.goPackage() + "\n");
  }

  static Stream<ExtraTool> itsGoModulePinsIt() {
    return Stream.of(
        ExtraTool.ARGOCD, ExtraTool.COSIGN, ExtraTool.FULCIO, ExtraTool.TIMESTAMP_SERVER);
  }

  @Test
  void goNamesItByItsPackage() {
    assertThat(ExtraTool.ARGOCD.built()).isEqualTo("cmd");
    assertThat(ExtraTool.COSIGN.built()).isEqualTo("cosign");
  }
}
