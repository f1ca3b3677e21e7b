package dev.pythonservice.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.attest.Keys;
import dev.pythonservice.builder.attest.SigningKeyFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is wrong with keys is said before anything is fetched: there is no server here at all. */
@DisplayName("A build that is to be signed")
final class SigningOptionsTest {

  @TempDir private Path folder;

  private final StringWriter error = new StringWriter();
  private Path key;

  @BeforeEach
  void makeKey() throws IOException {
    key = Files.writeString(folder.resolve("cosign.key"), Keys.pem());
  }

  @Test
  @DisplayName("by a key that nobody trusts ends with 3 and names both")
  void refusesAnUntrustedKey() throws IOException {
    String trusted = publicKey(Files.writeString(folder.resolve("other.key"), Keys.pem()));

    assertThat(build("--signing-key", key.toString(), "--trusted-key", trusted)).isEqualTo(3);
    assertThat(error.toString())
        .contains("The signing key " + key, "is not among the trusted keys [sha256:");
  }

  @Test
  @DisplayName("by no key, where there are trusted ones, ends with 2")
  void refusesTrustWithoutAKey() {
    assertThat(build("--trusted-key", publicKey(key))).isEqualTo(2);
    assertThat(error.toString()).contains("--trusted-key is given without --signing-key");
  }

  @Test
  @DisplayName("by a key that is not there ends with 2 and names the file")
  void namesAMissingKey() {
    assertThat(build("--signing-key", folder.resolve("missing").toString())).isEqualTo(2);
    assertThat(error.toString()).contains(folder.resolve("missing") + " cannot be read");
  }

  @Test
  @DisplayName("and trusts what is no public key ends with 2 and names it")
  void namesAnUnusablePublicKey() {
    assertThat(build("--signing-key", key.toString(), "--trusted-key", key.toString()))
        .isEqualTo(2);
    assertThat(error.toString()).contains("The public key " + key + " cannot be used");
  }

  private static String publicKey(Path privateKey) {
    return new SigningKeyFile(privateKey, Optional.empty()).read().publicKey().pem();
  }

  private int build(String... options) {
    CommandLine commandLine = BuilderCommand.commandLine();
    commandLine.setErr(new PrintWriter(error));
    List<String> place =
        List.of(
            "build",
            "--source=" + folder,
            "--base=registry.invalid/base:1",
            "--repository=registry.invalid/shop/orders");
    return commandLine.execute(
        Stream.concat(place.stream(), Stream.of(options)).toArray(String[]::new));
  }
}
