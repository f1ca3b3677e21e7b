package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.operator.plan.BuildHistory;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Which changes of a build are events: not those of its status, which the operator writes. */
public final class BuildChanges implements OnUpdateFilter<PythonBuild> {

  @Override
  public boolean accept(PythonBuild after, PythonBuild before) {
    return !Objects.equals(
            after.getMetadata().getGeneration(), before.getMetadata().getGeneration())
        || Stream.of(BuildHistory.RETRY, BuildHistory.SUPERSEDED_BY)
            .anyMatch(name -> !annotation(name, after).equals(annotation(name, before)));
  }

  private static Optional<String> annotation(String name, PythonBuild build) {
    return Optional.ofNullable(build.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(name));
  }
}
