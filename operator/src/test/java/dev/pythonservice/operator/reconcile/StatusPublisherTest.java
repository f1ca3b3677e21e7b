package dev.pythonservice.operator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.render.StatusUpdate;
import dev.pythonservice.operator.resolve.ServiceChanges;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ResourceOperations;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What the API server gives back for a status")
final class StatusPublisherTest {

  @ParameterizedTest(name = "at generation {0} with annotation {1} shows a change of others: {2}")
  @CsvSource({"1, true, false", "2, true, true", "1, false, true", "1, '', true"})
  void showsWhatOthersChanged(long generation, String annotation, boolean changed) {
    PythonService read = service(1, "true");
    PythonService written = service(generation, annotation);

    boolean again =
        new StatusPublisher(new Stopping())
            .publish(
                new StatusUpdate<>(service(1, ""), List.of()),
                read,
                new ServiceChanges(),
                answering(written));

    assertThat(again).isEqualTo(changed);
  }

  private static PythonService service(long generation, String frozen) {
    PythonService service = new PythonService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace("shop")
            .withName("orders")
            .withGeneration(generation)
            .withAnnotations(
                frozen.isEmpty() ? Map.of() : Map.of("pythonservice.dev/freeze-placement", frozen))
            .build());
    return service;
  }

  /** A context whose API server answers every write with one object. */
  @SuppressWarnings("unchecked")
  private static Context<PythonService> answering(PythonService written) {
    return (Context<PythonService>)
        Proxy.newProxyInstance(
            StatusPublisherTest.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (context, method, arguments) ->
                switch (method.getName()) {
                  case "resourceOperations" ->
                      new Operations((Context<PythonService>) context, written);
                  case "eventSourceRetriever" -> withoutSources();
                  default -> null;
                });
  }

  private static Object withoutSources() {
    return Proxy.newProxyInstance(
        StatusPublisherTest.class.getClassLoader(),
        new Class<?>[] {EventSourceRetriever.class},
        (sources, method, arguments) -> null);
  }

  private static final class Operations extends ResourceOperations<PythonService> {

    private final PythonService written;

    Operations(Context<PythonService> context, PythonService written) {
      super(context);
      this.written = written;
    }

    @Override
    public PythonService serverSideApplyPrimaryStatus(PythonService patch) {
      return written;
    }
  }
}
