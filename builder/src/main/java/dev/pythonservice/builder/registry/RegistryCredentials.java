package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who the builder is at the registries: the {@code auths} of a Docker {@code config.json}. */
final class RegistryCredentials {

  private static final String NO_AUTH = "an auth in it is no Base64 of user:password";

  private final Map<String, Credential> byPlace;

  private RegistryCredentials(Map<String, Credential> byPlace) {
    this.byPlace = Map.copyOf(byPlace);
  }

  /** What a registry is shown. It appears in no text of the program. */
  sealed interface Credential {

    /** User and password. */
    record Password(String user, String password) implements Credential {
      String basic() {
        byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
      }

      @Override
      public String toString() {
        return "Password[user=" + user + "]";
      }
    }

    /** A token that token servers change into one of their own (OAuth 2). */
    record IdentityToken(String token) implements Credential {
      @Override
      public String toString() {
        return "IdentityToken[]";
      }
    }
  }

  static RegistryCredentials none() {
    return new RegistryCredentials(Map.of());
  }

  /**
   * Reads the file.
   *
   * @throws BuildFailure when it cannot be read or is something else
   */
  static RegistryCredentials read(Path file) {
    try {
      return of(Files.readAllBytes(file));
    } catch (NoSuchFileException exception) {
      throw unusable(file, "it is not there");
    } catch (IOException exception) {
      throw unusable(file, "it cannot be read (%s)".formatted(exception.getMessage()));
    } catch (IllegalArgumentException exception) {
      throw unusable(file, String.valueOf(exception.getMessage()));
    }
  }

  /**
   * Reads the content of such a file.
   *
   * @throws IllegalArgumentException when it is something else; the message does not quote it
   */
  static RegistryCredentials of(byte[] configuration) {
    Map<String, Credential> byPlace = new HashMap<>();
    for (Map.Entry<String, JsonNode> auth : auths(configuration)) {
      credential(auth.getValue())
          .ifPresent(credential -> byPlace.put(place(auth.getKey()), credential));
    }
    return new RegistryCredentials(byPlace);
  }

  /** Without the cause, which would quote what it read. */
  private static Set<Map.Entry<String, JsonNode>> auths(byte[] configuration) {
    try {
      return JsonMapper.shared().readTree(configuration).path("auths").properties();
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("it is no JSON");
    }
  }

  private static BuildFailure unusable(Path file, String reason) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The registry configuration %s cannot be used: %s; write it with 'docker login' or 'kubectl create secret docker-registry', and name it with --registry-config"
            .formatted(file, reason));
  }

  private static Optional<Credential> credential(JsonNode auth) {
    String identityToken = auth.path("identitytoken").asString("");
    if (!identityToken.isEmpty()) {
      return Optional.of(new Credential.IdentityToken(identityToken));
    }
    String both = auth.path("auth").asString("").strip();
    if (!both.isEmpty()) {
      return Optional.of(decoded(both));
    }
    String user = auth.path("username").asString("");
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(new Credential.Password(user, auth.path("password").asString("")));
  }

  private static Credential decoded(String base64) {
    String both = new String(decode(base64), StandardCharsets.UTF_8);
    int colon = both.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException(NO_AUTH);
    }
    return new Credential.Password(both.substring(0, colon), both.substring(colon + 1));
  }

  private static byte[] decode(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException exception) {
      throw new IllegalArgumentException(NO_AUTH, exception);
    }
  }

  /** Docker writes hosts, Podman writes repositories, old clients whole addresses. */
  private static String place(String key) {
    String place = key.replaceFirst("^https?://", "").replaceFirst("/(v[12]/?)?$", "");
    return place.equals("index.docker.io") || place.equals("registry-1.docker.io")
        ? "docker.io"
        : place;
  }

  /** The credential of the longest place that holds the repository. */
  Optional<Credential> of(Repository repository) {
    String place = repository.toString();
    while (!byPlace.containsKey(place) && place.contains("/")) {
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return Optional.ofNullable(byPlace.get(place));
  }
}
