package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who signs images and where they come from, and by whom they are trusted.
 *
 * @param keySecretRef Secret in the build namespace with the private key that builds sign with:
 *     ECDSA on P-256, in the key {@code cosign.key}; where the key has a password, that in {@code
 *     cosign.password}. Default: none, builds sign nothing.
 * @param publicKeys Public keys in PEM form. With any of them, only images are served that one of
 *     them signed, with where they come from; what runs already stays. Several are for the time
 *     while keys change. Default: none, signatures are not asked for.
 * @param keyless Signing without a key, and who is trusted to do so. Default: none.
 */
@ApiObject
@ValidationRule(
    value =
        "has(self.keySecretRef) || (has(self.publicKeys) && self.publicKeys.size() > 0) ||"
            + " has(self.keyless)",
    message =
        "signing must have keySecretRef, publicKeys or keyless: name the key that builds sign with,"
            + " the keys whose images are served, or who signs without a key")
@ValidationRule(
    value =
        "!has(self.keySecretRef) || !has(self.keyless) || !has(self.keyless.certificateAuthority)",
    fieldPath = ".keySecretRef",
    reason = "FieldValueForbidden",
    message =
        "keySecretRef and keyless.certificateAuthority are two ways to sign: remove one; whom"
            + " images are served of, publicKeys and keyless.identities say, and both may stand")
@ValidationRule(
    value =
        "!has(self.publicKeys) || self.publicKeys.all(key,"
            + " key.matches('^\\\\s*-----BEGIN PUBLIC KEY-----\\\\s[A-Za-z0-9+/=\\\\s]+"
            + "-----END PUBLIC KEY-----\\\\s*$'))",
    fieldPath = ".publicKeys",
    message =
        "publicKeys must be one public key in PEM form each, with its lines '-----BEGIN PUBLIC"
            + " KEY-----' and '-----END PUBLIC KEY-----', as 'cosign generate-key-pair' writes"
            + " cosign.pub")
public record Signing(
    @Nullable SecretReference keySecretRef,
    @Atomic @Size(max = 8) List<@Size(min = 1, max = 1024) String> publicKeys,
    @Nullable Keyless keyless) {

  public Signing {
    publicKeys = Absent.toEmpty(publicKeys);
  }
}
