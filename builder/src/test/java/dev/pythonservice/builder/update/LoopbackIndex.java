package dev.pythonservice.builder.update;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.pythonservice.builder.registry.Digest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A package index of this machine (PEP 691, 700 and 658) with packages that have nothing in them.
 */
final class LoopbackIndex implements AutoCloseable {

  /** Long enough ago for any rule. */
  static final String LONG_AGO = "2020-01-01T00:00:00Z";

  private final HttpServer server;
  private final Map<String, List<Release>> releases = new ConcurrentHashMap<>();
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  private record Release(String file, Digest digest, int size, String uploaded) {}

  LoopbackIndex() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:%d/simple".formatted(server.getAddress().getPort());
  }

  /** Adds versions with one wheel each that fits everything, published long ago. */
  LoopbackIndex has(String name, String... versions) {
    for (String version : versions) {
      wheel(name, version, "py3-none-any", LONG_AGO);
    }
    return this;
  }

  /** Adds a wheel. */
  LoopbackIndex wheel(
      String name, String version, String tag, String uploaded, String... requirements) {
    String metadata =
        "Metadata-Version: 2.1\nName: %s\nVersion: %s\n%s"
            .formatted(
                name,
                version,
                Stream.of(requirements)
                    .map(requirement -> "Requires-Dist: " + requirement + "\n")
                    .collect(Collectors.joining()));
    String file = "%s-%s-%s.whl".formatted(name.replace('-', '_'), version, tag);
    files.put(file + ".metadata", metadata.getBytes(StandardCharsets.UTF_8));
    return put(name, file, zip(name, version, metadata), uploaded);
  }

  /** Adds a version that would have to be built. */
  LoopbackIndex sourceOnly(String name, String version) {
    byte[] archive = {0};
    return put(name, "%s-%s.tar.gz".formatted(name.replace('-', '_'), version), archive, LONG_AGO);
  }

  private LoopbackIndex put(String name, String file, byte[] bytes, String uploaded) {
    files.put(file, bytes);
    releases
        .computeIfAbsent(name, each -> new CopyOnWriteArrayList<>())
        .add(new Release(file, Digest.ofBytes(bytes), bytes.length, uploaded));
    return this;
  }

  private static byte[] zip(String name, String version, String metadata) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(
          new ZipEntry("%s-%s.dist-info/METADATA".formatted(name.replace('-', '_'), version)));
      zip.write(metadata.getBytes(StandardCharsets.UTF_8));
      zip.closeEntry();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
    return bytes.toByteArray();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String last = path.replaceFirst("/$", "").replaceFirst(".*/", "");
      byte[] body =
          path.startsWith("/files/")
              ? files.getOrDefault(last, new byte[0])
              : page(last).getBytes(StandardCharsets.UTF_8);
      boolean known = path.startsWith("/files/") ? body.length > 0 : releases.containsKey(last);
      exchange
          .getResponseHeaders()
          .add(
              "Content-Type",
              path.startsWith("/files/")
                  ? "application/octet-stream"
                  : "application/vnd.pypi.simple.v1+json");
      exchange.sendResponseHeaders(known ? 200 : 404, known ? body.length : -1);
      if (known && !exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private String page(String name) {
    return releases.getOrDefault(name, List.of()).stream()
        .map(release ->
            """
            {"filename": "%s", "url": "/files/%s", "hashes": {"sha256": "%s"}, "size": %d,
             "upload-time": "%s", "core-metadata": %s}\
            """
                .formatted(
                    release.file(),
                    release.file(),
                    release.digest().hex(),
                    release.size(),
                    release.uploaded(),
                    release.file().endsWith(".whl")))
        .collect(
            Collectors.joining(
                ",",
                "{\"meta\": {\"api-version\": \"1.1\"}, \"name\": \"%s\", \"files\": ["
                    .formatted(name),
                "]}"));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
