package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.cluster.ClusterProblem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The certificate authorities of Debian's {@code ca-certificates}.
 *
 * @param certificates one certificate in PEM each, in the order of the names of their files
 */
record CertificateBundle(List<String> certificates) {
  /** Where the package keeps one file for each authority. */
  static final String FOLDER = "usr/share/ca-certificates";

  CertificateBundle {
    certificates = List.copyOf(certificates);
  }

  /**
   * Reads the authorities from the unpacked package below the given root.
   *
   * @throws ClusterProblem when there is none
   */
  static CertificateBundle of(Path root) throws IOException {
    Path folder = root.resolve(FOLDER);
    List<String> certificates = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        // Paths are compared by their bytes, so the locale of this process does not matter.
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          certificates.add(Files.readString(file, StandardCharsets.US_ASCII).strip() + "\n");
        }
      }
    }
    if (certificates.isEmpty()) {
      throw new ClusterProblem(
          "The package ca-certificates has no certificates in /%s any more: the layout of the package changed, so the base images' definition must follow."
              .formatted(FOLDER));
    }
    return new CertificateBundle(certificates);
  }

  /** All of them in one text, as {@code update-ca-certificates} writes it. */
  String pem() {
    return String.join("", certificates);
  }

  /**
   * All of them as Java's trust store, each under its SHA-256 digest. Without a password PKCS #12
   * has neither salt nor checksum (JDK-8076190), so the bytes depend on the certificates only.
   */
  byte[] trustStore() throws IOException {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (String certificate : certificates) {
        byte[] pem = certificate.getBytes(StandardCharsets.US_ASCII);
        store.setCertificateEntry(
            Digests.of(pem), factory.generateCertificate(new ByteArrayInputStream(pem)));
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, null);
      return bytes.toByteArray();
    } catch (GeneralSecurityException problem) {
      throw new IOException("The certificates of ca-certificates cannot be read", problem);
    }
  }
}
