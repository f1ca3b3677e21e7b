package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The CPUs that a container can count on: those of its limit, or else of its request, each started
 * one as a whole. CPython and the libraries below it count the node's CPUs and know nothing of
 * either.
 *
 * @param cpus number of CPUs; from 1 to 256
 */
public record CpuShare(int cpus) {

  /** The API's own bound of {@code workers}. */
  private static final int MOST = 256;

  /**
   * Threads for each CPU that run a WSGI application. They mostly wait, for a database for example,
   * and hold Python's global lock for the rest; few of them keep a CPU busy.
   */
  private static final int THREADS_PER_CPU = 4;

  /** So that a slow request does not keep a worker from answering its probe. */
  private static final int LEAST_THREADS = 2;

  /** The share that a container has with these resources; 1 where they do not say. */
  public static CpuShare of(Resources resources) {
    return Optional.ofNullable(resources.limits().get("cpu"))
        .or(() -> Optional.ofNullable(resources.requests().get("cpu")))
        .map(CpuShare::started)
        .orElseGet(() -> new CpuShare(1));
  }

  private static CpuShare started(Quantity cpu) {
    int whole = cpu.getNumericalAmount().setScale(0, RoundingMode.CEILING).intValue();
    return new CpuShare(Math.clamp(whole, 1, MOST));
  }

  /** Processes of a server's engine: one for each CPU, unless the server says otherwise. */
  public int workersOf(Server server) {
    return Optional.ofNullable(server.workers()).orElse(cpus);
  }

  /**
   * Threads of each worker that run the application: unless the server says otherwise, four for
   * each CPU, divided among the workers. None where the application runs on an event loop.
   */
  public OptionalInt threadsOf(Server server) {
    if (server.applicationInterface() != Interface.WSGI) {
      return OptionalInt.empty();
    }
    int shared = Math.ceilDiv(THREADS_PER_CPU * cpus, workersOf(server));
    return OptionalInt.of(
        Optional.ofNullable(server.threads()).orElseGet(() -> Math.max(LEAST_THREADS, shared)));
  }

  /**
   * The environment variables that tell Python and the thread pools of its libraries what they may
   * count on.
   *
   * @param processes how many processes with pools of their own share the container
   */
  public Map<String, String> environment(int processes) {
    String pool = Integer.toString(Math.max(1, cpus / processes));
    Map<String, String> environment = new LinkedHashMap<>();
    // os.cpu_count() from Python 3.13 on; pools of threads and processes are made by it.
    environment.put("PYTHON_CPU_COUNT", Integer.toString(cpus));
    environment.put("POLARS_MAX_THREADS", pool);
    // Rust's extensions: Rayon knows a limit, and takes the node for the rest.
    environment.put("RAYON_NUM_THREADS", pool);
    // OpenBLAS, MKL, PyTorch, scikit-learn, numexpr: each reads it where its own is not set.
    environment.put("OMP_NUM_THREADS", pool);
    return environment;
  }
}
