package dev.pythonservice.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.support.TestNamespace;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@OnCluster
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The API server")
class CustomResourceValidationIT {

  /** Beside the error it found, the API server may say that it did not look for more. */
  private static final String INCOMPLETE = "some validation rules were not checked";

  private static final Map<String, Class<? extends CustomResource<?, ?>>> KINDS =
      Map.of(
          "PythonService", PythonService.class,
          "PythonBuild", PythonBuild.class,
          "PythonPlatform", PythonPlatform.class);

  private final Definitions definitions = Definitions.committed();
  private final KubernetesClient client;
  private final Applier applier;

  CustomResourceValidationIT(KubernetesClient client, TestNamespace namespace) {
    this.client = client;
    this.applier = Applier.called("gitops", client, namespace.name());
  }

  @BeforeAll
  void install() {
    definitions.installOn(client);
  }

  static List<ResourceCase> valid() {
    return ResourceCase.in("valid");
  }

  static List<ResourceCase> invalid() {
    return ResourceCase.in("invalid");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  @DisplayName("accepts")
  void accepts(ResourceCase valid) {
    assertThatCode(() -> applier.tryOut(valid.resource())).doesNotThrowAnyException();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("valid")
  @DisplayName("stores what the Java types read and write")
  void storesWhatJavaWrites(ResourceCase valid) {
    CustomResource<?, ?> read = typed(valid.resource());

    CustomResource<?, ?> stored = applier.tryOut(read);

    assertThat(stored.getSpec()).isEqualTo(read.getSpec());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invalid")
  @DisplayName("refuses, for one reason that it names,")
  void refuses(ResourceCase invalid) {
    invalid.before().forEach(applier::apply);

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> applier.tryOut(invalid.resource()));

    assertThat(refusal).as("%s is refused", invalid).isNotNull();
    assertThat(refusal.getMessage()).contains(invalid.expectation());
    assertThat(reasonsOf(refusal)).hasSizeLessThan(2);
  }

  @Test
  @DisplayName("has an invalid case for every rule")
  void everyRuleHasACase() {
    List<String> expectations = invalid().stream().map(ResourceCase::expectation).toList();

    Set<String> messages = definitions.ruleMessages();

    assertThat(messages).isNotEmpty();
    assertThat(messages)
        .as("messages of rules that no file in crds/invalid expects")
        .filteredOn(message -> expectations.stream().noneMatch(text -> text.contains(message)))
        .isEmpty();
  }

  private static List<StatusCause> reasonsOf(KubernetesClientException refusal) {
    return refusal.getStatus().getDetails() == null
        ? List.of()
        : refusal.getStatus().getDetails().getCauses().stream()
            .filter(cause -> !cause.getMessage().contains(INCOMPLETE))
            .toList();
  }

  private static CustomResource<?, ?> typed(GenericKubernetesResource resource) {
    return Serialization.unmarshal(Serialization.asJson(resource), KINDS.get(resource.getKind()));
  }
}
