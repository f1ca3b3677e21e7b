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
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** uv's own default (uv, "Package indexes"). */
  private static final String USUAL_INDEX = "https://pypi.org/simple";

  /** Where Debian, Alpine and Red Hat keep the usual authorities. */
  private static final List<Path> USUAL_AUTHORITIES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/ssl/cert.pem"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"));

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private UvEnvironment() {}

  /** What every run has: enough for what uv does on this machine, and no secret. */
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
    return variables;
  }

  /**
   * What a run has besides that asks an index. Its files go into a folder of this build: a password
   * must not outlive it.
   *
   * @param work a folder that is deleted after the build
   */
  static Map<String, String> outside(Path work, Access access, Map<String, String> inherited) {
    Map<String, String> variables = new LinkedHashMap<>();
    String usual = inherited.getOrDefault("UV_DEFAULT_INDEX", USUAL_INDEX);
    String mirrored = access.mirrored(usual);
    if (!mirrored.equals(usual)) {
      variables.put("UV_DEFAULT_INDEX", mirrored);
    }
    if (!access.credentials().isEmpty()) {
      variables.put("NETRC", written(work, "netrc", netrc(access.credentials())).toString());
    }
    if (!access.certificateAuthorities().isEmpty()) {
      variables.put(
          "SSL_CERT_FILE", written(work, "authorities", authorities(access, inherited)).toString());
    }
    return variables;
  }

  /**
   * A {@code .netrc} knows hosts without their port, and quotes what it could take for something
   * else (uv, "HTTP credentials").
   *
   * @throws BuildFailure for what it cannot say
   */
  static String netrc(Map<String, Credentials> credentials) {
    Map<String, Credentials> byHost = new TreeMap<>();
    credentials.forEach((host, own) -> {
      String name = host.replaceFirst(":\\d+$", "");
      Credentials other = byHost.put(name, own);
      if (other != null && !other.equals(own)) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "--credentials has different ones for two ports of the host %s, and uv cannot keep them apart; give one of them, or put the two behind different names"
                .formatted(name));
      }
    });
    return byHost.entrySet().stream()
        .map(entry ->
            "machine %s login %s password %s\n"
                .formatted(
                    entry.getKey(),
                    quoted(entry.getKey(), entry.getValue().user()),
                    quoted(entry.getKey(), entry.getValue().password())))
        .collect(Collectors.joining());
  }

  private static String quoted(String host, String text) {
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The credentials for %s have a control character, such as the end of a line, in the middle; correct their files"
              .formatted(host));
    }
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String authorities(Access access, Map<String, String> inherited) {
    StringBuilder bundle = new StringBuilder();
    String inheritedFile = inherited.get("SSL_CERT_FILE");
    List<Path> usual = inheritedFile == null ? USUAL_AUTHORITIES : List.of(Path.of(inheritedFile));
    usual.stream().filter(Files::isReadable).findFirst().ifPresent(file -> append(bundle, file));
    access.certificateAuthorities().forEach(file -> append(bundle, file));
    return bundle.toString();
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

  /** A new file that nobody else may read. */
  private static Path written(Path work, String name, String text) {
    FileAttribute<Set<PosixFilePermission>> ownerOnly =
        PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    try {
      Files.createDirectories(work);
      Path file = Files.createTempFile(work, name, "", ownerOnly);
      return Files.writeString(file, text).toAbsolutePath();
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be written to".formatted(work), exception);
    }
  }
}
