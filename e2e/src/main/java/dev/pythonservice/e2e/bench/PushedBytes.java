package dev.pythonservice.e2e.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pythonservice.e2e.proxy.Passed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * What was sent to a registry after a change, by what it was.
 *
 * @param all all bytes
 * @param layers those of the application's layers, compressed as they are
 * @param configurations those of the images' configurations
 * @param manifests those of manifests and indexes, of referrers, too
 * @param said those of what is said about the build: the report and the bills of materials
 * @param file the changed file alone, compressed by gzip
 */
record PushedBytes(
    long all, long layers, long configurations, long manifests, long said, long file) {

  private static final Pattern UPLOADED =
      Pattern.compile("/blobs/uploads/.*[?&]digest=(sha256)(?::|%3A)([0-9a-f]{64})");

  /** What may be sent in proportion to the compressed change. */
  private static final Goal GOAL = Goal.ratio(1.2);

  /**
   * Counts.
   *
   * @param passed what a proxy before the registry saw
   * @param images the manifests of the platforms' images
   * @param file what was changed
   */
  static PushedBytes of(List<Passed> passed, List<JsonNode> images, Path file) throws IOException {
    Set<String> layers =
        images.stream()
            .map(image -> image.path("layers"))
            .map(all -> all.path(all.size() - 1).path("digest").asText())
            .collect(Collectors.toSet());
    Set<String> configurations =
        images.stream()
            .map(image -> image.at("/config/digest").asText())
            .collect(Collectors.toSet());
    long all = passed.stream().mapToLong(Passed::requestBytes).sum();
    long ofLayers = blobs(passed, layers);
    long ofConfigurations = blobs(passed, configurations);
    long manifests =
        passed.stream()
            .filter(each -> each.target().contains("/manifests/"))
            .mapToLong(Passed::requestBytes)
            .sum();
    return new PushedBytes(
        all,
        ofLayers,
        ofConfigurations,
        manifests,
        all - ofLayers - ofConfigurations - manifests,
        compressed(file));
  }

  private static long blobs(List<Passed> passed, Set<String> digests) {
    return passed.stream()
        .flatMap(each ->
            Stream.of(UPLOADED.matcher(each.target()))
                .filter(Matcher::find)
                .filter(found -> digests.contains(found.group(1) + ":" + found.group(2)))
                .map(found -> each.requestBytes()))
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long compressed(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream archive = new GZIPOutputStream(bytes)) {
      Files.copy(file, archive);
    }
    return bytes.size();
  }

  /**
   * What was sent beside configurations and manifests, in proportion to the application's layers.
   */
  double ratio() {
    return (double) (all - configurations - manifests) / layers;
  }

  /** One line. A registry takes whole layers, so the change is the application's layer. */
  String line() {
    return String.format(
        Locale.ROOT,
        "bytes pushed after a one-line change, both platforms: %d = application layers %d +"
            + " configurations %d + manifests %d + report and bills %d; the changed file alone is"
            + " %d compressed; ratio without configurations and manifests to the layers %.2f; %s",
        all,
        layers,
        configurations,
        manifests,
        said,
        file,
        ratio(),
        GOAL.verdict(ratio()));
  }
}
