package dev.pythonservice.builder.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request to a registry, before anything is known of credentials.
 *
 * @param method the HTTP method
 * @param address where it goes
 * @param repository on whose behalf
 * @param scopes what a token must allow, as the token specification writes it
 * @param headers what else it says
 * @param body what it sends
 * @param purpose what it is for, such as {@code reading the manifest 3.13}
 */
record Call(
    String method,
    URI address,
    Repository repository,
    List<String> scopes,
    Map<String, String> headers,
    Optional<Body> body,
    String purpose) {

  /** Bytes to send, and how many they are. */
  record Body(BlobContent content, long size) {}

  static Call of(
      String method, URI address, Repository repository, List<String> scopes, String purpose) {
    return new Call(method, address, repository, scopes, Map.of(), Optional.empty(), purpose);
  }

  Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, address, repository, scopes, more, body, purpose);
  }

  Call sending(BlobContent content, long size) {
    return new Call(
        method,
        address,
        repository,
        scopes,
        headers,
        Optional.of(new Body(content, size)),
        purpose);
  }

  Call at(URI other) {
    return new Call(method, other, repository, scopes, headers, body, purpose);
  }
}
