package dev.pythonservice.operator.resolve;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import java.util.stream.Stream;

/** The cache of what a controller reconciles, for those who ask at any time, such as metrics. */
public final class PrimaryCache {

  private PrimaryCache() {}

  /**
   * What is in it. Nothing before it is filled, which is while the program starts, and as long as
   * another instance leads.
   */
  public static <P extends HasMetadata> Stream<P> list(EventSourceContext<P> context) {
    IndexerResourceCache<P> cache = context.getPrimaryCache();
    return isFilled(cache) ? cache.list() : Stream.empty();
  }

  static boolean isFilled(IndexerResourceCache<?> cache) {
    return !(cache instanceof AbstractEventSource<?, ?> source) || source.isRunning();
  }
}
