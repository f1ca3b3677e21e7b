package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.keyless.AuthorityServer.Answer;
import dev.pythonservice.builder.keyless.AuthorityServer.Question;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Certifies whose a key is, by a token of OpenID Connect: Fulcio (fulcio.proto, {@code
 * CreateSigningCertificate}).
 *
 * @param server asks it
 * @param address its address
 */
public record CertificateAuthority(AuthorityServer server, URI address) {

  private static final int LONGEST_QUOTE = 200;

  /**
   * Gets a certificate.
   *
   * @param request for which key, PKCS#10 as PEM; it proves that the key is at hand
   * @param token says whose it is; it stands in no message
   * @return the certificate, then those of the authorities above it
   * @throws BuildFailure when there is none, with the cause
   */
  public List<X509Certificate> certify(String request, String token) {
    Answer answer =
        server.ask(
            new Question(endpoint(), "application/json", body(request, token), "A certificate"));
    if (!answer.isGood()) {
      throw refused(answer, token);
    }
    try {
      JsonNode json = JsonMapper.shared().readTree(answer.body());
      List<X509Certificate> chain = chain(json.path("signedCertificateEmbeddedSct"));
      chain.addAll(chain(json.path("signedCertificateDetachedSct")));
      if (!chain.isEmpty()) {
        return List.copyOf(chain);
      }
    } catch (JacksonException | NotVouched exception) {
      throw nonsense(exception);
    }
    throw nonsense(new IllegalStateException("no certificate"));
  }

  private URI endpoint() {
    return URI.create(address.toString().replaceFirst("/+$", "") + "/api/v2/signingCert");
  }

  private static byte[] body(String request, String token) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject("credentials").put("oidcIdentityToken", token);
    json.put(
        "certificateSigningRequest",
        Base64.getEncoder().encodeToString(request.getBytes(StandardCharsets.US_ASCII)));
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  private static List<X509Certificate> chain(JsonNode json) throws NotVouched {
    List<X509Certificate> chain = new ArrayList<>();
    for (JsonNode certificate : json.path("chain").path("certificates")) {
      chain.add(
          SigningCertificate.read(certificate.asString("").getBytes(StandardCharsets.US_ASCII)));
    }
    return chain;
  }

  private BuildFailure refused(Answer answer, String token) {
    return new BuildFailure(
        ExitCode.POLICY,
        Fault.REFUSED,
        "%s gives no certificate: the answer was %d%s; the image is not signed and gets no tag; let it accept tokens of the issuer and audience of --identity-token"
            .formatted(address, answer.status(), quote(answer, token)));
  }

  private static String quote(Answer answer, String token) {
    try {
      String said = JsonMapper.shared().readTree(answer.body()).path("message").asString("");
      return said.isEmpty() || said.contains(token)
          ? ""
          : " (%s)".formatted(said.substring(0, Math.min(said.length(), LONGEST_QUOTE)));
    } catch (JacksonException exception) {
      return "";
    }
  }

  private BuildFailure nonsense(Exception cause) {
    return new BuildFailure(
        ExitCode.NETWORK,
        "%s answers, but not as Fulcio does (%s); check --fulcio"
            .formatted(address, cause.getClass().getSimpleName()));
  }
}
