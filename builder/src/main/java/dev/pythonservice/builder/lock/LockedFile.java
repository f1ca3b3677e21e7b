package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.registry.Digest;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A wheel or a source archive, exactly one by its hash.
 *
 * @param fileName its name, which for a wheel says what it runs on (binary distribution format,
 *     "File name convention")
 * @param url where it is: {@code https}, {@code http}, or {@code file} within the project's tree
 * @param sha256 the hash that its bytes must have
 * @param size its bytes; −1 where the lock does not say
 * @param uploaded when its index got it (PEP 751, {@code upload-time}); absent where the lock does
 *     not say
 */
public record LockedFile(
    String fileName, URI url, Digest sha256, long size, Optional<Instant> uploaded) {

  /** A file of which the lock does not say when its index got it. */
  public LockedFile(String fileName, URI url, Digest sha256, long size) {
    this(fileName, url, sha256, size, Optional.empty());
  }

  /** Whether it is a file of the project's tree, not one on a server. */
  public boolean isLocal() {
    return "file".equals(url.getScheme());
  }
}
