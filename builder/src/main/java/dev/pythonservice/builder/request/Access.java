package dev.pythonservice.builder.request;

import java.net.URI;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How the outside is reached. Proxies come from the usual environment variables.
 *
 * @param credentials user and password by host, with port where it is not the usual one: git
 *     servers and package indexes
 * @param registryConfiguration Docker's {@code config.json} with the registries' credentials
 * @param certificateAuthorities PEM files of authorities that are trusted beside the usual ones
 * @param plainRegistries registries, git servers and package indexes, as host and port, that speak
 *     HTTP without TLS
 * @param mirrors package indexes and file servers, by the start of their address, and what stands
 *     in for it
 * @param offline whether only the registry may be reached
 * @param source who the builder is where the source is, if it is somebody else there
 */
public record Access(
    Map<String, Credentials> credentials,
    Optional<Path> registryConfiguration,
    List<Path> certificateAuthorities,
    Set<String> plainRegistries,
    Map<String, String> mirrors,
    boolean offline,
    Optional<SourceIdentity> source) {

  private static final int HTTP = 80;

  /** The same identity everywhere. */
  public Access(
      Map<String, Credentials> credentials,
      Optional<Path> registryConfiguration,
      List<Path> certificateAuthorities,
      Set<String> plainRegistries,
      Map<String, String> mirrors,
      boolean offline) {
    this(
        credentials,
        registryConfiguration,
        certificateAuthorities,
        plainRegistries,
        mirrors,
        offline,
        Optional.empty());
  }

  /**
   * How the source is reached. Whoever names a source must not thereby use credentials that are not
   * theirs: with an identity of its own, the source gets nothing else.
   */
  public Access forSource(SourceRequest request) {
    return source
        .map(identity ->
            new Access(
                identity.credentialsFor(request),
                identity.registryConfiguration(),
                certificateAuthorities,
                plainRegistries,
                mirrors,
                offline))
        .orElse(this);
  }

  /** Whether a server is known to speak plain HTTP, so that a password may go to it that way. */
  public boolean isPlain(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    int port = address.getPort();
    return (plainRegistries.contains(host) && (port < 0 || port == HTTP))
        || plainRegistries.contains(host + ":" + (port < 0 ? HTTP : port));
  }

  /**
   * Whether uv would send a password to an address for all to read. It keeps passwords by host,
   * whatever the port.
   */
  public boolean exposes(URI address) {
    return !"https".equals(address.getScheme())
        && !isPlain(address)
        && credentials.keySet().stream()
            .map(known -> known.replaceFirst(":\\d+$", ""))
            .anyMatch(known -> known.equalsIgnoreCase(address.getHost()));
  }

  /** What stands in for an address: the longest start of it that has a mirror wins. */
  public String mirrored(String address) {
    return mirrors.entrySet().stream()
        .filter(mirror -> address.startsWith(mirror.getKey()))
        .max(
            Comparator.comparingInt((Map.Entry<String, String> mirror) -> mirror.getKey().length()))
        .map(mirror -> mirror.getValue() + address.substring(mirror.getKey().length()))
        .orElse(address);
  }

  /**
   * Who the builder is where the source is; nobody when both are empty.
   *
   * @param credentials for a git server
   * @param registryConfiguration Docker's {@code config.json} for a registry
   */
  public record SourceIdentity(
      Optional<Credentials> credentials, Optional<Path> registryConfiguration) {

    private Map<String, Credentials> credentialsFor(SourceRequest request) {
      return request instanceof SourceRequest.Git git
          ? credentials.map(own -> Map.of(hostOf(git), own)).orElse(Map.of())
          : Map.of();
    }

    /** With the port where one is given. An address that is none is refused by who reads it. */
    private static String hostOf(SourceRequest.Git git) {
      return git.url().replaceFirst("^[a-z+]+://", "").replaceFirst("/.*$", "");
    }
  }

  /** User and password. They appear in no text of the program. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=hidden]";
    }
  }
}
