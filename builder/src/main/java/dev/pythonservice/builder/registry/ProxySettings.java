package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The proxies that {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} name, in upper or
 * lower case, as curl and Go read them.
 */
public final class ProxySettings extends ProxySelector {

  private final Map<String, Optional<URI>> byScheme;
  private final List<String> without;

  private ProxySettings(Map<String, Optional<URI>> byScheme, List<String> without) {
    this.byScheme = byScheme;
    this.without = without;
  }

  /**
   * Reads the environment variables.
   *
   * @throws BuildFailure when a proxy's address is none
   */
  public static ProxySettings of(Map<String, String> environment) {
    List<String> without =
        variable(environment, "NO_PROXY").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> text.toLowerCase(Locale.ROOT))
            .toList();
    return new ProxySettings(
        Map.of(
            "https", proxy(environment, "HTTPS_PROXY"), "http", proxy(environment, "HTTP_PROXY")),
        without);
  }

  private static Optional<URI> proxy(Map<String, String> environment, String name) {
    return variable(environment, name).map(text -> address(name, text));
  }

  private static URI address(String name, String text) {
    String whole = text.contains("://") ? text : "http://" + text;
    try {
      URI address = URI.create(whole);
      if (address.getHost() != null && "http".equals(address.getScheme())) {
        allowPasswords(address);
        return address;
      }
    } catch (IllegalArgumentException exception) {
      throw unusable(name);
    }
    throw unusable(name);
  }

  /** The address may hold a password: it is not shown. */
  private static BuildFailure unusable(String name) {
    return new BuildFailure(
        ExitCode.INPUT, name + " is no proxy's address; write it as http://proxy.example:3128");
  }

  /** The JDK sends no password to a proxy before a TLS connection, unless this property says so. */
  private static void allowPasswords(URI address) {
    String property = "jdk.http.auth.tunneling.disabledSchemes";
    if (address.getRawUserInfo() != null && System.getProperty(property) == null) {
      System.setProperty(property, "");
    }
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Stream.of(name, name.toLowerCase(Locale.ROOT))
        .flatMap(each -> Optional.ofNullable(environment.get(each)).stream())
        .filter(text -> !text.isBlank())
        .map(String::strip)
        .findFirst();
  }

  /** The proxy for an address, if it has one. */
  public Optional<URI> proxyOf(URI address) {
    return Optional.ofNullable(byScheme.get(address.getScheme()))
        .flatMap(proxy -> proxy)
        .filter(proxy -> !isDirect(address));
  }

  /** The Proxy-Authorization header for an address whose proxy wants a password. */
  public Optional<String> authorization(URI address) {
    return proxyOf(address)
        .flatMap(proxy -> Optional.ofNullable(proxy.getRawUserInfo()))
        .map(user ->
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8)
                            .getBytes(StandardCharsets.UTF_8)));
  }

  private boolean isDirect(URI address) {
    String host = address.getHost().toLowerCase(Locale.ROOT);
    boolean own = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return own || without.stream().anyMatch(rule -> matches(rule, host, address.getPort()));
  }

  private static boolean matches(String rule, String host, int port) {
    if (rule.equals("*") || rule.equals(host) || rule.equals(host + ":" + port)) {
      return true;
    }
    if (rule.contains("/")) {
      return AddressRange.of(rule).filter(range -> range.contains(host)).isPresent();
    }
    String domain = rule.startsWith("*.") ? rule.substring(1) : rule;
    return host.endsWith(domain.startsWith(".") ? domain : "." + domain);
  }

  @Override
  public List<Proxy> select(URI address) {
    return proxyOf(address)
        .map(proxy ->
            new Proxy(
                Proxy.Type.HTTP,
                new InetSocketAddress(proxy.getHost(), proxy.getPort() < 0 ? 80 : proxy.getPort())))
        .map(List::of)
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI address, SocketAddress proxy, IOException exception) {
    // There is only one proxy for an address; the request that failed tells of it.
  }
}
