package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.feasibility.Blocker;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.stack.Stack;
import dev.pythonservice.builder.target.Platform;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The engines of an image")
final class EnginesTest {

  @Test
  @DisplayName("are the servers among its packages, in whatever layer, and nothing else")
  void findsServers() {
    Plan plan =
        new Plan(
            List.of(
                platform(
                    "linux/amd64",
                    List.of("granian 2.8.7"),
                    List.of("flask 3.1.0", "uvicorn-worker 0.4.0", "uvicornish 1.0"))),
            List.of(),
            Stack.none());

    assertThat(Engines.in(plan)).isEqualTo(Map.of("granian", "2.8.7", "uvicorn-worker", "0.4.0"));
  }

  @Test
  @DisplayName("are on every platform that has an image")
  void countsOnlyWhatIsEverywhere() {
    Plan plan =
        new Plan(
            List.of(
                platform("linux/amd64", List.of("granian 2.8.7", "gunicorn 27.0.1")),
                platform("linux/arm64", List.of("gunicorn 27.0.0"))),
            List.of(),
            Stack.none());

    assertThat(Engines.in(plan)).isEqualTo(Map.of("gunicorn", "27.0.1"));
  }

  @Test
  @DisplayName("are none where no platform has an image")
  void countsNothingOfNothing() {
    PlatformPlan infeasible =
        new PlatformPlan(
            Platform.named("linux/amd64"),
            1,
            List.of(new Blocker("uwsgi", "2.0", Blocker.Reason.SOURCE_ONLY, "no wheel", "none")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty());

    assertThat(Engines.in(new Plan(List.of(infeasible), List.of(), Stack.none()))).isEmpty();
  }

  @SafeVarargs
  private static PlatformPlan platform(String name, List<String>... layers) {
    Digest digest = Digest.ofBytes(new byte[0]);
    Descriptor blob = new Descriptor(MediaTypes.EMPTY, digest, 0);
    return new PlatformPlan(
        Platform.named(name),
        layers.length,
        List.of(),
        List.of(),
        Stream.of(layers).map(packages -> new WheelLayer("k", blob, digest, packages)).toList(),
        List.of(),
        List.of(),
        Optional.of(blob));
  }
}
