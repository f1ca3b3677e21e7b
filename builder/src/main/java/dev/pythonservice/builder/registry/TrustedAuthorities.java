package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The authorities whose certificates are trusted: those of the JDK, and others beside them. */
public final class TrustedAuthorities {

  private TrustedAuthorities() {}

  /**
   * Whether a connection failed because the other side's certificate is not trusted, and not by a
   * fault of TLS that may pass.
   */
  public static boolean isDistrust(Throwable cause) {
    return Problems.isDistrust(cause);
  }

  /**
   * TLS that trusts them.
   *
   * @param files PEM files with one or more certificates each
   * @throws BuildFailure when one of them cannot be read
   */
  public static SSLContext context(List<Path> files) {
    return contextWith(read(files));
  }

  /** TLS that trusts these beside the usual ones. */
  static SSLContext contextWith(List<Certificate> certificates) {
    try {
      if (certificates.isEmpty()) {
        return SSLContext.getDefault();
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, managersWith(certificates), null);
      return context;
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException("TLS cannot be set up", exception);
    }
  }

  /**
   * What decides whom to trust, for those who make their own TLS.
   *
   * @param files PEM files with one or more certificates each
   * @throws BuildFailure when one of them cannot be read
   */
  public static TrustManager[] managers(List<Path> files) {
    return managersWith(read(files));
  }

  static TrustManager[] managersWith(List<Certificate> certificates) {
    try {
      return managers(together(certificates)).getTrustManagers();
    } catch (GeneralSecurityException | IOException exception) {
      throw new IllegalStateException("TLS cannot be set up", exception);
    }
  }

  /**
   * Certificates in PEM form.
   *
   * @throws CertificateException when there is none, or something else
   */
  static List<Certificate> certificates(InputStream pem) throws CertificateException {
    List<Certificate> certificates =
        List.copyOf(CertificateFactory.getInstance("X.509").generateCertificates(pem));
    if (certificates.isEmpty()) {
      throw new CertificateException("it has no certificate");
    }
    return certificates;
  }

  private static KeyStore together(List<Certificate> certificates)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (X509Certificate certificate : ofTheJdk()) {
      store.setCertificateEntry("jdk-" + store.size(), certificate);
    }
    for (Certificate certificate : certificates) {
      store.setCertificateEntry("own-" + store.size(), certificate);
    }
    return store;
  }

  private static List<X509Certificate> ofTheJdk() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .flatMap(manager -> Arrays.stream(manager.getAcceptedIssuers()))
        .toList();
  }

  private static TrustManagerFactory managers(KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory;
  }

  private static List<Certificate> read(List<Path> files) {
    return files.stream().flatMap(file -> read(file).stream()).toList();
  }

  private static List<Certificate> read(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return certificates(stream);
    } catch (NoSuchFileException exception) {
      throw unusable(file, "it is not there");
    } catch (CertificateException | IOException exception) {
      throw unusable(file, String.valueOf(exception.getMessage()));
    }
  }

  private static BuildFailure unusable(Path file, String reason) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The certificate authority %s cannot be used: %s; name a PEM file with certificates with --certificate-authority"
            .formatted(file, reason));
  }
}
