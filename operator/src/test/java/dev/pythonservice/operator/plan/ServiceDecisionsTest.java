package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Libc;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.PythonServiceStatus.Resolved;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.ServiceInputs.WithoutPlatform;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A service")
final class ServiceDecisionsTest {

  private static final PlatformChoice UNLABELLED = PlatformChoice.of("shop", Map.of());
  private static final PlatformChoice LABELLED =
      PlatformChoice.of("shop", Map.of(PlatformChoice.LABEL, "gpu"));

  private static final Verdict NO_OBJECTION = Verdict.ready("None", "");

  private static final String READY =
      """
      observedGeneration: 3
      conditions:
      - {type: Ready, status: "True", reason: ReferencesFound, message: "", lastTransitionTime: "2026-11-23T02:00:00Z"}
      """;

  private static final String NOT_READY =
      """
      observedGeneration: 3
      conditions:
      - {type: Ready, status: "False", reason: SecretNotFound, message: private, lastTransitionTime: "2026-11-23T02:00:00Z"}
      """;

  static Stream<Arguments> services() {
    return Stream.of(
        arguments(
            "on a ready platform can be built",
            "python: '3.13'",
            "",
            READY,
            Outlook.READY,
            "None",
            ""),
        arguments(
            "on a platform that was never looked at waits",
            "python: '3.13'",
            "",
            "{}",
            Outlook.RECONCILING,
            "PlatformReconciling",
            "The PythonPlatform gpu was changed and is being looked at"),
        arguments(
            "on a platform that was changed since it was looked at waits",
            "python: '3.13'",
            "",
            READY.replace("observedGeneration: 3", "observedGeneration: 2"),
            Outlook.RECONCILING,
            "PlatformReconciling",
            ""),
        arguments(
            "on a platform that is not ready is told so, without what is the platform's alone",
            "python: '3.13'",
            "",
            NOT_READY,
            Outlook.STALLED,
            "PlatformNotReady",
            "The PythonPlatform gpu is not ready (SecretNotFound); those who look after it see why"
                + " with 'kubectl describe pythonplatform gpu'"),
        arguments(
            "without a Python version, on a platform without a default, is told the versions",
            "",
            "",
            READY,
            Outlook.STALLED,
            "PythonNotGiven",
            "spec.python is left out, and the PythonPlatform gpu has no default; set it to one of"
                + " 3.9, 3.12, 3.13"),
        arguments(
            "without a Python version takes the platform's",
            "",
            "defaults: {python: '3.12'}",
            READY,
            Outlook.READY,
            "None",
            ""),
        arguments(
            "with a Python version that no runtime has is told the versions, in order",
            "python: '3.11'",
            "",
            READY,
            Outlook.STALLED,
            "RuntimeNotFound",
            "The PythonPlatform gpu has no runtime for Python 3.11 with Glibc; with Glibc it has"
                + " 3.9, 3.12, 3.13: set spec.python to one of them, or have a runtime added to the"
                + " platform"),
        arguments(
            "with a C library that has the version in no runtime is told so",
            "python: '3.12'\nlibc: Musl",
            "",
            READY,
            Outlook.STALLED,
            "RuntimeNotFound",
            "no runtime for Python 3.12 with Musl; with Musl it has 3.13"),
        arguments(
            "that pins an architecture which its runtime does not have is told those it has",
            "python: '3.13'\narchitectures: {policy: Pinned, pinned: [arm64]}",
            "",
            READY,
            Outlook.STALLED,
            "ArchitectureNotOffered",
            "spec.architectures.pinned names arm64, which the PythonPlatform gpu does not offer for"
                + " Python 3.13; it offers amd64"),
        arguments(
            "that pins an architecture which the policy does not allow is told those it allows",
            "python: '3.12'\narchitectures: {policy: Pinned, pinned: [arm64, amd64]}",
            "policy: {architectures: [arm64]}",
            READY,
            Outlook.STALLED,
            "ArchitectureNotOffered",
            "names amd64, which the PythonPlatform gpu does not offer for Python 3.12; it offers"
                + " arm64"),
        arguments(
            "whose runtime and policy have no architecture in common is told that there is none",
            "python: '3.13'\narchitectures: {policy: Pinned, pinned: [amd64]}",
            "policy: {architectures: [arm64]}",
            READY,
            Outlook.STALLED,
            "ArchitectureNotOffered",
            "it offers none"),
        arguments(
            "that pins what is offered can be built",
            "python: '3.12'\narchitectures: {policy: Pinned, pinned: [arm64]}",
            "",
            READY,
            Outlook.READY,
            "None",
            ""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("services")
  void isDecidedOn(
      String name,
      String service,
      String platform,
      String status,
      Outlook outlook,
      String reason,
      String message) {
    Verdict verdict =
        ServiceDecisions.objection(inputs(service, platform, status)).orElse(NO_OBJECTION);

    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message);
    assertThat(verdict.outlook()).isEqualTo(outlook);
  }

  @Test
  @DisplayName("without a platform, in a namespace without label, is told what to apply")
  void hasNoDefaultPlatform() {
    assertThat(ServiceDecisions.objection(new WithoutPlatform(UNLABELLED)))
        .contains(
            Verdict.stalled(
                "PlatformNotFound",
                "There is no PythonPlatform for this service: without the label"
                    + " pythonservice.dev/platform, namespace shop uses the one called default;"
                    + " apply a PythonPlatform of that name, or set the label to an existing one"));
  }

  @Test
  @DisplayName("whose namespace names a platform that does not exist is told of the label")
  void hasNoLabelledPlatform() {
    assertThat(ServiceDecisions.objection(new WithoutPlatform(LABELLED)).map(Verdict::message))
        .contains(
            "The label pythonservice.dev/platform of namespace shop names the PythonPlatform gpu,"
                + " which does not exist; apply it, or correct the label");
  }

  @Test
  @DisplayName("shows what was taken for the fields that it left out")
  void showsWhatWasResolved() {
    assertThat(
            ServiceDecisions.resolved(inputs("", "defaults: {python: '3.13', libc: Musl}", READY)))
        .contains(new Resolved("gpu", "3.13", Libc.Musl, "registry.example/python@sha256:1"));
  }

  private static WithPlatform inputs(String service, String platform, String status) {
    PythonPlatform object =
        Yaml.object(
            "apiVersion: pythonservice.dev/v1alpha1\nkind: PythonPlatform\n"
                + "metadata: {name: gpu, generation: 3}\nstatus:\n"
                + status.indent(2),
            PythonPlatform.class);
    object.setSpec(Yaml.platformSpec(platform));
    PythonService asked =
        Yaml.object(
            "apiVersion: pythonservice.dev/v1alpha1\nkind: PythonService\n"
                + "metadata: {name: orders, namespace: shop, generation: 1}\n",
            PythonService.class);
    asked.setSpec(Yaml.serviceSpec(service));
    return new WithPlatform(
        LABELLED,
        asked,
        object,
        new Lookup.Found<>(
            new BaseImage("registry.example/python@sha256:1", Set.of(Architecture.AMD64)),
            Instant.EPOCH),
        new Lookup.Pending<>(),
        List.of(),
        ImageTrust.notRequired(),
        Optional.empty());
  }
}
