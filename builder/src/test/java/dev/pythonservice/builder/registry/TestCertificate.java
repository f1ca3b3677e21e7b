package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.process.Program;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate for 127.0.0.1 that nobody else knows.
 *
 * @param authority the PEM file of who signed it
 * @param context TLS for a server with it
 */
public record TestCertificate(Path authority, SSLContext context) {

  private static final String PASSWORD = "changeit";

  /** Makes one in a folder. */
  public static TestCertificate in(Path folder) {
    Path store = folder.resolve("keys.p12");
    Path authority = folder.resolve("authority.pem");
    keytool(
        folder,
        "-genkeypair -alias server -keyalg EC -dname CN=127.0.0.1 -ext san=ip:127.0.0.1 -validity"
            + " 2",
        store);
    keytool(folder, "-exportcert -alias server -rfc -file " + authority, store);
    return new TestCertificate(authority, context(store));
  }

  private static void keytool(Path folder, String arguments, Path store) {
    String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    String command = "%s %s -keystore %s -storepass %s".formatted(tool, arguments, store, PASSWORD);
    Program.Outcome outcome = Program.of(folder, List.of(command.split(" "))).run();
    if (!outcome.succeeded()) {
      throw new IllegalStateException(outcome.output() + outcome.error());
    }
  }

  private static SSLContext context(Path store) {
    try (InputStream stream = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(stream, PASSWORD.toCharArray());
      KeyManagerFactory factory =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(keys, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(factory.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException exception) {
      throw new IllegalStateException(exception);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
