package dev.pythonservice.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.process.Progress;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The choice of a cluster")
class ClusterChoiceTest {

  private static final List<ClusterProvider> PROVIDERS =
      List.of(new Named("existing"), new Named("k3s"), new Named("local"));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "without a wish and with a Docker engine it is K3s, '', true, k3s",
    "without a wish and without a Docker engine it is local, '', false, local",
    "a wish for local is kept although Docker answers, local, true, local",
    "a wish for K3s is kept although no Docker answers, k3s, false, k3s",
    "an existing cluster is used when it is named, existing, true, existing"
  })
  void chooses(String sentence, String asked, boolean dockerAnswers, String expected) {
    ClusterChoice choice = new ClusterChoice(PROVIDERS, () -> dockerAnswers);

    assertThat(choice.choose(asked).name()).isEqualTo(expected);
  }

  @Test
  @DisplayName("refuses a word that names no provider, and lists those there are")
  void refusesUnknownName() {
    ClusterChoice choice = new ClusterChoice(PROVIDERS, () -> true);

    assertThatThrownBy(() -> choice.choose("minikube"))
        .isInstanceOf(ClusterProblem.class)
        .hasMessage(
            "CLUSTER=minikube names no way to get a cluster; use one of existing, k3s, local");
  }

  private record Named(String name) implements ClusterProvider {
    @Override
    public Cluster up(Progress progress) {
      throw new AssertionError("A choice starts nothing");
    }

    @Override
    public void down(Progress progress) {
      throw new AssertionError("A choice stops nothing");
    }

    @Override
    public boolean isUp() {
      throw new AssertionError("A choice asks no cluster");
    }
  }
}
