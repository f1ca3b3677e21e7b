package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Optional;

/** The annotation with which a webhook or a person wants everything looked up now. */
final class Refresh {

  /** Any new value counts, such as a time or a commit. */
  static final String ANNOTATION = "pythonservice.dev/refresh";

  private Refresh() {}

  static String of(HasMetadata object) {
    return Optional.ofNullable(object.getMetadata().getAnnotations())
        .map(annotations -> annotations.get(ANNOTATION))
        .orElse("");
  }
}
