package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.operator.support.Workloads;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A service with a finished image")
final class WorkloadDecisionsTest {

  private static final Map<String, String> NONE = Map.of();
  private static final Map<String, String> GRANIAN = Map.of("granian", "2.8.9");
  private static final String HTTP = "{name: http, app: 'orders:app', port: 8000, ";
  private static final String SERVER = "servers: [" + HTTP + "interface: ASGI}]\n";
  private static final String JOB =
      "jobs: [{name: report, schedule: '@daily', command: [python]}]\n";

  static Stream<Arguments> objections() {
    return Stream.of(
        arguments(
            "whose lock lacks Granian is told the command that adds it",
            SERVER,
            "",
            NONE,
            "EngineNotLocked",
            "spec.servers[http] runs on Granian, as its engine is left out, and the image of"
                + " orders-4fzq8k2m1x does not have granian: run 'uv add granian' in the project"
                + " and commit uv.lock"),
        arguments(
            "whose lock has another engine is told that one, too",
            SERVER,
            "",
            Map.of("uvicorn", "0.54.0"),
            "EngineNotLocked",
            "run 'uv add granian' in the project and commit uv.lock, or set engine to Uvicorn"),
        arguments(
            "with another kind of lock is told no command of uv",
            SERVER + "lock: {file: requirements.txt}",
            "",
            NONE,
            "EngineNotLocked",
            "add granian to the project's dependencies and make requirements.txt anew"),
        arguments(
            "for ASGI on Gunicorn is told both packages",
            "servers: [" + HTTP + "interface: ASGI, engine: Gunicorn}]",
            "",
            GRANIAN,
            "EngineNotLocked",
            "spec.servers[http] runs on Gunicorn, and the image of orders-4fzq8k2m1x does not have"
                + " gunicorn and uvicorn-worker: run 'uv add gunicorn uvicorn-worker' in the"
                + " project and commit uv.lock, or set engine to Granian"),
        arguments(
            "for ASGI on Gunicorn with Uvicorn needs Gunicorn alone",
            "servers: [" + HTTP + "interface: ASGI, engine: Gunicorn}]",
            "",
            Map.of("uvicorn", "0.54.0"),
            "EngineNotLocked",
            "run 'uv add gunicorn' in the project"),
        arguments(
            "for WSGI on a platform that prefers Uvicorn is told engines that speak it",
            "servers: [" + HTTP + "interface: WSGI}]",
            "defaults: {engine: Uvicorn}",
            GRANIAN,
            "EngineDoesNotFit",
            "spec.servers[http].engine is left out, and the platform's default, Uvicorn, does not"
                + " speak WSGI; set it to one of Granian, Gunicorn"),
        arguments(
            "whose application is inside of another object cannot run on Gunicorn",
            "servers: [{name: http, app: 'orders.api:make.app()', port: 8000, interface: WSGI,"
                + " engine: Gunicorn}]",
            "",
            NONE,
            "EngineDoesNotFit",
            "spec.servers[http].app is orders.api:make.app(), and Gunicorn takes no object inside"
                + " of another; give it a name of its own in the module, or set engine to Granian"),
        arguments(
            "that pins an architecture which an earlier build lacks is told those it has",
            SERVER + "architectures: {policy: Pinned, pinned: [arm64]}",
            "",
            GRANIAN,
            "ArchitectureNotBuilt",
            "spec.architectures and the platform's policy leave no architecture that the image of"
                + " orders-4fzq8k2m1x has; it has amd64: pin one of them"),
        arguments(
            "whose job pins an architecture that is not built is told which job",
            "jobs: [{name: report, schedule: '@daily', command: [python], architectures: {policy:"
                + " Pinned, pinned: [arm64]}}]",
            "",
            NONE,
            "ArchitectureNotBuilt",
            "spec.jobs[report].architectures and the platform's policy leave no architecture"),
        arguments(
            "with metrics on the port of a server is told so",
            "servers: ["
                + HTTP
                + "interface: ASGI, engineArgs: [--metrics]}, {name: old, app: 'orders:app', port:"
                + " 9090, interface: ASGI}]",
            "",
            GRANIAN,
            "MetricsPortTaken",
            "spec.servers[http].engineArgs shows metrics on port 9090, which spec.servers[old] has"
                + " already; add --metrics-port with another one"),
        arguments(
            "that scales by load without a request of CPU is told where to add it",
            SERVER + "resources: {requests: {memory: 1Gi}}\nscaling: {maxReplicas: 3}",
            "",
            GRANIAN,
            "CpuRequestMissing",
            "spec.scaling.maxReplicas needs a request of CPU to compare the use with, and"
                + " spec.servers[http] has none; add resources.requests.cpu there or in"
                + " spec.resources"),
        arguments(
            "whose process has no request of CPU is told so, too",
            "process: {command: [python], resources: {limits: {memory: 1Gi}}}\nscaling:"
                + " {maxReplicas: 3}",
            "",
            NONE,
            "CpuRequestMissing",
            "and spec.process has none"),
        template(
            "must not change a label that pods are found by",
            "metadata: {labels: {app.kubernetes.io/component: web}}",
            "spec.podTemplate.metadata.labels must not set app.kubernetes.io/component: the"
                + " operator sets it and finds the pods by it; remove it, or choose another name"),
        template(
            "must not change what the operator notes",
            "metadata: {annotations: {pythonservice.dev/build: mine}}",
            "spec.podTemplate.metadata.annotations must not set pythonservice.dev/build"),
        template(
            "must have fields of a pod alone",
            "spec: {containers: [{name: http, resources: {}, redinessProbe: {}}]}",
            "spec.podTemplate.spec.containers[0].redinessProbe is no field of a pod's spec; correct"
                + " its name or its place, or remove it"),
        template(
            "must know directives of a merge alone",
            "spec: {$setElementOrder/containers: []}",
            "spec.podTemplate.spec.$setElementOrder/containers is no field of a pod's spec"),
        template(
            "must have values of the right type",
            "spec: {containers: [{name: http, env: {LOG: debug}}]}",
            "spec.podTemplate.spec.containers[0].env has a value of the wrong type; 'kubectl"
                + " explain pod.spec.containers.env' says which it must have"),
        template(
            "must have numbers where they belong",
            "spec: {terminationGracePeriodSeconds: soon}",
            "spec.podTemplate.spec.terminationGracePeriodSeconds has a value of the wrong type"),
        template(
            "must name the elements that it means",
            "spec: {volumes: [{emptyDir: {}}]}",
            "spec.podTemplate.spec.volumes has an element without name, by which the list is"
                + " merged; add it"),
        template(
            "must name inner elements, too",
            "spec: {containers: [{name: http, ports: [{name: web}]}]}",
            "spec.podTemplate.spec.containers.ports has an element without containerPort"),
        template(
            "must have containers of its own with an image",
            "spec: {containers: [{name: htpp, tty: true}]}",
            "spec.podTemplate.spec.containers names htpp, which is no container of this service and"
                + " has no image; those of the service are http, report: correct the name, or add"
                + " an image"),
        template(
            "must have sidecars among the init containers",
            "spec: {containers: [{name: admin, tty: true}]}",
            "spec.podTemplate.spec.containers names admin, which runs among the initContainers;"
                + " write it there"),
        template(
            "must have the main container among the containers",
            "spec: {initContainers: [{name: http, image: mine}]}",
            "spec.podTemplate.spec.initContainers names http, which runs among the containers;"
                + " write it there"));
  }

