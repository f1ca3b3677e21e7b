package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.TrustedIdentity;
import dev.pythonservice.builder.keyless.TrustedRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that say which identities are trusted to sign without a key, and who vouches for them.
 */
final class TrustedIdentityOptions {

  @Option(
      names = "--trusted-root",
      paramLabel = "FILE|JSON",
      description =
          "Authorities that are trusted for keyless signatures, as Sigstore's trusted_root.json: a"
              + " file, or its content.")
  private @Nullable String root;

  @Option(
      names = "--trusted-identity",
      paramLabel = "ISSUER=SUBJECT",
      description =
          "Who is trusted to sign without a key: the issuer of the token, and the subject that the"
              + " certificate names; repeat it for each.")
  private List<String> identities = List.of();

  /**
   * Who is trusted; absent where nothing is said of it.
   *
   * @throws BuildFailure when it cannot be used, or only half is said
   */
  Optional<KeylessTrust> trust() {
    if (root == null && identities.isEmpty()) {
      return Optional.empty();
    }
    if (root == null || identities.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "--trusted-root and --trusted-identity need each other: name the authorities and for"
              + " whom they may vouch");
    }
    return Optional.of(
        new KeylessTrust(
            root(root), identities.stream().map(TrustedIdentityOptions::identity).toList()));
  }

  private static TrustedRoot root(String given) {
    boolean isContent = given.stripLeading().startsWith("{");
    String what = isContent ? "given as JSON" : given;
    try {
      return TrustedRoot.of(isContent ? given : Files.readString(Path.of(given)));
    } catch (IOException exception) {
      throw unusable(
          what, "it cannot be read (%s)".formatted(exception.getClass().getSimpleName()));
    } catch (IllegalArgumentException exception) {
      throw unusable(what, String.valueOf(exception.getMessage()));
    }
  }

  private static BuildFailure unusable(String what, String why) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The trusted root %s cannot be used: %s; 'cosign trusted-root create' writes one"
            .formatted(what, why));
  }

  private static TrustedIdentity identity(String given) {
    try {
      return TrustedIdentity.of(given);
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(ExitCode.INPUT, "--trusted-identity " + exception.getMessage());
    }
  }
}
