package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Job;
import dev.pythonservice.api.v1alpha1.Lock;
import dev.pythonservice.api.v1alpha1.MainProcess;
import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** Whether a service with a finished image can run as it says. */
public final class WorkloadDecisions {

  private static final String UV_LOCK = "uv.lock";

  /** Longest name of a pod's host (RFC 1123): pods of a partitioned job are called by it. */
  private static final int HOST_NAME_LENGTH = 63;

  /** What the CronJob's controller adds to a run's name: a hyphen and minutes since 1970. */
  private static final int RUN_SUFFIX_LENGTH = "-29800000".length();

  private static final Chain<WorkloadPlan> CHAIN =
      new Chain<>(
          List.of(
              WorkloadDecisions::enginesSpeakTheInterface,
              WorkloadDecisions::enginesFindTheApplication,
              WorkloadDecisions::enginesAreInTheImage,
              WorkloadDecisions::architecturesAreBuilt,
              WorkloadDecisions::metricsPortsAreFree,
              WorkloadDecisions::autoscalerHasRequests,
              WorkloadDecisions::jobNamesLeaveRoom,
              PodTemplateDecisions::labelsAreNotTaken,
              PodTemplateDecisions::fieldsAreThoseOfAPod,
              PodTemplateDecisions::elementsAreNamed,
              PodTemplateDecisions::containersAreKnown),
          Verdict.ready("CanRun", "The image has what the service needs"));

  private WorkloadDecisions() {}

  /** What stands against running the plan; empty when nothing does, and it can be rendered. */
  public static Optional<Verdict> objection(WorkloadPlan plan) {
    return CHAIN.objection(plan);
  }

  /** What the service itself says is checked by the API; the platform's default is not. */
  private static Optional<Verdict> enginesSpeakTheInterface(WorkloadPlan plan) {
    return plan.service().servers().stream()
        .filter(
            server -> !EnginePackages.speaks(plan.engineOf(server), server.applicationInterface()))
        .findFirst()
        .map(server ->
            Verdict.stalled(
                "EngineDoesNotFit",
                ("spec.servers[%s].engine is left out, and the platform's default, %s, does not"
                        + " speak %s; set it to one of %s")
                    .formatted(
                        server.name(),
                        plan.engineOf(server),
                        server.applicationInterface(),
                        speakers(server.applicationInterface()))));
  }

  /** Gunicorn takes names at a module's top level alone ({@code import_app} in its util module). */
  private static Optional<Verdict> enginesFindTheApplication(WorkloadPlan plan) {
    return plan.service().servers().stream()
        .filter(server -> plan.engineOf(server) == Engine.Gunicorn && isNested(server.app()))
        .findFirst()
        .map(server ->
            Verdict.stalled(
                "EngineDoesNotFit",
                ("spec.servers[%s].app is %s, and Gunicorn takes no object inside of another; give"
                        + " it a name of its own in the module, or set engine to Granian")
                    .formatted(server.name(), server.app())));
  }

  private static boolean isNested(String app) {
    return app.indexOf('.', app.indexOf(':')) >= 0;
  }

  private static String speakers(Interface spoken) {
    return Stream.of(Engine.values())
        .filter(engine -> EnginePackages.speaks(engine, spoken))
        .map(Engine::name)
        .collect(joining(", "));
  }

  private static Optional<Verdict> enginesAreInTheImage(WorkloadPlan plan) {
    return plan.service().servers().stream()
        .filter(server -> !missing(plan, server).isEmpty())
        .findFirst()
        .map(server -> engineIsNotLocked(plan, server));
  }

  private static List<String> missing(WorkloadPlan plan, Server server) {
    return EnginePackages.missing(
        plan.engineOf(server), server.applicationInterface(), plan.image().engines());
  }

  private static Verdict engineIsNotLocked(WorkloadPlan plan, Server server) {
    List<String> missing = missing(plan, server);
    List<Engine> others =
        EnginePackages.available(server.applicationInterface(), plan.image().engines());
    return Verdict.stalled(
        "EngineNotLocked",
        "spec.servers[%s] runs on %s%s, and the image of %s does not have %s: %s%s"
            .formatted(
                server.name(),
                plan.engineOf(server),
                server.engine() == null ? ", as its engine is left out" : "",
                plan.image().build(),
                String.join(" and ", missing),
                remedy(plan, missing),
                others.isEmpty() ? "" : ", or set engine to " + others.getFirst()));
  }

