package dev.pythonservice.operator;

import dev.pythonservice.operator.plan.BuilderImage;
import dev.pythonservice.operator.plan.OperatorScope;
import dev.pythonservice.operator.render.BuildStatusRenderer;
import dev.pythonservice.operator.render.EventReporter;
import dev.pythonservice.operator.render.StatusRenderer;
import dev.pythonservice.operator.resolve.LookupMachinery;
import dev.pythonservice.operator.resolve.RefusedSources;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The objects that everything else is built from. */
@Singleton
final class Wiring {

  private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);

  private static final String LEASE = "pythonservice-operator";
  private static final int LOOKUPS_AT_ONCE = 8;
  private static final Duration LOOKUP_PATIENCE = Duration.ofSeconds(30);

  private final OperatorSettings settings;

  Wiring(OperatorSettings settings) {
    this.settings = settings;
  }

  @Produces
  @Singleton
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  OperatorScope scope() {
    return new OperatorScope(
        settings.namespace(), new TreeSet<>(settings.buildNamespaces().orElse(Set.of())));
  }

  /**
   * A virtual thread for each look-up: interrupting one that takes too long closes its connection.
   */
  @Produces
  @Singleton
  LookupMachinery lookups(Clock clock) {
    return new LookupMachinery(
        clock,
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("look-up-", 0).factory()),
        () -> ThreadLocalRandom.current().nextDouble(),
        LOOKUPS_AT_ONCE,
        LOOKUP_PATIENCE);
  }

  @Produces
  @Singleton
  RefusedSources refusedSources() {
    return new RefusedSources(settings.refusedSourceRanges().orElse(List.of()));
  }

  @Produces
  @Singleton
  BuilderImage builderImage() {
    return new BuilderImage(settings.builderImage(), settings.wheelBuilderImage());
  }

  @Produces
  @Singleton
  BuildStatusRenderer buildRenderer() {
    return new BuildStatusRenderer(new EventReporter(settings.instance()));
  }

  @Produces
  @Singleton
  StatusRenderer renderer() {
    return new StatusRenderer(new EventReporter(settings.instance()));
  }

  /**
   * Counts into the Prometheus registry itself: the application's registry passes counts on to it
   * only later in the start, and the first reconciles would be lost.
   */
  @Produces
  @Singleton
  Metrics metrics(PrometheusMeterRegistry registry) {
    return MicrometerMetricsV2.newBuilder(registry).build();
  }

  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(settings.namespace())
        .withIdentity(settings.instance())
        .withLeaderCallbacks(new LeaderCallbacks(() -> {}, Wiring::leave, leader -> {}))
        .build();
  }

  /** Without the lease another instance leads: this one ends, and starts again as a follower. */
  private static void leave() {
    LOG.info("This instance does not lead any more and ends");
    Quarkus.asyncExit(1);
  }
}
