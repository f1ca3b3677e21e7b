package dev.pythonservice.builder;

import dev.pythonservice.builder.attest.KeylessSigning;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.keyless.AuthorityServer;
import dev.pythonservice.builder.keyless.CertificateAuthority;
import dev.pythonservice.builder.keyless.IdentityToken;
import dev.pythonservice.builder.keyless.KeylessTrust;
import dev.pythonservice.builder.keyless.TimestampAuthority;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.request.Access;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for signing without a key that anybody keeps. */
final class KeylessOptions {

  @Option(
      names = "--fulcio",
      paramLabel = "URL",
      description =
          "Certificate authority (Fulcio) that says whose a key is, by --identity-token. With it,"
              + " images are signed by a new key each time.")
  private @Nullable URI fulcio;

  @Option(
      names = "--timestamp-authority",
      paramLabel = "URL",
      description = "Where it is confirmed when the key was used (RFC 3161).")
  private @Nullable URI timestampAuthority;

  @Option(
      names = "--identity-token",
      paramLabel = "FILE",
      description =
          "File with a token of OpenID Connect that says who the builder is; read when something is"
              + " signed.")
  private @Nullable Path token;

  @Mixin private final TrustedIdentityOptions trusted = new TrustedIdentityOptions();

  /**
   * How it is signed; absent where it is not asked for.
   *
   * @throws BuildFailure when an option lacks or cannot be used
   */
  Optional<KeylessSigning> signing(Access access, Map<String, String> environment) {
    Optional<KeylessTrust> trust = trusted.trust();
    if (fulcio == null && timestampAuthority == null && token == null && trust.isEmpty()) {
      return Optional.empty();
    }
    if (fulcio == null || timestampAuthority == null || token == null || trust.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "Signing without a key takes all of --fulcio, --timestamp-authority, --identity-token,"
              + " --trusted-root and --trusted-identity, so that nothing is signed that nobody"
              + " would trust; name those that lack");
    }
    if (access.offline()) {
      throw new BuildFailure(
          ExitCode.INPUT, "--fulcio and --offline contradict each other; sign with --signing-key");
    }
    AuthorityServer server = new AuthorityServer(access, ProxySettings.of(environment));
    return Optional.of(
        new KeylessSigning(
            new CertificateAuthority(server, withTls(fulcio, access)),
            new TimestampAuthority(server, web("--timestamp-authority", timestampAuthority)),
            new IdentityToken(token),
            trust.get()));
  }

  /** Whoever reads the token on its way can sign. */
  private static URI withTls(URI address, Access access) {
    if ("https".equals(address.getScheme()) || access.isPlain(web("--fulcio", address))) {
      return address;
    }
    throw new BuildFailure(
        ExitCode.INPUT,
        "--fulcio %s has no TLS, and who the builder is would be shown to all; use https, or name the host with --plain-http"
            .formatted(address));
  }

  private static URI web(String option, URI address) {
    if (address.getHost() != null
        && ("https".equals(address.getScheme()) || "http".equals(address.getScheme()))) {
      return address;
    }
    throw new BuildFailure(
        ExitCode.INPUT,
        "%s %s is no address; write it as https://HOST/PATH".formatted(option, address));
  }
}
