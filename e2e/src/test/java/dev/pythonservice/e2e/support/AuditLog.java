package dev.pythonservice.e2e.support;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The audit log of a local cluster's API server: every request that asks for a write is in it, also
 * one that changes nothing.
 *
 * @param file the log
 */
public record AuditLog(Path file) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who leads, and a question in the form of an object. */
  private static final Set<String> NOT_KEPT = Set.of("leases", "selfsubjectrulesreviews");

  private static final Set<String> WRITES =
      Set.of("create", "update", "patch", "delete", "deletecollection");

  /**
   * What a user asked to be written since a number of writes, leases left out; as VERB RESOURCE
   * NAME.
   */
  public List<String> writesOf(String user) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.contains(user))
          .map(AuditLog::event)
          .filter(event -> event.at("/user/username").asText().equals(user))
          .filter(event -> WRITES.contains(event.path("verb").asText()))
          .filter(event -> !NOT_KEPT.contains(event.at("/objectRef/resource").asText()))
          .map(event ->
              "%s %s/%s %s"
                  .formatted(
                      event.path("verb").asText(),
                      event.at("/objectRef/resource").asText(),
                      event.at("/objectRef/subresource").asText(),
                      event.at("/objectRef/name").asText()))
          .toList();
    } catch (IOException problem) {
      throw new UncheckedIOException(file + " cannot be read", problem);
    }
  }

  private static JsonNode event(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException problem) {
      throw new UncheckedIOException("The audit log has a line that is no event: " + line, problem);
    }
  }
}
