package dev.pythonservice.e2e.proxy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.pythonservice.e2e.process.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * A reverse proxy on loopback before a real server: it counts requests and bytes, ends TLS where
 * asked, and makes faults on demand. The server behind it must give relative addresses.
 */
public final class FaultProxy implements AutoCloseable {

  /** Stands for every method in a rule. */
  public static final String ANY_METHOD = "*";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A whole build may come before what is stalled. */
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(3);

  private final URI upstream;
  private final HttpServer server;
  private final String scheme;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(workers).build();
  private final List<Rule> rules = new CopyOnWriteArrayList<>();
  private final List<Passed> passed = new CopyOnWriteArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger stalled = new AtomicInteger();
  private final AtomicReference<CountDownLatch> mended =
      new AtomicReference<>(new CountDownLatch(1));

  private FaultProxy(URI upstream, HttpServer server, String scheme) {
    this.upstream = upstream;
    this.server = server;
    this.scheme = scheme;
    server.createContext("/", this::handle);
    server.setExecutor(workers);
    server.start();
  }

  /** A proxy that speaks plain HTTP, before a server that does so. */
  public static FaultProxy before(URI upstream) throws IOException {
    return new FaultProxy(upstream, HttpServer.create(anyPort(), 0), "http");
  }

  /** A proxy that speaks HTTPS, before a server that speaks plain HTTP. */
  public static FaultProxy before(URI upstream, SSLContext identity) throws IOException {
    HttpsServer server = HttpsServer.create(anyPort(), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(identity));
    return new FaultProxy(upstream, server, "https");
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /** Host and port, such as {@code 127.0.0.1:40123}. */
  public String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Where it is, without a path. */
  public URI address() {
    return URI.create(scheme + "://" + authority());
  }

  /**
   * Makes a fault.
   *
   * @param method the method that is hit, or {@link #ANY_METHOD}
   * @param path a regular expression that must be found in path and query
   * @param times how many exchanges are hit before the server's answers pass again
   */
  public void make(Fault fault, String method, String path, int times) {
    rules.add(new Rule(method, Pattern.compile(path), times, fault));
  }

  /** As {@link #make(Fault, String, String, int)}, for all exchanges until {@link #heal}. */
  public void make(Fault fault, String method, String path) {
    make(fault, method, path, Integer.MAX_VALUE);
  }

  /** Makes no more faults, and ends what is stalled. */
  public void heal() {
    rules.clear();
    mended.getAndSet(new CountDownLatch(1)).countDown();
  }

  /** Waits until an exchange is stalled. */
  public void awaitStall() {
    if (!Eventually.within(LONG_PATIENCE, () -> stalled.get() > 0)) {
      throw new IllegalStateException("No exchange is stalled");
    }
  }

  /** Forgets what passed so far. */
  public void forget() {
    passed.clear();
  }

  /**
   * What passed, in the order of the ends. A client sees an answer's end a moment before the proxy
   * has counted it, so this waits for what is under way.
   */
  public List<Passed> passed() {
    if (!Eventually.within(PATIENCE, () -> underWay.get() == 0)) {
      throw new IllegalStateException(underWay + " exchanges do not end");
    }
    return List.copyOf(passed);
  }

  /** The bytes of all requests' bodies: what was uploaded. */
  public long uploadedBytes() {
    return passed().stream().mapToLong(Passed::requestBytes).sum();
  }

  /** The bytes of all answers' bodies: what was downloaded. */
  public long downloadedBytes() {
    return passed().stream().mapToLong(Passed::responseBytes).sum();
  }

  @Override
  public void close() {
    heal();
    server.stop(0);
    client.shutdownNow();
    client.close();
    workers.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String target = exchange.getRequestURI().toString();
    Optional<Fault> fault =
        rules.stream()
            .filter(rule -> rule.hits(exchange.getRequestMethod(), target))
            .findFirst()
            .map(Rule::fault);
    Passage passage = new Passage(exchange, upstream, client);
    underWay.incrementAndGet();
    try (exchange) {
      if (fault.isPresent() && fault.get() instanceof Fault.Stall) {
        stall();
      } else if (fault.isPresent()) {
        passage.fail(fault.get());
      } else {
        passage.pass();
      }
    } finally {
      passed.add(passage.outcome());
      underWay.decrementAndGet();
    }
  }

  /** The exchange is closed afterwards, and its connection with it. */
  private void stall() throws IOException {
    stalled.incrementAndGet();
    try {
      mended.get().await();
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while an exchange was stalled", exception);
    } finally {
      stalled.decrementAndGet();
    }
  }
}
