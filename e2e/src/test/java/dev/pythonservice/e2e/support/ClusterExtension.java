package dev.pythonservice.e2e.support;

import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.cluster.ClusterProblem;
import dev.pythonservice.e2e.cluster.ClusterProvider;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.Tools;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Brings the cluster up for the tests that need it, and hands it to them. */
final class ClusterExtension implements ParameterResolver, AfterAllCallback {

  private static final ExtensionContext.Namespace STORE =
      ExtensionContext.Namespace.create(ClusterExtension.class);

  private static final Set<Class<?>> OFFERED =
      Set.of(
          Surroundings.class,
          Cluster.class,
          KubernetesClient.class,
          TestNamespace.class,
          Tools.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return OFFERED.contains(parameter.getParameter().getType());
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RunningCluster running =
        context
            .getRoot()
            .getStore(STORE)
            .computeIfAbsent(Attempt.class, key -> Attempt.make(), Attempt.class)
            .cluster();
    Class<?> wanted = parameter.getParameter().getType();
    if (wanted == Surroundings.class) {
      return running.surroundings();
    }
    if (wanted == Cluster.class) {
      return running.cluster();
    }
    if (wanted == Tools.class) {
      return running.surroundings().toolCache().located();
    }
    if (wanted == KubernetesClient.class) {
      return running.client();
    }
    return ownNamespace(running, context).namespace();
  }

  /** What a class leaves running would take the room of those after it. */
  @Override
  public void afterAll(ExtensionContext context) {
    Optional.ofNullable(
            context
                .getRoot()
                .getStore(STORE)
                .remove(context.getRequiredTestClass(), OwnNamespace.class))
        .ifPresent(OwnNamespace::delete);
  }

  private static OwnNamespace ownNamespace(RunningCluster running, ExtensionContext context) {
    Class<?> testClass = context.getRequiredTestClass();
    Store store = context.getRoot().getStore(STORE);
    return store.computeIfAbsent(
        testClass, key -> OwnNamespace.create(testClass, running.client()), OwnNamespace.class);
  }

  /** The one attempt of this test run: a cluster that does not come up is not tried again. */
  private record Attempt(Supplier<RunningCluster> result, AutoCloseable end)
      implements AutoCloseable {

    static Attempt make() {
      try {
        RunningCluster running = RunningCluster.start();
        return new Attempt(() -> running, running);
      } catch (ClusterProblem problem) {
        return new Attempt(
            () -> {
              throw problem;
            },
            () -> {});
      }
    }

    RunningCluster cluster() {
      return result.get();
    }

    @Override
    public void close() throws Exception {
      end.close();
    }
  }

  /** The cluster of this test run; closed after the last test. */
  private record RunningCluster(
      Surroundings surroundings,
      ClusterProvider provider,
      boolean wasUp,
      Cluster cluster,
      KubernetesClient client,
      Progress progress)
      implements AutoCloseable {

    static RunningCluster start() {
      Progress progress = Progress.onto(System.err, Clock.systemUTC());
      Surroundings surroundings = Surroundings.of(System.getenv(), Clock.systemUTC());
      ClusterProvider provider = surroundings.provider();
      boolean wasUp = provider.isUp();
      Cluster cluster = surroundings.up(progress);
      return new RunningCluster(surroundings, provider, wasUp, cluster, cluster.client(), progress);
    }

    @Override
    public void close() {
      client.close();
      if (!wasUp) {
        provider.down(progress);
      }
    }
  }

  /** A test class' namespace; deleted after its last test. */
  private record OwnNamespace(TestNamespace namespace, KubernetesClient client)
      implements AutoCloseable {

    private static final int GONE_SECONDS = 90;

    static OwnNamespace create(Class<?> testClass, KubernetesClient client) {
      String name = testClass.getSimpleName().toLowerCase(Locale.ROOT);
      OwnNamespace own = new OwnNamespace(new TestNamespace(name), client);
      own.close();
      client
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .endMetadata()
                  .build())
          .create();
      client
          .serviceAccounts()
          .inNamespace(name)
          .withName("default")
          .waitUntilCondition(Objects::nonNull, GONE_SECONDS, TimeUnit.SECONDS);
      return own;
    }

    /** Nobody waits until it is gone: that takes as long as its pods take to end. */
    void delete() {
      client.namespaces().withName(namespace.name()).delete();
    }

    /** Also removes what an interrupted run left. */
    @Override
    public void close() {
      delete();
      client
          .namespaces()
          .withName(namespace.name())
          .waitUntilCondition(Objects::isNull, GONE_SECONDS, TimeUnit.SECONDS);
    }
  }
}
