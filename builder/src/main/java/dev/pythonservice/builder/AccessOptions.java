package dev.pythonservice.builder;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.Access.SourceIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that say how the outside is reached. */
final class AccessOptions {

  @Option(
      names = "--credentials",
      paramLabel = "HOST=FOLDER",
      description =
          "User and password for a git server or package index, in the files 'username' and"
              + " 'password' of a folder, as Kubernetes mounts a secret of type basic-auth.")
  Map<String, Path> credentials = new LinkedHashMap<>();

  @Option(
      names = "--source-credentials",
      paramLabel = "FOLDER",
      description =
          "Credentials for the source alone, which then gets no others: the files 'username' and"
              + " 'password' for git, or '.dockerconfigjson' for an OCI artifact; an empty folder"
              + " for none.")
  @Nullable Path sourceCredentials;

  @Option(
      names = "--registry-config",
      paramLabel = "FILE",
      description = "Docker's config.json with credentials for registries.")
  @Nullable Path registryConfiguration;

  @Option(
      names = "--certificate-authority",
      paramLabel = "FILE",
      description = "PEM file of a certificate authority that is trusted beside the usual ones.")
  List<Path> certificateAuthorities = List.of();

  @Option(
      names = "--plain-http",
      paramLabel = "HOST",
      description =
          "A registry, git server or package index, as host and port, that speaks HTTP without TLS."
              + " No password goes to any other over HTTP.")
  Set<String> plainRegistries = new LinkedHashSet<>();

  @Option(
      names = "--mirror",
      paramLabel = "FROM=TO",
      description = "Start of an address of packages, and what stands in for it.")
  Map<String, String> mirrors = new LinkedHashMap<>();

  @Option(
      names = "--offline",
      description =
          "Reach no git server and no package index, only the registry: all wheels must be known.")
  boolean offline;

  /**
   * What was asked for, with the credentials read.
   *
   * @throws BuildFailure when a folder of credentials lacks a file
   */
  Access access() {
    Map<String, Credentials> read = new LinkedHashMap<>();
    credentials.forEach((host, folder) -> read.put(host, credentials(host, folder)));
    return new Access(
        Map.copyOf(read),
        Optional.ofNullable(registryConfiguration).or(AccessOptions::usualRegistryConfiguration),
        List.copyOf(certificateAuthorities),
        Set.copyOf(plainRegistries),
        Map.copyOf(mirrors),
        offline,
        Optional.ofNullable(sourceCredentials).map(AccessOptions::identity));
  }

  private static SourceIdentity identity(Path folder) {
    boolean hasPassword =
        Files.exists(folder.resolve("username")) || Files.exists(folder.resolve("password"));
    return new SourceIdentity(
        hasPassword ? Optional.of(credentials("the source", folder)) : Optional.empty(),
        Optional.of(folder.resolve(".dockerconfigjson")).filter(Files::isRegularFile));
  }

  private static Credentials credentials(String host, Path folder) {
    return new Credentials(
        line(host, folder.resolve("username")), line(host, folder.resolve("password")));
  }

  private static String line(String host, Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The credentials for %s lack the file %s, or it cannot be read; --credentials HOST=FOLDER and --source-credentials FOLDER need the files username and password in the folder"
              .formatted(host, file));
    }
  }

  /** Where Docker, and most that follow it, keep them. */
  private static Optional<Path> usualRegistryConfiguration() {
    String folder = System.getenv("DOCKER_CONFIG");
    Path file =
        folder == null
            ? Path.of(System.getProperty("user.home"), ".docker", "config.json")
            : Path.of(folder, "config.json");
    return Optional.of(file).filter(Files::isRegularFile);
  }
}