  /** The one command for uv's lock; other locks are made by many tools. */
  private static String remedy(WorkloadPlan plan, List<String> missing) {
    String file = Optional.ofNullable(plan.service().lock()).map(Lock::file).orElse(UV_LOCK);
    return file.equals(UV_LOCK)
        ? "run 'uv add %s' in the project and commit uv.lock".formatted(String.join(" ", missing))
        : "add %s to the project's dependencies and make %s anew"
            .formatted(String.join(" and ", missing), file);
  }

  /** After a return to an earlier build, for example, or where a job pins another one. */
  private static Optional<Verdict> architecturesAreBuilt(WorkloadPlan plan) {
    Stream<String> service =
        plan.hasPods() && plan.architectures().isEmpty()
            ? Stream.of("spec.architectures")
            : Stream.empty();
    Stream<String> jobs =
        plan.service().jobs().stream()
            .filter(job -> plan.architecturesOf(job.architectures()).isEmpty())
            .map(job ->
                job.architectures() == null
                    ? "spec.architectures"
                    : "spec.jobs[%s].architectures".formatted(job.name()));
    return Stream.concat(service, jobs)
        .findFirst()
        .map(field ->
            Verdict.stalled(
                "ArchitectureNotBuilt",
                ("%s and the platform's policy leave no architecture that the image of %s has; it"
                        + " has %s: pin one of them")
                    .formatted(
                        field, plan.image().build(), spelled(plan.image().architectures()))));
  }

  private static String spelled(Collection<Architecture> architectures) {
    return architectures.isEmpty()
        ? "none"
        : architectures.stream()
            .map(architecture -> architecture.name().toLowerCase(Locale.ROOT))
            .sorted()
            .collect(joining(", "));
  }

  /** The containers of a pod share its ports. */
  private static Optional<Verdict> metricsPortsAreFree(WorkloadPlan plan) {
    Map<Integer, String> taken = new HashMap<>();
    plan.service().servers().forEach(server -> taken.put(server.port(), server.name()));
    for (Server server : plan.service().servers()) {
      OptionalInt port = MetricsPort.of(server, plan.engineOf(server));
      if (port.isPresent()) {
        String owner = taken.putIfAbsent(port.getAsInt(), server.name());
        if (owner != null) {
          return Optional.of(
              Verdict.stalled(
                  "MetricsPortTaken",
                  ("spec.servers[%s].engineArgs shows metrics on port %d, which spec.servers[%s]"
                          + " has already; add --metrics-port with another one")
                      .formatted(server.name(), port.getAsInt(), owner)));
        }
      }
    }
    return Optional.empty();
  }

  /** The autoscaler compares use with requests; Kubernetes requests a limit where only that is. */
  private static Optional<Verdict> autoscalerHasRequests(WorkloadPlan plan) {
    if (!plan.scalesByItself()) {
      return Optional.empty();
    }
    Stream<String> process =
        Optional.ofNullable(plan.service().process())
            .map((MainProcess main) -> plan.resourcesOf(main.resources()))
            .filter(WorkloadDecisions::sayNoCpu)
            .map(resources -> "spec.process")
            .stream();
    Stream<String> servers =
        plan.service().servers().stream()
            .filter(server -> sayNoCpu(plan.resourcesOf(server.resources())))
            .map(server -> "spec.servers[%s]".formatted(server.name()));
    return Stream.concat(process, servers)
        .findFirst()
        .map(field ->
            Verdict.stalled(
                "CpuRequestMissing",
                ("spec.scaling.maxReplicas needs a request of CPU to compare the use with, and %s"
                        + " has none; add resources.requests.cpu there or in spec.resources")
                    .formatted(field)));
  }

  private static boolean sayNoCpu(Resources resources) {
    return !resources.requests().containsKey("cpu") && !resources.limits().containsKey("cpu");
  }

  /** The API server refuses each run of such a CronJob, though not the CronJob itself. */
  private static Optional<Verdict> jobNamesLeaveRoom(WorkloadPlan plan) {
    return plan.service().jobs().stream()
        .filter(job -> excess(plan, job) > 0)
        .findFirst()
        .map(job ->
            Verdict.stalled(
                "JobNameTooLong",
                ("spec.jobs[%s] has %d partitions, whose pods would have names of more than %d"
                        + " characters; shorten the name of the job or of the service by %d")
                    .formatted(
                        job.name(), job.completions(), HOST_NAME_LENGTH, excess(plan, job))));
  }

  private static int excess(WorkloadPlan plan, Job job) {
    return Optional.ofNullable(job.completions())
        .map(completions ->
            "%s-%s".formatted(plan.name(), job.name()).length()
                + RUN_SUFFIX_LENGTH
                + "-%d".formatted(completions - 1).length()
                - HOST_NAME_LENGTH)
        .orElse(0);
  }
}
