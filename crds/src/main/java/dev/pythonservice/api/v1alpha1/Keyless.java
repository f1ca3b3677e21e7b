package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signing without a key that anybody keeps: a certificate authority says for minutes whose a key
 * is, and a timestamp authority that it was used within them.
 *
 * @param certificateAuthority Address of Fulcio, which gives builds a certificate. With it, builds
 *     sign as the service account of their pod, of which they show a token that no API server
 *     takes. Default: none, builds sign by {@code keySecretRef} or not at all. Example: {@code
 *     https://fulcio.company.example}.
 * @param timestampAuthority Address that takes timestamp requests (RFC 3161). Must be there with
 *     {@code certificateAuthority}. Example: {@code
 *     https://timestamps.company.example/api/v1/timestamp}.
 * @param audience For whom the token is, as {@code certificateAuthority} wants it. Default: {@code
 *     sigstore}.
 * @param trustedRoot Which certificate and timestamp authorities are trusted: Sigstore's {@code
 *     trusted_root.json}, as {@code cosign trusted-root create} writes it.
 * @param identities Who is trusted. Only images are served that one of them signed, with where they
 *     come from, or that one of {@code publicKeys} did; what runs already stays.
 */
@ApiObject
@ValidationRule(
    value = "has(self.certificateAuthority) == has(self.timestampAuthority)",
    message =
        "keyless must have both of certificateAuthority and timestampAuthority, or neither: a"
            + " certificate holds for minutes, and nobody could tell when it was used")
@ValidationRule(
    value =
        "!has(self.certificateAuthority) || self.certificateAuthority.matches("
            + Rules.HTTP_URL
            + ")",
    fieldPath = ".certificateAuthority",
    message =
        "certificateAuthority must be an http or https address, such as"
            + " https://fulcio.company.example")
@ValidationRule(
    value =
        "!has(self.timestampAuthority) || self.timestampAuthority.matches(" + Rules.HTTP_URL + ")",
    fieldPath = ".timestampAuthority",
    message =
        "timestampAuthority must be an http or https address, such as"
            + " https://timestamps.company.example/api/v1/timestamp")
@ValidationRule(
    value = "self.trustedRoot.matches('^\\\\s*[{]')",
    fieldPath = ".trustedRoot",
    message =
        "trustedRoot must be the content of a trusted_root.json, as 'cosign trusted-root create'"
            + " writes it")
public record Keyless(
    @Nullable @Size(min = 1, max = 2048) String certificateAuthority,
    @Nullable @Size(min = 1, max = 2048) String timestampAuthority,
    @Nullable @Size(min = 1, max = 255) String audience,
    @Required @Size(min = 1, max = 65536) String trustedRoot,
    @Required @Atomic @Size(min = 1, max = 16) List<Identity> identities) {

  public Keyless {
    identities = Absent.toEmpty(identities);
  }

  /**
   * Somebody who may sign.
   *
   * @param issuer The issuer of the token: for service accounts the cluster's, which {@code kubectl
   *     get --raw /.well-known/openid-configuration} shows. Example: {@code
   *     https://kubernetes.default.svc.cluster.local}.
   * @param subject Who it is, as the certificate says. Example: {@code
   *     https://kubernetes.io/namespaces/pythonservice-builds/serviceaccounts/default}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.issuer.matches(" + Rules.HTTP_URL + ") && !self.issuer.contains('=')",
      fieldPath = ".issuer",
      message =
          "issuer must be the http or https address of an OpenID Connect issuer, such as"
              + " https://kubernetes.default.svc.cluster.local")
  public record Identity(
      @Required @Size(min = 1, max = 2048) String issuer,
      @Required @Size(min = 1, max = 2048) String subject) {}
}
