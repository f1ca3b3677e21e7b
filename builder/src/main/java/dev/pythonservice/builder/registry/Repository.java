package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.util.regex.Pattern;

/**
 * A repository of a registry.
 *
 * @param host the registry: host, with port where it is not the usual one
 * @param name the name in it, such as {@code python/shop/orders}
 */
public record Repository(String host, String name) {

  /** OCI distribution-spec, "Pulling manifests". */
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*");

  /**
   * Reads {@code registry.example/python/shop/orders}.
   *
   * @throws BuildFailure when it has no host or no valid name
   */
  public static Repository of(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? "" : text.substring(0, slash);
    String name = text.substring(slash + 1);
    boolean looksLikeHost = host.contains(".") || host.contains(":") || host.equals("localhost");
    if (!looksLikeHost || !NAME.matcher(name).matches()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is not a repository; write host and lower-case name, such as registry.example/shop/orders"
              .formatted(text));
    }
    return new Repository(host, name);
  }

  /** Such as {@code registry.example/python/shop/orders}. */
  @Override
  public String toString() {
    return host + "/" + name;
  }
}
