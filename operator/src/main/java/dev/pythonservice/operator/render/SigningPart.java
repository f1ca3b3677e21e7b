package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.PythonPlatformSpec;
import dev.pythonservice.api.v1alpha1.SecretReference;
import dev.pythonservice.api.v1alpha1.Signing;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key of a build pod, as a file, and the keys that its images must be trusted by; or a token.
 */
final class SigningPart {

  private static final String VOLUME = "signing";
  private static final String FOLDER = "/run/pythonservice/signing";

  private SigningPart() {}

  static BuildPart of(PythonPlatformSpec platform) {
    return Optional.ofNullable(platform.signing())
        .flatMap(signing ->
            Optional.ofNullable(signing.keySecretRef())
                .map(secret -> of(signing, secret))
                .or(() -> Optional.ofNullable(signing.keyless()).map(KeylessPart::of)))
        .orElseGet(BuildPart::nothing);
  }

  private static BuildPart of(Signing signing, SecretReference secret) {
    // The builder reads the password of a key that has one, and no file else.
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--signing-key",
                FOLDER + "/cosign.key",
                "--signing-password-file",
                FOLDER + "/cosign.password"));
    signing.publicKeys().forEach(key -> arguments.addAll(List.of("--trusted-key", key.strip())));
    return BuildPart.mounted(
        arguments,
        new VolumeBuilder()
            .withName(VOLUME)
            .withNewSecret()
            .withSecretName(secret.name())
            .withDefaultMode(BuildParts.READABLE)
            .endSecret()
            .build(),
        List.of(BuildParts.readOnly(VOLUME, FOLDER)));
  }
}
