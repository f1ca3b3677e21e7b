package dev.pythonservice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.informer.ManagedInformerEventSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What was written is")
final class RecentWritesTest {

  private final PythonService before = service("1");
  private final PythonService written = service("2");

  @Test
  @DisplayName("kept until an event tells of it")
  void waitsForTheEvent() {
    Source source = new Source(Optional.of(written));

    RecentWrites.letGo(source, before, written);

    assertThat(source.told).isEmpty();
  }

  @Test
  @DisplayName("told of again when the event was quicker than the answer")
  void wasQuicker() {
    Source source = new Source(Optional.of(service("2")));

    RecentWrites.letGo(source, before, written);

    assertThat(source.told).containsExactly(new Told(before, written));
  }

  @Test
  @DisplayName("told of again when the object is gone already")
  void isGone() {
    Source source = new Source(Optional.empty());

    RecentWrites.letGo(source, before, written);

    assertThat(source.told).containsExactly(new Told(before, written));
  }

  private static PythonService service(String version) {
    PythonService service = new PythonService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withResourceVersion(version)
            .build());
    return service;
  }

  /** An update that a source was told of. */
  private record Told(PythonService before, PythonService after) {}

  /** An informer's source that has one object, or none, and remembers what it is told. */
  private static final class Source
      extends ManagedInformerEventSource<
          PythonService, PythonService, InformerEventSourceConfiguration<PythonService>> {

    private final Optional<PythonService> present;
    private final List<Told> told = new ArrayList<>();

    Source(Optional<PythonService> present) {
      super(
          "services",
          null,
          InformerEventSourceConfiguration.from(PythonService.class, PythonService.class).build());
      this.present = present;
    }

    @Override
    public Optional<PythonService> get(ResourceID id) {
      return present.filter(service -> ResourceID.fromResource(service).equals(id));
    }

    @Override
    public Set<PythonService> getSecondaryResources(PythonService primary) {
      return Set.of();
    }

    @Override
    public void onAdd(PythonService service) {
      throw new AssertionError("Nothing is added");
    }

    @Override
    public void onUpdate(PythonService before, PythonService after) {
      told.add(new Told(before, after));
    }

    @Override
    public void onDelete(PythonService service, boolean deletedFinalStateUnknown) {
      throw new AssertionError("Nothing is deleted");
    }

    @Override
    protected void handleEvent(
        ResourceAction action,
        PythonService service,
        @Nullable PythonService before,
        @Nullable Boolean deletedFinalStateUnknown) {
      throw new AssertionError("No event is handled");
    }
  }
}
