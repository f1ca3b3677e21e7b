package dev.pythonservice.builder.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A signing key")
final class SigningKeyFileTest {

  /** Of "cosign generate-key-pair" in version 3.1.3; it signs nothing but these tests. */
  private static final String COSIGN = resource("cosign.key");

  private static final String PASSWORD = "open-sesame";

  @TempDir private Path folder;

  @Test
  @DisplayName("is read from PKCS#8, and its public half is that of its pair")
  void readsPkcs8() throws IOException {
    KeyPair pair = Keys.pair("secp256r1");

    SigningKey key =
        new SigningKeyFile(
                file("key", Pem.write("PRIVATE KEY", pair.getPrivate().getEncoded())),
                Optional.empty())
            .read();

    assertThat(key.publicKey().pem())
        .isEqualTo(Pem.write("PUBLIC KEY", pair.getPublic().getEncoded()));
    byte[] content = "content".getBytes(StandardCharsets.UTF_8);
    assertThat(key.publicKey().verifies(content, key.sign(content))).isTrue();
  }

  @ParameterizedTest
  @MethodSource
  @DisplayName("of cosign is opened with its password")
  void opensCosigns(String password) throws IOException {
    SigningKey key =
        new SigningKeyFile(file("key", COSIGN), Optional.of(file("password", password))).read();

    assertThat(key.publicKey()).isEqualTo(VerificationKey.ofPem(resource("cosign.pub")));
  }

  static Stream<String> opensCosigns() {
    return Stream.of(PASSWORD, PASSWORD + "\n");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @DisplayName("is refused with its reason, of which nothing quotes the key")
  void refuses(String name, String key, Optional<String> password, String reason)
      throws IOException {
    Path secret = folder.resolve("password");
    Optional<Path> passwordFile = password.map(word -> secret);
    if (password.isPresent()) {
      Files.writeString(secret, password.get());
    }
    SigningKeyFile file = new SigningKeyFile(file("key", key), passwordFile);

    assertThatThrownBy(file::read)
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(folder.resolve("key").toString())
        .hasMessageContaining(reason)
        .hasMessageNotContaining("c2NyeXB0")
        .hasMessageNotContaining("wrong-word");
  }

  static Stream<Arguments> refuses() {
    return Stream.of(
        Arguments.of("no PEM", "my key", Optional.empty(), "it is no PEM"),
        Arguments.of(
            "another curve",
            Pem.write("PRIVATE KEY", Keys.pair("secp384r1").getPrivate().getEncoded()),
            Optional.empty(),
            "its curve is not P-256"),
        Arguments.of(
            "a public key",
            resource("cosign.pub"),
            Optional.empty(),
            "it is a 'PUBLIC KEY', and neither"),
        Arguments.of(
            "garbage in PKCS#8",
            Pem.write("PRIVATE KEY", new byte[40]),
            Optional.empty(),
            "it is no key of ECDSA"),
        Arguments.of(
            "cosign's without a password",
            COSIGN,
            Optional.empty(),
            "name the file with it with --signing-password-file"),
        Arguments.of(
            "cosign's with another password",
            COSIGN,
            Optional.of("wrong-word"),
            "does not open it"),
        Arguments.of(
            "cosign's that asks for all memory",
            Pem.write(
                "ENCRYPTED SIGSTORE PRIVATE KEY",
                "{\"kdf\":{\"name\":\"scrypt\",\"params\":{\"N\":1073741824,\"r\":8,\"p\":1}},\"cipher\":{\"name\":\"nacl/secretbox\"}}"
                    .getBytes(StandardCharsets.UTF_8)),
            Optional.of(PASSWORD),
            "out of range"));
  }

  @Test
  @DisplayName("that this user may not read is named")
  void namesAFileThatIsNotThere() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> new SigningKeyFile(missing, Optional.empty()).read())
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("NoSuchFile");
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }

  private static String resource(String name) {
    try (InputStream stream = SigningKeyFileTest.class.getResourceAsStream("/attest/" + name)) {
      return new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
