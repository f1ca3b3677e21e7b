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
 */
public record Access(
    Map<String, Credentials> credentials,
    Optional<Path> registryConfiguration,
    List<Path> certificateAuthorities,
    Set<String> plainRegistries,
    Map<String, String> mirrors,
    boolean offline) {

  private static final int HTTP = 80;

  /** Whether a server is known to speak plain HTTP, so that a password may go to it that way. */
  public boolean isPlain(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    int port = address.getPort();
    return (plainRegistries.contains(host) && (port < 0 || port == HTTP))
        || plainRegistries.contains(host + ":" + (port < 0 ? HTTP : port));
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

  /** User and password. They appear in no text of the program. */
  public record Credentials(String user, String password) {
    @Override
    public String toString() {
      return "Credentials[user=" + user + ", password=hidden]";
    }
  }
}
