package dev.pythonservice.builder.keyless;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which authorities are trusted: those that certify keys, and those that say when something was
 * signed. Its text is that of Sigstore, which {@code cosign verify --trusted-root} reads, too
 * (sigstore/protobuf-specs, sigstore_trustroot.proto). Nobody is asked: what logs say comes with
 * what was signed.
 *
 * @param certificateAuthorities whose certificates count, at least one
 * @param timestampAuthorities whose timestamps count
 * @param logs logs of signatures (Rekor)
 * @param certificateLogs logs of certificates (RFC 6962)
 */
public record TrustedRoot(
    List<TrustedAuthority> certificateAuthorities,
    List<TrustedAuthority> timestampAuthorities,
    List<TransparencyLog> logs,
    List<TransparencyLog> certificateLogs) {

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot";

  /** Keys of logs that ended in 2022, written in another way (PublicKeyDetails, deprecated). */
  private static final String OLD_KEYS = "PKCS1_";

  public TrustedRoot {
    certificateAuthorities = List.copyOf(certificateAuthorities);
    timestampAuthorities = List.copyOf(timestampAuthorities);
    logs = List.copyOf(logs);
    certificateLogs = List.copyOf(certificateLogs);
  }

  /**
   * Reads one by which timestamps say when something was signed.
   *
   * @param text JSON
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static TrustedRoot of(String text) {
    JsonNode json = root(text);
    List<TrustedAuthority> timing = authorities(json, "timestampAuthorities");
    TrustedRoot root = new TrustedRoot(certifying(json), timing, List.of(), List.of());
    require(timing, "timestampAuthorities");
    return root;
  }

  /**
   * Reads one by which what was signed stands in a public log.
   *
   * @param text JSON
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static TrustedRoot withLogs(String text) {
    JsonNode json = root(text);
    List<TransparencyLog> logs = logs(json, "tlogs");
    TrustedRoot root =
        new TrustedRoot(
            certifying(json),
            authorities(json, "timestampAuthorities"),
            logs,
            logs(json, "ctlogs"));
    require(logs, "tlogs");
    return root;
  }

  private static JsonNode root(String text) {
    JsonNode json = json(text);
    if (!json.path("mediaType").asString("").startsWith(MEDIA_TYPE)) {
      throw new IllegalArgumentException(
          "its mediaType is '%s' instead of '%s…'"
              .formatted(json.path("mediaType").asString(""), MEDIA_TYPE));
    }
    return json;
  }

  private static List<TrustedAuthority> certifying(JsonNode json) {
    List<TrustedAuthority> certifying = authorities(json, "certificateAuthorities");
    require(certifying, "certificateAuthorities");
    return certifying;
  }

  private static void require(List<?> found, String field) {
    if (found.isEmpty()) {
      throw new IllegalArgumentException("it has no " + field);
    }
  }

  /** Who of them issued a certificate, which was valid at a time. */
  TrustedAuthority issuer(X509Certificate certificate, Instant time) throws NotVouched {
    Set<String> causes = new LinkedHashSet<>();
    for (TrustedAuthority authority : certificateAuthorities) {
      try {
        authority.requireIssued(certificate, time);
        return authority;
      } catch (NotVouched no) {
        causes.add(no.why());
      }
    }
    throw new NotVouched("its certificate is not to be trusted: " + String.join("; ", causes));
  }

  /** When something was there, by the first of some timestamps that holds. */
  Instant time(List<byte[]> timestamps, byte[] stamped) throws NotVouched {
    Set<String> causes = new LinkedHashSet<>();
    for (byte[] response : timestamps) {
      for (TrustedAuthority authority : timestampAuthorities) {
        try {
          return Timestamp.of(response).of(stamped, authority);
        } catch (NotVouched no) {
          causes.add(no.why());
        }
      }
    }
    throw new NotVouched(
        causes.isEmpty()
            ? "it has no timestamp that says when its certificate was used"
            : String.join("; ", causes));
  }

  private static JsonNode json(String text) {
    try {
      return JsonMapper.shared().readTree(text);
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("it is no JSON", exception);
    }
  }

  private static List<TrustedAuthority> authorities(JsonNode json, String field) {
    List<TrustedAuthority> authorities = new ArrayList<>();
    for (JsonNode each : json.path(field)) {
      authorities.add(authority(each, "%s[%d]".formatted(field, authorities.size())));
    }
    return authorities;
  }

  private static List<TransparencyLog> logs(JsonNode json, String field) {
    List<TransparencyLog> logs = new ArrayList<>();
    int place = 0;
    for (JsonNode each : json.path(field)) {
      JsonNode key = each.path("publicKey");
      if (!key.path("keyDetails").asString("").startsWith(OLD_KEYS)) {
        logs.add(log(each, key, "%s[%d]".formatted(field, place)));
      }
      place++;
    }
    if (place > 0) {
      // What is named is wanted: without any key nothing would be looked at.
      require(logs, "key in its " + field + " that is a SubjectPublicKeyInfo");
    }
    return logs;
  }

  private static TransparencyLog log(JsonNode json, JsonNode key, String place) {
    try {
      return TransparencyLog.of(
          bytes(json.path("logId").path("keyId")),
          bytes(key.path("rawBytes")),
          from(key),
          until(key));
    } catch (GeneralSecurityException
        | IllegalArgumentException
        | DateTimeParseException exception) {
      throw new IllegalArgumentException(
          "of its %s the key or a time cannot be read".formatted(place), exception);
    }
  }

  private static byte[] bytes(JsonNode base64) {
    return Base64.getDecoder().decode(base64.asString(""));
  }

  private static TrustedAuthority authority(JsonNode json, String place) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (JsonNode certificate : json.path("certChain").path("certificates")) {
        chain.add(SigningCertificate.read(bytes(certificate.path("rawBytes"))));
      }
      if (!chain.isEmpty()) {
        return new TrustedAuthority(chain, from(json), until(json));
      }
    } catch (NotVouched | IllegalArgumentException | DateTimeParseException exception) {
      throw new IllegalArgumentException(
          "of its %s a certificate or a time cannot be read".formatted(place), exception);
    }
    throw new IllegalArgumentException("its %s has no certificates".formatted(place));
  }

  private static Instant from(JsonNode json) {
    String text = json.path("validFor").path("start").asString("");
    return text.isEmpty() ? Instant.MIN : Instant.parse(text);
  }

  private static Optional<Instant> until(JsonNode json) {
    String text = json.path("validFor").path("end").asString("");
    return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
  }
}
