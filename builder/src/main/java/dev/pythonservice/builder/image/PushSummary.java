package dev.pythonservice.builder.image;

import dev.pythonservice.builder.registry.Placement;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the blobs of an image came into the registry.
 *
 * @param blobs how many came in each way
 * @param bytes their compressed bytes
 * @param manifests how many manifests and indexes were written
 * @param manifestBytes their bytes
 */
public record PushSummary(
    Map<Placement, Long> blobs, Map<Placement, Long> bytes, int manifests, long manifestBytes) {

  /** A blob and how it came. */
  record Placed(Placement placement, long size) {}

  static PushSummary of(Collection<Placed> placed, int manifests, long manifestBytes) {
    return new PushSummary(
        placed.stream().collect(Collectors.groupingBy(Placed::placement, Collectors.counting())),
        placed.stream()
            .collect(
                Collectors.groupingBy(Placed::placement, Collectors.summingLong(Placed::size))),
        manifests,
        manifestBytes);
  }

  /** Whether the whole image was there before. */
  public boolean nothingWritten() {
    return manifests == 0;
  }

  /** How many blobs came this way. */
  public long count(Placement placement) {
    return blobs.getOrDefault(placement, 0L);
  }

  /** How many compressed bytes came this way. */
  public long bytes(Placement placement) {
    return bytes.getOrDefault(placement, 0L);
  }
}