  private static Arguments template(String name, String template, String message) {
    return arguments(
        "whose pod template " + name,
        "servers: ["
            + HTTP
            + "interface: ASGI}, {name: admin, app: 'orders:admin', port: 8001, interface:"
            + " ASGI}]\n"
            + JOB
            + "podTemplate: {"
            + template
            + "}",
        "",
        GRANIAN,
        "PodTemplateInvalid",
        message);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objections")
  void isObjectedTo(
      String name,
      String service,
      String platform,
      Map<String, String> engines,
      String reason,
      String message) {
    Verdict verdict =
        WorkloadDecisions.objection(Workloads.plan(service, platform, engines)).orElseThrow();

    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message);
    assertThat(verdict.outlook()).isEqualTo(Outlook.STALLED);
  }

  @Test
  @DisplayName("with partitions whose pods' names would be too long is told by how much")
  void hasNamesThatAreTooLong() {
    String job =
        "jobs: [{name: backfill, schedule: '@daily', command: [python], completions: 1001}]";
    WorkloadPlan plan = Workloads.plan(job, "", NONE);
    WorkloadPlan longer =
        new WorkloadPlan(
            "shop",
            "a-service-with-a-name-of-forty-two-letters",
            "22bb",
            plan.service(),
            plan.image(),
            plan.platform(),
            plan.capabilities(),
            Map.of(),
            Optional.empty());

    assertThat(WorkloadDecisions.objection(plan)).isEmpty();
    assertThat(WorkloadDecisions.objection(longer))
        .contains(
            Verdict.stalled(
                "JobNameTooLong",
                "spec.jobs[backfill] has 1001 partitions, whose pods would have names of more than"
                    + " 63 characters; shorten the name of the job or of the service by 2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        SERVER,
        JOB,
        SERVER + "resources: {limits: {cpu: 1}}\nscaling: {maxReplicas: 3}",
        SERVER + "podTemplate: {spec: {volumes: [{$patch: replace}, {name: a, emptyDir: {}}]}}",
        SERVER + "podTemplate: {spec: {containers: [{name: http, startupProbe: null}]}}",
        SERVER + "podTemplate: {spec: {containers: [{name: mine, image: 'example/mine:1'}]}}",
        SERVER + "podTemplate: {spec: {containers: [{name: other, $patch: delete}]}}"
      })
  @DisplayName("can run")
  void canRun(String service) {
    assertThat(WorkloadDecisions.objection(Workloads.plan(service, "", GRANIAN))).isEmpty();
  }
}
