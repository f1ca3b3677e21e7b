package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The authorities become one PEM file and Java's trust store, the same bytes every time. */
class CertificateBundleTest {
  private static final Base64.Encoder PEM =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  @TempDir Path root;

  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(root.resolve(CertificateBundle.FOLDER).resolve("mozilla"));
  }

  @Test
  void theBundleHasAllCertificatesInTheOrderOfTheirFiles() throws Exception {
    List<String> certificates = certificatesOfThisJava();
    Files.writeString(folder.resolve("b.crt"), certificates.get(1) + "\n\n");
    Files.writeString(folder.resolve("a.crt"), certificates.get(0));

    assertThat(CertificateBundle.of(root).pem())
        .isEqualTo(certificates.get(0) + "\n" + certificates.get(1) + "\n");
  }

  @Test
  void theTrustStoreIsTheSameEveryTimeAndOpensWithoutAPassword() throws Exception {
    List<String> certificates = certificatesOfThisJava();
    for (int number = 0; number < certificates.size(); number++) {
      Files.writeString(folder.resolve(number + ".crt"), certificates.get(number));
    }
    CertificateBundle bundle = CertificateBundle.of(root);

    byte[] store = bundle.trustStore();

    assertThat(bundle.trustStore()).isEqualTo(store);
    KeyStore opened = KeyStore.getInstance("PKCS12");
    opened.load(new ByteArrayInputStream(store), null);
    assertThat(opened.size()).isEqualTo(certificates.size());
  }

  @Test
  void aPackageWithoutCertificatesIsRefused() {
    assertThatThrownBy(() -> CertificateBundle.of(root))
        .isInstanceOf(ClusterProblem.class)
        .hasMessageStartingWith("The package ca-certificates has no certificates in");
  }

  private static List<String> certificatesOfThisJava()
      throws GeneralSecurityException, IOException {
    Path file = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    KeyStore store = KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    return Collections.list(store.aliases()).stream()
        .sorted()
        .limit(5)
        .map(alias -> pem(store, alias))
        .toList();
  }

  private static String pem(KeyStore store, String alias) {
    try {
      return "-----BEGIN CERTIFICATE-----\n%s\n-----END CERTIFICATE-----"
          .formatted(PEM.encodeToString(store.getCertificate(alias).getEncoded()));
    } catch (GeneralSecurityException broken) {
      throw new AssertionError(broken);
    }
  }
}
