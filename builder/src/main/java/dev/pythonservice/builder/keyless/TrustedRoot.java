package dev.pythonservice.builder.keyless;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which authorities are trusted: those that certify keys, and those that say when something was
 * signed. Its text is that of Sigstore, which {@code cosign verify --trusted-root} reads, too
 * (sigstore/protobuf-specs, sigstore_trustroot.proto). Transparency logs in it are not asked.
 *
 * @param certificateAuthorities whose certificates count, at least one
 * @param timestampAuthorities whose timestamps count, at least one
 */
public record TrustedRoot(
    List<TrustedAuthority> certificateAuthorities, List<TrustedAuthority> timestampAuthorities) {

  private static final String MEDIA_TYPE = "application/vnd.dev.sigstore.trustedroot";

  public TrustedRoot {
    certificateAuthorities = List.copyOf(certificateAuthorities);
    timestampAuthorities = List.copyOf(timestampAuthorities);
  }

  /**
   * Reads one.
   *
   * @param text JSON
   * @throws IllegalArgumentException when it is none, with the reason
   */
  public static TrustedRoot of(String text) {
    JsonNode json = json(text);
    if (!json.path("mediaType").asString("").startsWith(MEDIA_TYPE)) {
      throw new IllegalArgumentException(
          "its mediaType is '%s' instead of '%s…'"
              .formatted(json.path("mediaType").asString(""), MEDIA_TYPE));
    }
    return new TrustedRoot(
        authorities(json, "certificateAuthorities"), authorities(json, "timestampAuthorities"));
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
    if (authorities.isEmpty()) {
      throw new IllegalArgumentException("it has no " + field);
    }
    return authorities;
  }

  private static TrustedAuthority authority(JsonNode json, String place) {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      for (JsonNode certificate : json.path("certChain").path("certificates")) {
        chain.add(
            SigningCertificate.read(
                Base64.getDecoder().decode(certificate.path("rawBytes").asString(""))));
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
