package dev.pythonservice.e2e.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A user name with its password.
 *
 * @param user the name, without a colon
 * @param password the password
 */
public record Login(String user, String password) {

  private static final int SALT_BYTES = 16;

  /** The least that bcrypt allows: these passwords guard nothing. */
  private static final int COST = 4;

  /** A line of an {@code htpasswd} file, with bcrypt, the one kind that the registry takes. */
  public String htpasswd() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    byte[] secret = password.getBytes(StandardCharsets.UTF_8);
    return "%s:%s\n".formatted(user, OpenBSDBCrypt.generate("2y", secret, salt, COST));
  }

  /** Writes it as Kubernetes mounts a secret of the type {@code basic-auth}; gives the folder. */
  public Path mountedIn(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("username"), user);
    Files.writeString(folder.resolve("password"), password);
    return folder;
  }
}
