package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Stack;
import dev.pythonservice.api.v1alpha1.Stack.Engine;
import dev.pythonservice.api.v1alpha1.Stack.Layer;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.plan.StackSuggestions.Suggestion;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a service runs on: its image's stack, the engines that its servers use of it, what next. */
public final class StackDecisions {

  private StackDecisions() {}

  /**
   * The stack of a service.
   *
   * @param build the build that serves
   * @return empty where the build does not know its stack
   */
  static Optional<Stack> of(WithPlatform inputs, PythonBuild build) {
    WorkloadPlan workload = WorkloadPlan.of(inputs, build, new ClusterCapabilities(false));
    return BuildStatus.status(build)
        .map(PythonBuildStatus::stack)
        .map(image -> each(image, engine -> serving(engine, workload)))
        .map(stack -> each(stack, engine -> advised(engine, stack)));
  }

  /**
   * The engines that serve a service. A server that is installed, and that none of the service's
   * servers use, serves nothing.
   */
  public static Stream<Engine> inUse(Stack stack) {
    return stack.engines().stream().filter(StackDecisions::isInUse);
  }

  /**
   * What could be tried after an engine.
   *
   * @param engine an engine that serves a service
   * @param stack all engines of the service; with one among them that nothing follows, its layer is
   *     on its way already
   */
  public static Optional<Suggestion> suggestion(Engine engine, Stack stack) {
    if (!isInUse(engine)) {
      return Optional.empty();
    }
    return switch (engine.layer()) {
      case Server -> StackSuggestions.after(engine);
      case NativeExtensions ->
          buildsOwnPackages(engine, stack)
              ? StackSuggestions.afterBuilder(engine)
              : Optional.empty();
      default -> StackSuggestions.after(engine).filter(_ -> !isOnItsWay(engine.layer(), stack));
    };
  }

  private static Stack each(Stack stack, UnaryOperator<Engine> change) {
    return new Stack(stack.engines().stream().map(change).toList(), stack.nativeExtensions());
  }

  private static Engine serving(Engine engine, WorkloadPlan workload) {
    List<String> servers =
        workload.service().servers().stream()
            .filter(server -> engine.layer() == Layer.Server && runs(engine, server, workload))
            .map(Server::name)
            .toList();
    return with(engine, servers, null);
  }

  private static boolean runs(Engine engine, Server server, WorkloadPlan workload) {
    return EnginePackages.of(workload.engineOf(server)).equals(engine.engine());
  }

  private static Engine advised(Engine engine, Stack stack) {
    return with(
        engine, engine.servers(), suggestion(engine, stack).map(Suggestion::sentence).orElse(null));
  }

  private static Engine with(Engine engine, List<String> servers, @Nullable String suggestion) {
    return new Engine(
        engine.layer(),
        engine.engine(),
        engine.version(),
        engine.from(),
        engine.packages(),
        servers,
        suggestion);
  }

  private static boolean isInUse(Engine engine) {
    return engine.layer() != Layer.Server || !engine.servers().isEmpty();
  }

  private static boolean isOnItsWay(Layer layer, Stack stack) {
    return stack.engines().stream()
        .anyMatch(other -> other.layer() == layer && StackSuggestions.after(other).isEmpty());
  }

  private static boolean buildsOwnPackages(Engine engine, Stack stack) {
    return stack.nativeExtensions().stream()
        .filter(extension -> Boolean.TRUE.equals(extension.own()))
        .anyMatch(extension -> extension.generator().split(" ", 2)[0].equals(engine.engine()));
  }
}
