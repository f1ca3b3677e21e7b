package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What names an image or artifact: a repository with a tag, a digest or both; the digest decides.
 *
 * @param repository where it is
 * @param tag its tag
 * @param digest its digest
 */
public record Reference(Repository repository, Optional<String> tag, Optional<Digest> digest) {

  /** OCI distribution-spec, "Pulling manifests". */
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");

  /**
   * Reads {@code registry.example/base/python:3.13}, with {@code @sha256:…} behind it or instead of
   * the tag. Without both the tag is {@code latest}, as everywhere.
   *
   * @throws BuildFailure when it is none
   */
  public static Reference of(String text) {
    int at = text.indexOf('@');
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':', named.lastIndexOf('/') + 1);
    Repository repository = Repository.of(colon < 0 ? named : named.substring(0, colon));
    Optional<String> tag =
        colon < 0
            ? Optional.empty()
            : Optional.of(tag(named.substring(colon + 1), "The tag of " + text));
    Optional<Digest> digest =
        at < 0 ? Optional.empty() : Optional.of(digest(text.substring(at + 1), text));
    return new Reference(
        repository, tag.isEmpty() && digest.isEmpty() ? Optional.of("latest") : tag, digest);
  }

  /** What the registry is asked for: the digest where there is one, else the tag. */
  public String asked() {
    return digest.map(Digest::toString).or(() -> tag).orElse("latest");
  }

  /**
   * Checks a tag.
   *
   * @throws BuildFailure when no registry would take it
   */
  public static String checkedTag(String tag) {
    return tag(tag, "The tag '%s'".formatted(tag));
  }

  private static String tag(String tag, String text) {
    if (!TAG.matcher(tag).matches()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s must be 1 to 128 letters, digits, dots, hyphens and underscores, and must not start with a dot or hyphen"
              .formatted(text));
    }
    return tag;
  }

  private static Digest digest(String digest, String text) {
    try {
      return Digest.of(digest);
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The digest of %s cannot be used: %s".formatted(text, exception.getMessage()));
    }
  }

  /** Such as {@code registry.example/base/python:3.13@sha256:0123…}. */
  @Override
  public String toString() {
    return repository
        + tag.map(name -> ":" + name).orElse("")
        + digest.map(value -> "@" + value).orElse("");
  }
}
