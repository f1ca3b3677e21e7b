package dev.pythonservice.builder.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A registry within the test's process, for the faults that a real one does not have when asked. It
 * keeps to the distribution-spec as far as the builder goes.
 */
public final class TestRegistry implements AutoCloseable {

  private static final Pattern PATH =
      Pattern.compile("/v2/(.+)/(blobs/uploads|blobs|manifests|referrers)/([^/]*)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
  private final Map<String, Manifest> manifests = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final TestScript script = new TestScript();
  private volatile boolean mounts = true;
  private volatile Predicate<HttpExchange> allowed = exchange -> true;
  private volatile String challenge = "";

  private TestRegistry(HttpServer server) {
    this.server = server;
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** A registry without TLS. */
  public static TestRegistry plain() {
    try {
      return new TestRegistry(HttpServer.create(loopback(), 0));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  static TestRegistry secure(SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return new TestRegistry(server);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  public String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  public Repository repository(String name) {
    return new Repository(host(), name);
  }

  /** How this registry and these others without TLS are reached. */
  public Access access(TestRegistry... others) {
    Set<String> hosts = ConcurrentHashMap.newKeySet();
    hosts.add(host());
    List.of(others).forEach(other -> hosts.add(other.host()));
    return new Access(Map.of(), Optional.empty(), List.of(), hosts, Map.of(), false);
  }

  Access access(Optional<Path> configuration, List<Path> authorities, boolean plain) {
    return new Access(
        Map.of(), configuration, authorities, plain ? Set.of(host()) : Set.of(), Map.of(), false);
  }

  /** What was asked for, in order: method and path with query. */
  public List<String> requests() {
    return requests;
  }

  public List<String> requests(String method) {
    return requests.stream().filter(request -> request.startsWith(method + " ")).toList();
  }

  /** The next request that starts like this is answered by the handler; more queue up. */
  void next(String request, HttpHandler handler) {
    script.next(request, handler);
  }

  void next(String request, int status, String body) {
    next(request, exchange -> answer(exchange, status, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Every request that starts like this is answered by the handler. */
  public void always(String request, HttpHandler handler) {
    script.always(request, handler);
  }

  /** Who is not allowed is answered 401 with the challenge. */
  public void guard(Predicate<HttpExchange> allowing, String challenging) {
    challenge = challenging;
    allowed = allowing;
  }

  public void replace(String repository, String reference, Manifest manifest) {
    manifests.put(repository + "@" + reference, manifest);
  }

  void withoutMounts() {
    mounts = false;
  }

  public void has(String repository, byte[] blob) {
    blobs.put(repository + "@" + Digest.ofBytes(blob), blob);
  }

  public Optional<byte[]> blob(String repository, Digest digest) {
    return Optional.ofNullable(blobs.get(repository + "@" + digest));
  }

  public Optional<Manifest> manifest(String repository, String reference) {
    return Optional.ofNullable(manifests.get(repository + "@" + reference));
  }

  void damage(String repository, Digest digest, byte[] other) {
    blobs.put(repository + "@" + digest, other);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      requests.add(request);
      Optional<HttpHandler> scripted = script.handlerOf(request);
      if (scripted.isPresent()) {
        scripted.get().handle(exchange);
      } else if (!allowed.test(exchange)) {
        exchange.getResponseHeaders().add("WWW-Authenticate", challenge);
        answer(exchange, 401, new byte[0]);
      } else {
        serve(exchange);
      }
    }
  }

  void serve(HttpExchange exchange) throws IOException {
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    if (!path.matches()) {
      answer(exchange, 404, new byte[0]);
      return;
    }
    String name = path.group(1);
    switch (exchange.getRequestMethod() + " " + path.group(2)) {
      case "GET blobs", "HEAD blobs" -> sendBlob(exchange, name + "@" + path.group(3));
      case "POST blobs/uploads" -> open(exchange, name);
      case "PUT blobs/uploads" -> store(exchange, name);
      case "GET manifests", "HEAD manifests" -> sendManifest(exchange, name + "@" + path.group(3));
      case "PUT manifests" -> storeManifest(exchange, name, path.group(3));
      default -> answer(exchange, 404, new byte[0]);
    }
  }

  private void sendBlob(HttpExchange exchange, String key) throws IOException {
    byte[] blob = blobs.get(key);
    if (blob == null) {
      answer(exchange, 404, error("BLOB_UNKNOWN", "blob unknown to registry"));
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      answer(exchange, 200, blob);
      return;
    }
    int start = Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    exchange
        .getResponseHeaders()
        .add("Content-Range", "bytes %d-%d/%d".formatted(start, blob.length - 1, blob.length));
    answer(exchange, 206, Arrays.copyOfRange(blob, start, blob.length));
  }

  private void open(HttpExchange exchange, String name) throws IOException {
    Map<String, String> query = query(exchange);
    String from = query.getOrDefault("from", "") + "@" + query.getOrDefault("mount", "");
    byte[] there = blobs.get(from);
    if (there != null && mounts) {
      blobs.put(name + "@" + query.get("mount"), there);
      answer(exchange, 201, new byte[0]);
      return;
    }
    exchange.getResponseHeaders().add("Location", "/v2/%s/blobs/uploads/1?state=a".formatted(name));
    answer(exchange, 202, new byte[0]);
  }

  private void store(HttpExchange exchange, String name) throws IOException {
    byte[] bytes = exchange.getRequestBody().readAllBytes();
    Map<String, String> query = query(exchange);
    boolean right = Digest.ofBytes(bytes).toString().equals(query.get("digest"));
    if (!right || !"a".equals(query.get("state"))) {
      answer(exchange, 400, error("DIGEST_INVALID", "provided digest did not match"));
      return;
    }
    blobs.put(name + "@" + query.get("digest"), bytes);
    answer(exchange, 201, new byte[0]);
  }

  private void sendManifest(HttpExchange exchange, String key) throws IOException {
    Manifest manifest = manifests.get(key);
    if (manifest == null) {
      answer(exchange, 404, error("MANIFEST_UNKNOWN", "manifest unknown"));
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", manifest.mediaType());
    exchange.getResponseHeaders().add("Docker-Content-Digest", manifest.digest().toString());
    answer(exchange, 200, manifest.bytes());
  }

  private void storeManifest(HttpExchange exchange, String name, String reference)
      throws IOException {
    Manifest manifest =
        new Manifest(
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestBody().readAllBytes());
    if (!manifest.json().findValuesAsString("digest").stream().allMatch(each -> knows(name, each))
        && !manifest.json().has("subject")) {
      answer(exchange, 400, error("MANIFEST_BLOB_UNKNOWN", "blob unknown to registry"));
      return;
    }
    manifests.put(name + "@" + reference, manifest);
    manifests.put(name + "@" + manifest.digest(), manifest);
    answer(exchange, 201, new byte[0]);
  }

  private boolean knows(String name, String digest) {
    return blobs.containsKey(name + "@" + digest) || manifests.containsKey(name + "@" + digest);
  }

  static byte[] error(String code, String message) {
    return "{\"errors\":[{\"code\":\"%s\",\"message\":\"%s\"}]}"
        .formatted(code, message)
        .getBytes(StandardCharsets.UTF_8);
  }

  static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> query = new ConcurrentHashMap<>();
    String text = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
    for (String parameter : text.split("&")) {
      String[] parts = parameter.split("=", 2);
      query.put(parts[0], parts.length == 2 ? parts[1] : "");
    }
    return query;
  }

  public static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    threads.close();
  }
}
