package dev.pythonservice.operator.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The event source of look-ups")
final class LookupEventSourceTest {

  private static final PythonService ORDERS =
      Samples.service("orders", "{configMap: {name: code}}");
  private static final ResourceID ID = ResourceID.fromResource(ORDERS);

  private final Scene scene = new Scene();
  private final Map<ResourceID, PythonService> services = new HashMap<>();
  private final List<ResourceID> forgotten = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final CountDownLatch ticked = new CountDownLatch(1);
  private final LookupEventSource source =
      new LookupEventSource("look-ups", cache(), news(), scene.clock());

  @BeforeEach
  void start() {
    source.setEventHandler(events::add);
    source.start();
  }

  @AfterEach
  void stop() {
    source.stop();
  }

  @Test
  @DisplayName("turns news into a reconcile of the service, as long as it runs")
  void tellsNews() {
    source.changed(Set.of(ID));
    assertThat(events).containsExactly(new Event(ID));

    source.stop();
    source.changed(Set.of(ID));
    assertThat(events).hasSize(1);
  }

  @Test
  @DisplayName("turns another value of the annotation into a reconcile, and nothing else")
  void annotation() {
    PythonService other =
        Samples.service(
            "orders", "{configMap: {name: code}}", Map.of("pythonservice.dev/refresh", "now"));

    source.onResourceUpdated(ORDERS, ORDERS);
    source.onResourceUpdated(other, other);
    assertThat(events).isEmpty();

    source.onResourceUpdated(other, ORDERS);
    assertThat(events).containsExactly(new Event(ID));
  }

  @Test
  @DisplayName("knows which services are there, and forgets a deleted one")
  void services() {
    services.put(ID, ORDERS);
    ResourceID other = new ResourceID("stock", "shop");
    assertThat(source.gone(Set.of(ID, other))).containsExactly(other);

    source.onResourceDeleted(ORDERS);
    assertThat(forgotten).containsExactly(ID);
  }

  @Test
  @DisplayName("wakes the look-ups when they want it")
  void wakes() throws InterruptedException {
    source.wakeAt(scene.now());

    assertThat(ticked.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private NewsSource news() {
    return new NewsSource() {
      @Override
      public void attach(NewsListener listener) {
        // The test is the look-ups.
      }

      @Override
      public void detach() {
        // The test is the look-ups.
      }

      @Override
      public void tick() {
        ticked.countDown();
      }

      @Override
      public void forget(ResourceID service) {
        forgotten.add(service);
      }
    };
  }

  private Cache<PythonService> cache() {
    return new Cache<>() {
      @Override
      public Optional<PythonService> get(ResourceID id) {
        return Optional.ofNullable(services.get(id));
      }

      @Override
      public Stream<ResourceID> keys() {
        return services.keySet().stream();
      }

      @Override
      public Stream<PythonService> list(Predicate<PythonService> predicate) {
        return services.values().stream().filter(predicate);
      }
    };
  }
}
