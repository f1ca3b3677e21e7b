package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.registry.TransientFailure;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks indexes for the attestations that they have of files: their page of a package says where
 * those of a file are (PEP 691, PEP 740).
 */
public final class ProvenanceIndex {

  private static final String SIMPLE_API = "application/vnd.pypi.simple.v1+json";

  /** Pages of packages with thousands of files have some megabytes. */
  private static final int LARGEST_PAGE = 64 << 20;

  /** An attestation has about ten kilobytes. */
  private static final int LARGEST_DOCUMENT = 1 << 20;

  private final FileServer server;
  private final Retries retries;

  /**
   * A client.
   *
   * @param server asks indexes
   * @param retries how often what may pass is tried
   */
  public ProvenanceIndex(FileServer server, Retries retries) {
    this.server = server;
    this.retries = retries;
  }

  /**
   * What of a page matters here.
   *
   * @param files the files, which every page has
   */
  record Page(Optional<List<PageFile>> files) {}

  /** A file of a page, and where its attestations are. */
  record PageFile(Optional<String> filename, Optional<String> provenance) {}

  /**
   * What an index has of some files of one package.
   *
   * @param files files of the same package on the same index, at least one
   * @throws BuildFailure when the index does not say
   */
  public List<IndexAnswer> of(List<PublishedFile> files) {
    PublishedFile any = files.getFirst();
    URI page =
        server.mirrored(
            URI.create("%s/%s/".formatted(any.index().replaceFirst("/+$", ""), any.name())));
    Map<String, String> addresses =
        retries
            .run(() -> answer(page, Map.of("Accept", SIMPLE_API), LARGEST_PAGE))
            .map(found -> addresses(page, found))
            .orElseGet(Map::of);
    return files.stream().map(file -> answer(file, page, addresses)).toList();
  }

  private Map<String, String> addresses(URI page, byte[] content) {
    if (isHtml(content)) {
      // An index that knows no JSON (PEP 503).
      return Map.of();
    }
    try {
      Map<String, String> addresses = new HashMap<>();
      for (PageFile file :
          JsonMapper.shared().readValue(content, Page.class).files().orElseGet(List::of)) {
        if (file.filename().isPresent() && file.provenance().isPresent()) {
          addresses.put(file.filename().get(), file.provenance().get());
        }
      }
      return addresses;
    } catch (JacksonException exception) {
      throw unreadable(page, "what it answers is neither HTML nor the JSON of PEP 691");
    }
  }

  private static boolean isHtml(byte[] content) {
    return new String(content, 0, Math.min(content.length, 64), StandardCharsets.UTF_8)
        .stripLeading()
        .startsWith("<");
  }

  private IndexAnswer answer(PublishedFile file, URI page, Map<String, String> addresses) {
    Optional<String> said = Optional.ofNullable(addresses.get(file.fileName()));
    if (said.isEmpty()) {
      return new IndexAnswer(file, Optional.empty());
    }
    URI address = address(page, said.get());
    byte[] document =
        retries
            .run(() -> answer(address, Map.of("Accept", "application/json"), LARGEST_DOCUMENT))
            .orElseThrow(
                () -> unreadable(address, "the index names it, and it is not there (404)"));
    return new IndexAnswer(file, Optional.of(new String(document, StandardCharsets.UTF_8)));
  }

  /**
   * A mirror may name itself by a relative address, and the index that it stands for by a whole.
   */
  private URI address(URI page, String said) {
    try {
      URI address = server.mirrored(page.resolve(said));
      if (address.getHost() != null && String.valueOf(address.getScheme()).startsWith("http")) {
        return address;
      }
    } catch (IllegalArgumentException exception) {
      // What is no address at all is none of a server either.
    }
    throw unreadable(page, "it has '%s' for an address".formatted(said));
  }

  /** Empty for what is not there. */
  private Optional<byte[]> answer(URI address, Map<String, String> headers, int largest) {
    try {
      HttpResponse<InputStream> answer = server.get(address, headers);
      try (InputStream body = answer.body()) {
        return switch (answer.statusCode()) {
          case 200 -> Optional.of(bounded(address, body, largest));
          case 404, 410 -> Optional.empty();
          default -> throw refused(address, answer.statusCode());
        };
      }
    } catch (IOException exception) {
      BuildFailure failure =
          unreadable(
              address,
              Optional.ofNullable(exception.getMessage())
                  .orElse(exception.getClass().getSimpleName()));
      if (TrustedAuthorities.isDistrust(exception)) {
        throw failure;
      }
      throw new TransientFailure(failure, Optional.empty());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The build was ended");
    }
  }

  private static byte[] bounded(URI address, InputStream body, int largest) throws IOException {
    byte[] content = body.readNBytes(largest + 1);
    if (content.length > largest) {
      throw unreadable(address, "it has more than %d bytes".formatted(largest));
    }
    return content;
  }

  private static RuntimeException refused(URI address, int status) {
    BuildFailure failure = unreadable(address, "it answered " + status);
    return status == 429 || status >= 500
        ? new TransientFailure(failure, Optional.empty())
        : failure;
  }

  private static BuildFailure unreadable(URI address, String why) {
    return new BuildFailure(
        ExitCode.NETWORK,
        Fault.UNREACHABLE,
        "The attestations at %s cannot be had: %s; look at the index, and at its mirrors, credentials and proxies, or try again later"
            .formatted(FileServer.host(address) + address.getPath(), why));
  }
}
