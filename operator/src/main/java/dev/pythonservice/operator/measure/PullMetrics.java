package dev.pythonservice.operator.measure;

import dev.pythonservice.operator.plan.ImagePull;
import dev.pythonservice.operator.plan.ImagePull.Present;
import dev.pythonservice.operator.plan.ImagePull.Pulled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import jakarta.inject.Singleton;

/** Counts how images of services come to nodes. Without labels by object, as builds are. */
@Singleton
public final class PullMetrics {

  private final Counter present;
  private final Timer pulls;
  private final Counter bytes;

  /** All are there from the start, so that a cluster whose nodes have all images shows zeros. */
  PullMetrics(PrometheusMeterRegistry registry) {
    this.present =
        Counter.builder("pythonservice.image.present")
            .description("Containers of services whose image their node had")
            .register(registry);
    this.pulls =
        Timer.builder("pythonservice.image.pull")
            .description("Time that nodes took to pull images of services")
            .register(registry);
    this.bytes =
        Counter.builder("pythonservice.image.pull.bytes")
            .description("Size of images that nodes pulled, layers that they had before included")
            .register(registry);
  }

  /** Counts one. */
  public void count(ImagePull image) {
    switch (image) {
      case Present() -> present.increment();
      case Pulled pulled -> {
        pulls.record(pulled.time());
        bytes.increment(pulled.bytes().orElse(0L));
      }
    }
  }
}
