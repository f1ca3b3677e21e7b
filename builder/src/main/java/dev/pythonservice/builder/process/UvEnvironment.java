package dev.pythonservice.builder.process;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The environment variables that uv runs with, and the files that they name. */
final class UvEnvironment {

  /** Taken over from this process: they say how the outside is reached, not what is built. */
  private static final List<String> PASSED_ON =
      List.of(
          "HTTP_PROXY",
          "HTTPS_PROXY",
          "ALL_PROXY",
          "NO_PROXY",
          "http_proxy",
          "https_proxy",
          "all_proxy",
          "no_proxy",
          "SSL_CERT_FILE",
          "SSL_CERT_DIR",
          "UV_DEFAULT_INDEX",
          "UV_INDEX");

  /** Where Debian, Alpine and Red Hat keep the usual authorities. */
  private static final List<Path> USUAL_AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/ssl/cert.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private UvEnvironment() {}

  static Map<String, String> of(Path folder, Access access, Map<String, String> inherited) {
    Map<String, String> variables = new LinkedHashMap<>();
    PASSED_ON.stream()
        .filter(inherited::containsKey)
        .forEach(name -> variables.put(name, inherited.getOrDefault(name, "")));
    variables.put("HOME", folder.resolve("home").toString());
    variables.put("XDG_CONFIG_HOME", folder.resolve("home").toString());
    variables.put("UV_CACHE_DIR", folder.resolve("cache").toString());
    variables.put("UV_NO_CONFIG", "1");
    variables.put("UV_NO_PROGRESS", "1");
    variables.put("UV_PYTHON_DOWNLOADS", "never");
    variables.put("UV_KEYRING_PROVIDER", "disabled");
    variables.put("NO_COLOR", "1");
    if (access.offline()) {
      variables.put("UV_OFFLINE", "1");
    }
    if (!access.credentials().isEmpty()) {
      variables.put("NETRC", netrc(folder, access.credentials()).toString());
    }
    if (!access.certificateAuthorities().isEmpty()) {
      variables.put("SSL_CERT_FILE", authorities(folder, access, inherited).toString());
    }
    return variables;
  }

  /** A {@code .netrc} knows hosts without their port. */
  private static Path netrc(Path folder, Map<String, Credentials> credentials) {
    String text =
        credentials.entrySet().stream()
            .map(entry ->
                "machine %s login %s password %s%n"
                    .formatted(
                        entry.getKey().replaceFirst(":\\d+$", ""),
                        entry.getValue().user(),
                        entry.getValue().password()))
            .collect(Collectors.joining());
    return written(folder.resolve("netrc"), text);
  }

  private static Path authorities(Path folder, Access access, Map<String, String> inherited) {
    StringBuilder bundle = new StringBuilder();
    String inheritedFile = inherited.get("SSL_CERT_FILE");
    List<Path> usual = inheritedFile == null ? USUAL_AUTHORITIES : List.of(Path.of(inheritedFile));
    usual.stream().filter(Files::isReadable).findFirst().ifPresent(file -> append(bundle, file));
    access.certificateAuthorities().forEach(file -> append(bundle, file));
    return written(folder.resolve("authorities.pem"), bundle.toString());
  }

  private static void append(StringBuilder bundle, Path file) {
    try {
      bundle.append(Files.readString(file)).append('\n');
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The file %s of certificate authorities cannot be read: %s; check --certificate-authority and SSL_CERT_FILE"
              .formatted(
                  file,
                  exception instanceof NoSuchFileException
                      ? "it is not there"
                      : exception.getMessage()));
    }
  }

  /** Writes beside and renames, so that builds at the same time see a whole file. */
  private static Path written(Path file, String text) {
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try {
      Files.createDirectories(file.resolveSibling("home"));
      Path unfinished = Files.createTempFile(file.getParent(), "unfinished", "", ownerOnly);
      Files.writeString(unfinished, text);
      return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException exception) {
      throw new UncheckedIOException("The cache cannot be written: " + file, exception);
    }
  }
}
