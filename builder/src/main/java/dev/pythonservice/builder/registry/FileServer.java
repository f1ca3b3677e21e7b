package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Access.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Asks package indexes for files: by their mirrors where there are some, with credentials for
 * exactly the host that they are for, over redirects.
 */
public final class FileServer {

  /** As many as browsers follow at least. */
  private static final int REDIRECTS = 10;

  private static final Duration CONNECT = Duration.ofSeconds(10);

  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Access access;
  private final ProxySettings proxies;
  private final Function<URI, HttpClient> clients;

  /**
   * A client.
   *
   * @param access how the outside is reached
   * @param proxies which proxies are on the way
   */
  public FileServer(Access access, ProxySettings proxies) {
    this(access, proxies, ofOne(access, proxies));
  }

  /**
   * A client on others' connections.
   *
   * @param clients a client for each address
   */
  FileServer(Access access, ProxySettings proxies, Function<URI, HttpClient> clients) {
    this.access = access;
    this.proxies = proxies;
    this.clients = clients;
  }

  /** Where a file is really asked for: the longest start of its address that has a mirror wins. */
  public URI mirrored(URI address) {
    return URI.create(access.mirrored(address.toString()));
  }

  /**
   * Asks for a file.
   *
   * @return the last answer, whatever its status; the caller closes its body
   * @throws IOException when there is no answer
   * @throws InterruptedException when this thread is to end
   */
  public HttpResponse<InputStream> get(URI address) throws IOException, InterruptedException {
    return get(address, Map.of());
  }

  /**
   * As {@link #get(URI)}.
   *
   * @param headers further headers of the request
   */
  public HttpResponse<InputStream> get(URI address, Map<String, String> headers)
      throws IOException, InterruptedException {
    URI next = address;
    for (int redirect = 0; redirect <= REDIRECTS; redirect++) {
      HttpResponse<InputStream> answer =
          clients.apply(next).send(request(next, headers), BodyHandlers.ofInputStream());
      Optional<String> location = answer.headers().firstValue("Location");
      if (!isRedirect(answer.statusCode()) || location.isEmpty()) {
        return answer;
      }
      answer.body().close();
      URI target = target(next, location.get());
      boolean losesTls = "https".equals(next.getScheme()) && !"https".equals(target.getScheme());
      if (losesTls || target.getHost() == null) {
        throw new IOException("redirected from https to " + host(target) + " without TLS");
      }
      next = target;
    }
    throw new IOException("redirected more than " + REDIRECTS + " times");
  }

  private static URI target(URI from, String location) throws IOException {
    try {
      return from.resolve(location);
    } catch (IllegalArgumentException exception) {
      throw new IOException("redirected to what is no address", exception);
    }
  }

  /** Whether there is a password for a server that is not sent because nothing hides it. */
  public boolean withholds(URI address) {
    return access.credentials().containsKey(host(address)) && !mayHavePassword(address);
  }

  /** A lock chooses which address is asked, and would choose one without TLS to listen. */
  private boolean mayHavePassword(URI address) {
    return "https".equals(address.getScheme()) || access.isPlain(address);
  }

  /** The host as credentials name it: with its port where it is not the usual one. */
  public static String host(URI address) {
    String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
    int usual = "https".equals(address.getScheme()) ? 443 : 80;
    boolean unusual = address.getPort() >= 0 && address.getPort() != usual;
    return unusual ? host + ":" + address.getPort() : host;
  }

  private HttpRequest request(URI address, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(withoutUser(address))
            .timeout(ANSWER)
            .header("User-Agent", "pythonservice-builder");
    headers.forEach(request::header);
    proxies.authorization(address).ifPresent(value -> request.header("Proxy-Authorization", value));
    credentials(address)
        .ifPresent(credentials ->
            request.header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(
                            (credentials.user() + ":" + credentials.password())
                                .getBytes(StandardCharsets.UTF_8))));
    return request.build();
  }

  /** Made when it is first wanted: a warm build needs none, and reading certificates takes time. */
  private static Function<URI, HttpClient> ofOne(Access access, ProxySettings proxies) {
    Map<Access, HttpClient> made = new ConcurrentHashMap<>();
    return address -> made.computeIfAbsent(access, wanted -> client(wanted, proxies));
  }

  private static HttpClient client(Access access, ProxySettings proxies) {
    return HttpClient.newBuilder()
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(CONNECT)
        .proxy(proxies)
        .sslContext(TrustedAuthorities.context(access.certificateAuthorities()))
        .build();
  }

  /** What the platform gives for the host; else what the address itself has. */
  private Optional<Credentials> credentials(URI address) {
    return Optional.ofNullable(access.credentials().get(host(address)))
        .filter(credentials -> mayHavePassword(address))
        .or(() ->
            Optional.ofNullable(address.getUserInfo())
                .map(user -> user.split(":", 2))
                .map(parts -> new Credentials(parts[0], parts.length == 2 ? parts[1] : "")));
  }

  private static URI withoutUser(URI address) {
    String user = address.getRawUserInfo();
    return user == null ? address : URI.create(address.toString().replaceFirst("//[^/@]*@", "//"));
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }
}
