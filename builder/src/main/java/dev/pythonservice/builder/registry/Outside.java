package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.request.Access;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.TrustManager;

/**
 * How servers are reached by a program that asks them again and again on behalf of others, and has
 * what it needs at hand instead of in files. Its connections are shared; passwords are given with
 * each question and kept nowhere.
 */
public final class Outside {

  private final List<Certificate> authorities;
  private final ProxySettings proxies;
  private final Destinations destinations;
  private final Duration patience;
  private final Clients clients;

  private Outside(
      List<Certificate> authorities,
      ProxySettings proxies,
      Destinations destinations,
      Duration patience) {
    this.authorities = authorities;
    this.proxies = proxies;
    this.destinations = destinations;
    this.patience = patience;
    this.clients =
        new Clients(() -> TrustedAuthorities.contextWith(authorities), proxies, destinations);
  }

  /**
   * The outside.
   *
   * @param authorities certificates in PEM form that are trusted beside the usual ones
   * @param proxies the proxies
   * @param destinations where requests may go
   * @param patience how long a server may be silent
   * @throws CertificateException when one of the authorities has no certificate
   */
  public static Outside of(
      List<String> authorities, ProxySettings proxies, Destinations destinations, Duration patience)
      throws CertificateException {
    List<Certificate> certificates = new ArrayList<>();
    for (String pem : authorities) {
      certificates.addAll(
          TrustedAuthorities.certificates(
              new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
    }
    return new Outside(List.copyOf(certificates), proxies, destinations, patience);
  }

  /**
   * Registries, for one question or a few.
   *
   * @param configuration the content of a Docker {@code config.json} with their credentials
   * @param plain registries, as host and port, that speak HTTP without TLS
   * @throws IllegalArgumentException when the configuration is none; the message does not quote it
   */
  public Registry registry(Optional<byte[]> configuration, Set<String> plain) {
    RegistryCredentials credentials =
        configuration.map(RegistryCredentials::of).orElseGet(RegistryCredentials::none);
    return new Registry(Transport.of(clients, patience, credentials, plain), Retries.usual());
  }

  /** Servers of files, without any password. */
  public FileServer files() {
    return new FileServer(
        new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), false),
        proxies,
        clients::of);
  }

  /** Whom to trust, where it is not the usual ones alone. */
  public Optional<Supplier<TrustManager[]>> trust() {
    return authorities.isEmpty()
        ? Optional.empty()
        : Optional.of(() -> TrustedAuthorities.managersWith(authorities));
  }

  /** The proxies. */
  public ProxySettings proxies() {
    return proxies;
  }

  /** Where requests may go. */
  public Destinations destinations() {
    return destinations;
  }

  /** How long a server may be silent. */
  public Duration patience() {
    return patience;
  }
}
