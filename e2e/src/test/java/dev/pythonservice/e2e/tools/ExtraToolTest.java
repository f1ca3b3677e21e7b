package dev.pythonservice.e2e.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The tools that are built when they are asked for. */
class ExtraToolTest {

  @Test
  void itsGoModulePinsIt() {
    assertThat(Path.of("tools", ExtraTool.ARGOCD.module(), "go.mod"))
        .content()
        .contains("tool " + ExtraTool.ARGOCD.goPackage() + "\n");
    assertThat(ExtraTool.ARGOCD.built()).isEqualTo("cmd");
  }
}
