package dev.pythonservice.e2e.servers;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Issues tokens for service accounts and says by which key they are checked, as an API server does
 * (OpenID Connect Discovery 1.0; Kubernetes, "Service account issuer discovery").
 *
 * @param server serves the key
 * @param keys the pair
 * @param clock what it goes by
 */
public record IdentityIssuer(HttpServer server, KeyPair keys, Clock clock)
    implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int BITS = 2048;

  /** Starts one on loopback. */
  public static IdentityIssuer start(Clock clock) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    IdentityIssuer issuer = new IdentityIssuer(server, pair(), clock);
    issuer.serve(
        "/.well-known/openid-configuration",
        Map.of(
            "issuer", issuer.url(),
            "jwks_uri", issuer.url() + "/keys",
            "response_types_supported", List.of("id_token"),
            "subject_types_supported", List.of("public"),
            "id_token_signing_alg_values_supported", List.of("RS256")));
    issuer.serve("/keys", Map.of("keys", List.of(issuer.key())));
    server.start();
    return issuer;
  }

  /** Its address, which is its name. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** A token for a service account, good for ten minutes from now. */
  public String token(String namespace, String account, String audience) {
    return token(namespace, account, audience, clock.instant());
  }

  /** The same, issued at another time. */
  public String token(String namespace, String account, String audience, Instant issued) {
    String content =
        encoded(Map.of("alg", "RS256", "typ", "JWT", "kid", "one"))
            + "."
            + encoded(
                Map.of(
                    "iss", url(),
                    "sub", "system:serviceaccount:%s:%s".formatted(namespace, account),
                    "aud", List.of(audience),
                    "iat", issued.getEpochSecond(),
                    "nbf", issued.getEpochSecond(),
                    "exp", issued.plus(LIFE).getEpochSecond(),
                    "kubernetes.io",
                        Map.of("namespace", namespace, "serviceaccount", Map.of("name", account))));
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.getPrivate());
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + base64(signature.sign());
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private Map<String, String> key() {
    RSAPublicKey key = (RSAPublicKey) keys.getPublic();
    return Map.of(
        "kty", "RSA",
        "alg", "RS256",
        "use", "sig",
        "kid", "one",
        "n", base64(unsigned(key.getModulus())),
        "e", base64(unsigned(key.getPublicExponent())));
  }

  private void serve(String path, Object content) throws IOException {
    byte[] body = JSON.writeValueAsBytes(content);
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
  }

  /** Without the byte by which Java says that a number is not negative (RFC 7518, section 2). */
  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static String encoded(Object content) {
    try {
      return base64(JSON.writeValueAsBytes(content));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
