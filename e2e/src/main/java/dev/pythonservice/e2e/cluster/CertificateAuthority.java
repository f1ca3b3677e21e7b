package dev.pythonservice.e2e.cluster;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A certificate authority of the tests or of the local cluster. Its key stays in memory and on disk
 * in its folder, and ends with it.
 */
public final class CertificateAuthority {

  /** Long enough for a cluster that somebody forgot, short enough to be no legacy. */
  private static final Duration VALIDITY = Duration.ofDays(365);

  private static final X500Name ISSUER = new X500Name("CN=pythonservice-local");

  private final Path folder;
  private final Instant now;
  private final KeyPair keys;
  private final SecureRandom random = new SecureRandom();

  /** A fresh authority that writes {@code ca.crt} and {@code ca.key} into the folder. */
  public CertificateAuthority(Path folder, Clock clock) {
    this.folder = folder;
    this.now = clock.instant();
    this.keys = newKeys();
    writeKey("ca.key", keys);
    writeCertificate("ca.crt", ISSUER, keys, List.of());
  }

  /**
   * Issues a certificate for client and server use as {@code NAME.crt} and {@code NAME.key}.
   *
   * @param name the files' name
   * @param subject who it is: for Kubernetes, CN is the user and O the group
   * @param alternatives names and addresses it answers to
   */
  public void issue(String name, String subject, List<GeneralName> alternatives) {
    issue(name, subject, alternatives, newKeys());
  }

  /** As {@link #issue}, with an RSA key: the only kind that every client library understands. */
  public void issueForPeople(String name, String subject) {
    issue(
        name,
        subject,
        List.of(),
        newKeys("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4)));
  }

  private void issue(String name, String subject, List<GeneralName> alternatives, KeyPair own) {
    writeKey(name + ".key", own);
    writeCertificate(name + ".crt", new X500Name(subject), own, alternatives);
  }

  /** Makes a pair of keys without a certificate: {@code NAME.key} and {@code NAME.pub}. */
  public void keyPair(String name) {
    KeyPair own = newKeys();
    writeKey(name + ".key", own);
    write(name + ".pub", own.getPublic());
  }

  private void writeCertificate(
      String file, X500Name subject, KeyPair own, List<GeneralName> alternatives) {
    boolean authority = subject.equals(ISSUER);
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              ISSUER,
              new BigInteger(120, random),
              // A clock that is a little behind elsewhere must not refuse a fresh certificate.
              Date.from(now.minus(Duration.ofMinutes(5))),
              Date.from(now.plus(VALIDITY)),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (!authority) {
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth};
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
      }
      if (!alternatives.isEmpty()) {
        GeneralNames names = new GeneralNames(alternatives.toArray(GeneralName[]::new));
        builder.addExtension(Extension.subjectAlternativeName, false, names);
      }
      X509CertificateHolder certificate =
          builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
      write(file, certificate);
    } catch (CertIOException | OperatorCreationException exception) {
      throw new IllegalStateException("The certificate " + file + " cannot be made", exception);
    }
  }

  private void writeKey(String file, KeyPair own) {
    try {
      write(file, new JcaPKCS8Generator(own.getPrivate(), null));
    } catch (IOException exception) {
      throw new UncheckedIOException("The key " + file + " cannot be encoded", exception);
    }
  }

  private void write(String file, Object content) {
    StringWriter text = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
      writer.writeObject(content);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be encoded", exception);
    }
    PrivateFile.write(folder.resolve(file), text.toString());
  }

  /** Elliptic curves: ten RSA keys would take seconds of a start that has twenty. */
  private static KeyPair newKeys() {
    return newKeys("EC", new ECGenParameterSpec("secp256r1"));
  }

  private static KeyPair newKeys(String algorithm, AlgorithmParameterSpec parameters) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(
          "Every Java platform can make keys for RSA and P-256", exception);
    }
  }
}
