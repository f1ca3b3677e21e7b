package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Source;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The revision of a source that is a ConfigMap: the digest of the project's files, so that it is
 * another one exactly when a file is.
 */
public final class ConfigMapRevision {

  private ConfigMapRevision() {}

  /** The digest of what stands under each key, be it text or not. */
  public static Map<String, String> digests(ConfigMap configMap) {
    Map<String, String> digests = new TreeMap<>();
    Optional.ofNullable(configMap.getData())
        .orElse(Map.of())
        .forEach((key, text) -> digests.put(key, digest(text.getBytes(StandardCharsets.UTF_8))));
    Optional.ofNullable(configMap.getBinaryData())
        .orElse(Map.of())
        .forEach((key, base64) -> digests.put(key, digest(Base64.getDecoder().decode(base64))));
    return digests;
  }

  /**
   * The revision of a source.
   *
   * @param digests what stands under each key; those of the items are among them
   */
  public static String of(Source.ConfigMap source, Map<String, String> digests) {
    Map<String, String> files = new TreeMap<>();
    if (source.items().isEmpty()) {
      files.putAll(digests);
    }
    source.items().forEach(item -> files.put(item.path(), digests.get(item.key())));
    // No path and no digest has a zero in it, so different files never read the same.
    StringBuilder listed = new StringBuilder();
    files.forEach((path, content) -> listed.append(path).append('\0').append(content).append('\0'));
    return digest(listed.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String digest(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return "sha256:" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("Every Java has SHA-256", missing);
    }
  }
}
