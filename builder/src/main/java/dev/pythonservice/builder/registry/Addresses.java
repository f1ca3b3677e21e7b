package dev.pythonservice.builder.registry;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Where registries answer.
 *
 * @param plain hosts, with port where it is not the usual one, that speak HTTP without TLS
 */
record Addresses(Set<String> plain) {

  Addresses {
    plain = Set.copyOf(plain);
  }

  /** An address within a repository, such as {@code manifests/3.13}. */
  URI of(Repository repository, String path) {
    return URI.create(
        "%s://%s/v2/%s/%s"
            .formatted(
                scheme(repository.host()), server(repository.host()), repository.name(), path));
  }

  private String scheme(String host) {
    return plain.contains(host) ? "http" : "https";
  }

  /** Docker Hub's registry does not answer at the host that names it. */
  private static String server(String host) {
    return host.equals("docker.io") ? "registry-1.docker.io" : host;
  }

  static String encoded(Object value) {
    return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
  }

  static URI withQuery(URI address, String parameter) {
    String joint = address.getRawQuery() == null ? "?" : "&";
    return URI.create(address + joint + parameter);
  }

  static boolean sameServer(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return address.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
