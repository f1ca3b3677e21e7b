package dev.pythonservice.e2e.servers;

import dev.pythonservice.e2e.cluster.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * What a server on loopback shows to its clients: a certificate for {@code localhost} and {@code
 * 127.0.0.1}, issued by an authority that nobody else knows.
 *
 * @param authority the file with the authority's certificate, for clients to trust
 * @param certificate the file with the server's certificate
 * @param key the file with its key (PKCS 8)
 */
public record TlsIdentity(Path authority, Path certificate, Path key) {

  private static final String NAME = "server";

  /** A fresh authority and a certificate of it, as files in a folder. */
  public static TlsIdentity create(Path folder, Clock clock) {
    List<GeneralName> names =
        List.of(
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"));
    new CertificateAuthority(folder, clock).issue(NAME, "CN=localhost", names);
    return new TlsIdentity(
        folder.resolve("ca.crt"), folder.resolve(NAME + ".crt"), folder.resolve(NAME + ".key"));
  }

  /** For servers written in Java. */
  public SSLContext context() throws IOException {
    char[] noPassword = new char[0];
    try (InputStream stream = Files.newInputStream(certificate)) {
      Certificate own = CertificateFactory.getInstance("X.509").generateCertificate(stream);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, noPassword);
      store.setKeyEntry(NAME, privateKey(), noPassword, new Certificate[] {own});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, noPassword);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException problem) {
      throw new IOException(certificate + " or its key cannot be used", problem);
    }
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    String encoded = Files.readString(key).replaceAll("-----[A-Z ]+-----", "");
    byte[] decoded = Base64.getMimeDecoder().decode(encoded);
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoded));
  }
}
