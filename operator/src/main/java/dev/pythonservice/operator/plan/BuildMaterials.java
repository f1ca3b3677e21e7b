package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/**
 * What a build needs from its service's namespace, as it is there at the start of an attempt.
 *
 * @param choice the platform that the namespace uses
 * @param credentials the Secret that the source names
 * @param files the ConfigMap that is the source
 * @param promoted the image of the release that serves, whose findings are debt
 */
public record BuildMaterials(
    PlatformChoice choice,
    Optional<Secret> credentials,
    Optional<ConfigMap> files,
    Optional<String> promoted) {

  /** Without a release that serves. */
  public BuildMaterials(
      PlatformChoice choice, Optional<Secret> credentials, Optional<ConfigMap> files) {
    this(choice, credentials, files, Optional.empty());
  }
}
