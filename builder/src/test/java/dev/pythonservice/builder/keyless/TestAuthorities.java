package dev.pythonservice.builder.keyless;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;

/**
 * A certificate authority and a timestamp authority that do as they are told, so that what real
 * ones never do can be tried, too: wrong times, wrong names, wrong usages.
 */
public final class TestAuthorities {

  /** When all of it happens. */
  public static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

  /** The issuer of tokens. */
  public static final String ISSUER = "https://issuer.example";

  /** Who signs. */
  public static final String SUBJECT = "https://builds.example/default";

  private static final String ALGORITHM = "SHA256withECDSA";
  private static final Duration YEAR = Duration.ofDays(365);
  private static final String POLICY = "1.3.6.1.4.1.57264.2";

  private final KeyPair authorityKey = pair("secp256r1");
  private final KeyPair timestampKey = pair("secp256r1");
  private final X509Certificate authority;
  private final X509Certificate timestamps;

  /** New ones, whom nobody knows. */
  public TestAuthorities() {
    authority = authority();
    timestamps =
        issued(
            new X500Principal("CN=timestamps"),
            timestampKey.getPublic(),
            NOW.minus(YEAR),
            NOW.plus(YEAR),
            builder ->
                builder.addExtension(
                    Extension.extendedKeyUsage,
                    true,
                    new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping)));
  }

  /**
   * What a certificate is to say.
   *
   * @param names its names, URIs
   * @param issuer who issued the token
   * @param purpose what the key is for
   * @param from from when it is valid
   * @param curve the curve of its key
   */
  record Wish(
      List<String> names,
      Optional<String> issuer,
      KeyPurposeId purpose,
      Instant from,
      String curve) {

    static Wish usual() {
      return new Wish(
          List.of(SUBJECT),
          Optional.of(ISSUER),
          KeyPurposeId.id_kp_codeSigning,
          NOW.minusSeconds(60),
          "secp256r1");
    }

    Wish named(String... others) {
      return new Wish(List.of(others), issuer, purpose, from, curve);
    }

    Wish issuedBy(Optional<String> other) {
      return new Wish(names, other, purpose, from, curve);
    }

    Wish purposed(KeyPurposeId other) {
      return new Wish(names, issuer, other, from, curve);
    }

    Wish from(Instant other) {
      return new Wish(names, issuer, purpose, other, curve);
    }

    Wish on(String other) {
      return new Wish(names, issuer, purpose, from, other);
    }
  }

  /** Trusts these authorities, and whoever signs usually. */
  public KeylessTrust trust() {
    return new KeylessTrust(
        TrustedRoot.of(root("")), List.of(new TrustedIdentity(ISSUER, SUBJECT)));
  }

  /**
   * The trusted root with both.
   *
   * @param until the end of the time for which they are trusted; empty for none
   */
  public String root(String until) {
    return root(until, this);
  }

  /** A trusted root with this certificate authority and another's timestamps. */
  String rootWithTimestampsOf(TestAuthorities other) {
    return root("", other);
  }

  private String root(String until, TestAuthorities timing) {
    return """
    {"mediaType": "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
     "certificateAuthorities": [{
       "certChain": {"certificates": [{"rawBytes": "%s"}]},
       "validFor": {"start": "2020-01-01T00:00:00Z"%s}}],
     "timestampAuthorities": [{
       "certChain": {"certificates": [{"rawBytes": "%s"}, {"rawBytes": "%s"}]},
       "validFor": {"start": "2020-01-01T00:00:00Z"}}]}
    """
        .formatted(
            base64(authority),
            until.isEmpty() ? "" : ", \"end\": \"%s\"".formatted(until),
            base64(timing.timestamps),
            base64(timing.authority));
  }

  /** A certificate of the usual kind for a key, for ten minutes. */
  public X509Certificate certificate(PublicKey key) {
    return certificate(key, Wish.usual());
  }

  X509Certificate certificate(Wish wish) {
    return certificate(pair(wish.curve()).getPublic(), wish);
  }

  private X509Certificate certificate(PublicKey key, Wish wish) {
    return issued(
        new X500Principal(""),
        key,
        wish.from(),
        wish.from().plus(Duration.ofMinutes(10)),
        builder -> {
          builder.addExtension(
              Extension.extendedKeyUsage, false, new ExtendedKeyUsage(wish.purpose()));
          builder.addExtension(
              Extension.subjectAlternativeName,
              true,
              new GeneralNames(
                  wish.names().stream()
                      .map(name -> new GeneralName(GeneralName.uniformResourceIdentifier, name))
                      .toArray(GeneralName[]::new)));
          if (wish.issuer().isPresent()) {
            builder.addExtension(
                new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1.8"),
                false,
                new DERUTF8String(wish.issuer().get()));
          }
        });
  }

  /** A timestamp. */
  public byte[] stamp(byte[] content) {
    return stamp(content, NOW);
  }

  /** A timestamp of another time. */
  byte[] stamp(byte[] content, Instant time) {
    try {
      TimeStampRequestGenerator request = new TimeStampRequestGenerator();
      request.setCertReq(true);
      var token =
          new TimeStampTokenGenerator(
              new JcaSimpleSignerInfoGeneratorBuilder()
                  .build(ALGORITHM, timestampKey.getPrivate(), timestamps),
              new JcaDigestCalculatorProviderBuilder()
                  .build()
                  .get(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256)),
              new ASN1ObjectIdentifier(POLICY));
      return new TimeStampResponseGenerator(token, TSPAlgorithms.ALLOWED)
          .generate(
              request.generate(
                  TSPAlgorithms.SHA256, MessageDigest.getInstance("SHA-256").digest(content)),
              BigInteger.ONE,
              Date.from(time))
          .getEncoded();
    } catch (GeneralSecurityException | OperatorException | TSPException | IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private X509Certificate authority() {
    X500Principal name = new X500Principal("CN=authority");
    return signed(
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(NOW.minus(YEAR)),
            Date.from(NOW.plus(YEAR)),
            name,
            authorityKey.getPublic()),
        builder ->
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true)));
  }

  private X509Certificate issued(
      X500Principal subject, PublicKey key, Instant from, Instant until, Extensions extensions) {
    return signed(
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=authority"),
            BigInteger.TWO,
            Date.from(from),
            Date.from(until),
            subject,
            key),
        extensions);
  }

  /** Adds extensions. */
  @FunctionalInterface
  private interface Extensions {
    void addTo(JcaX509v3CertificateBuilder builder) throws IOException;
  }

  private X509Certificate signed(JcaX509v3CertificateBuilder builder, Extensions extensions) {
    try {
      extensions.addTo(builder);
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder(ALGORITHM).build(authorityKey.getPrivate())));
    } catch (GeneralSecurityException | OperatorException | IOException problem) {
      throw new IllegalStateException(problem);
    }
  }

  private static KeyPair pair(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }

  private static String base64(X509Certificate certificate) {
    return Base64.getEncoder().encodeToString(der(certificate));
  }

  static byte[] der(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    }
  }
}
