package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Keyless;
import dev.pythonservice.api.v1alpha1.Keyless.Identity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Who a build pod is, for Fulcio alone: a token of its service account that the API server does not
 * take, as it is for another audience.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#serviceaccount-token-volume-projection">
 *     Token volume projection</a>
 */
final class KeylessPart {

  /** For whom tokens are, unless the platform says otherwise; Fulcio's own default. */
  private static final String USUAL_AUDIENCE = "sigstore";

  /** The shortest that Kubernetes gives; the kubelet renews it in time. */
  private static final long TOKEN_SECONDS = 600;

  private static final String VOLUME = "identity";
  private static final String FOLDER = "/run/pythonservice/identity";
  private static final String FILE = "token";

  private KeylessPart() {}

  /** The options and the token; nothing where builds do not sign in this way. */
  static BuildPart of(Keyless keyless) {
    return keyless.certificateAuthority() == null
        ? BuildPart.nothing()
        : BuildPart.mounted(
            arguments(keyless),
            token(Optional.ofNullable(keyless.audience()).orElse(USUAL_AUDIENCE)),
            List.of(BuildParts.readOnly(VOLUME, FOLDER)));
  }

  private static List<String> arguments(Keyless keyless) {
    String authority = Objects.requireNonNull(keyless.certificateAuthority());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--fulcio",
                authority,
                "--timestamp-authority",
                Objects.requireNonNull(keyless.timestampAuthority()),
                "--identity-token",
                FOLDER + "/" + FILE,
                "--trusted-root",
                keyless.trustedRoot().strip()));
    for (Identity identity : keyless.identities()) {
      arguments.addAll(List.of("--trusted-identity", identity.issuer() + "=" + identity.subject()));
    }
    // The builder shows the token in the clear to nobody unless it is told to.
    if (authority.startsWith("http://")) {
      arguments.addAll(List.of("--plain-http", BuildParts.hostOf(authority)));
    }
    return arguments;
  }

  private static Volume token(String audience) {
    return new VolumeBuilder()
        .withName(VOLUME)
        .withNewProjected()
        .withDefaultMode(BuildParts.READABLE)
        .addNewSource()
        .withNewServiceAccountToken(audience, TOKEN_SECONDS, FILE)
        .endSource()
        .endProjected()
        .build();
  }
}
