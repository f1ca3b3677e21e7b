package dev.pythonservice.builder.install;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.request.Policy.Origin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks indexes when they got a file (PEP 691, PEP 700), for locks that do not say. */
public final class UploadTimes {

  private static final String SIMPLE_API = "application/vnd.pypi.simple.v1+json";

  private final FileServer server;
  private final boolean offline;

  /**
   * Upload times.
   *
   * @param server asks indexes
   * @param offline whether none may be asked
   */
  public UploadTimes(FileServer server, boolean offline) {
    this.server = server;
    this.offline = offline;
  }

  /**
   * The same with the time that the index says; unchanged where it is known, or nobody knows it.
   *
   * @throws BuildFailure when the index cannot be asked
   */
  public PackageFacts completed(PackageFacts facts) {
    boolean canBeAsked =
        facts.uploaded().isEmpty()
            && !facts.own()
            && facts.origin() == Origin.INDEX
            && !offline
            && !URI.create(facts.index()).getPath().equals("/");
    return canBeAsked ? asked(facts).map(facts::uploadedAt).orElse(facts) : facts;
  }

  private Optional<Instant> asked(PackageFacts facts) {
    URI address =
        server.mirrored(
            URI.create("%s/%s/".formatted(facts.index().replaceFirst("/+$", ""), facts.name())));
    try {
      HttpResponse<InputStream> answer = server.get(address, Map.of("Accept", SIMPLE_API));
      try (InputStream body = answer.body()) {
        return answer.statusCode() == 200
            ? uploaded(JsonMapper.shared().readTree(body), facts.fileName())
            : Optional.empty();
      }
    } catch (JacksonException exception) {
      // An index that knows no JSON (PEP 503) has no times.
      return Optional.empty();
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.NETWORK,
          "%s cannot be asked when %s was published: %s; try again later"
              .formatted(FileServer.host(address), facts.fileName(), exception.getMessage()));
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
      throw new BuildFailure(ExitCode.INTERNAL, "The build was ended");
    }
  }

  private static Optional<Instant> uploaded(JsonNode page, String fileName) {
    for (JsonNode file : page.path("files")) {
      if (file.path("filename").asString("").equals(fileName)) {
        return parsed(file.path("upload-time").asString(""));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> parsed(String time) {
    try {
      return Optional.of(Instant.parse(time));
    } catch (DateTimeParseException exception) {
      return Optional.empty();
    }
  }
}
