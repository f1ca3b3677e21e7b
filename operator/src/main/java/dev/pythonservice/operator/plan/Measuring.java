package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How servers and jobs are measured: by a package that the builder put into the image, beside the
 * environment. A server's engine is given the package's application, which calls the real one; a
 * job's command is run by the package's program. Images without it run as they are.
 */
public final class Measuring {

  /** The volume in which the workers of a server count. */
  public static final String VOLUME = "pythonservice-measure";

  /** Where containers see it. */
  public static final String FOLDER = "/run/pythonservice";

  /** How the names of the ports begin that show what is measured; their numbers follow. */
  public static final String PORT = "measure-";

  /** The ways of the package that this operator knows to start. */
  private static final Set<String> KNOWN_VERSIONS = Set.of("1");

  /** Where the builder puts it, {@code MeasureLayer.FOLDER}. */
  private static final String SEARCH_PATH = "/opt/pythonservice/measure";

  private static final String PACKAGE = "_pythonservice_measure";

  /** The environment's interpreter; a variable PATH of the service's own may not have it. */
  static final String INTERPRETER = "/venv/bin/python";

  private static final String PYTHONPATH = "PYTHONPATH";

  /** As OpenTelemetry's exporters for Prometheus have it. */
  private static final int FIRST_PORT = 9464;

  /** By which an engine takes the application for something that the package's is not. */
  private static final Set<String> OTHER_APPLICATIONS = Set.of("--factory", "--interface");

  private Measuring() {}

  /** Whether this operator can start the package of an image, by the version that a build tells. */
  static boolean knows(@Nullable String version) {
    return version != null && KNOWN_VERSIONS.contains(version);
  }

  /** Whether the jobs of a service are measured. */
  public static boolean isOn(WorkloadPlan plan) {
    return plan.image().measured() && !Boolean.FALSE.equals(plan.service().measure());
  }

  /**
   * Whether a server is measured. One with a {@code PYTHONPATH} of its own is not, as the package
   * would not be found; nor one whose engine is told to take its application in another way.
   */
  public static boolean isOn(WorkloadPlan plan, Server server) {
    return isOn(plan)
        && Stream.concat(plan.service().env().stream(), server.env().stream())
            .map(EnvVar::getName)
            .noneMatch(PYTHONPATH::equals)
        && server.engineArgs().stream()
            .map(argument -> argument.split("=", 2)[0])
            .noneMatch(OTHER_APPLICATIONS::contains);
  }

  /** The application that the engine of a measured server is given. */
  static String application(Server server) {
    return PACKAGE + "." + server.applicationInterface().name().toLowerCase(Locale.ROOT) + ":app";
  }

  /**
   * The port that shows what is measured of a server; none where it is not measured. The servers of
   * a pod have different ones, the first that no server and no engine has.
   */
  public static OptionalInt port(WorkloadPlan plan, Server server) {
    Set<Integer> taken = new HashSet<>();
    for (Server each : plan.service().servers()) {
      taken.add(each.port());
      MetricsPort.of(each, plan.engineOf(each)).ifPresent(taken::add);
    }
    int port = FIRST_PORT;
    for (Server each : plan.service().servers()) {
      while (taken.contains(port)) {
        port++;
      }
      if (each.equals(server)) {
        return isOn(plan, server) ? OptionalInt.of(port) : OptionalInt.empty();
      }
      taken.add(port);
    }
    return OptionalInt.empty();
  }

  /**
   * The environment variables that tell the package what to do; none for a server that is not
   * measured.
   *
   * @param workers processes of the server's engine
   */
  public static Map<String, String> environment(WorkloadPlan plan, Server server, int workers) {
    Map<String, String> environment = new LinkedHashMap<>();
    port(plan, server)
        .ifPresent(port -> {
          String folder = FOLDER + "/" + server.name();
          environment.put(PYTHONPATH, SEARCH_PATH);
          environment.put("PYTHONSERVICE_APP", server.app());
          environment.put("PYTHONSERVICE_MEASURE_FOLDER", folder);
          environment.put("PYTHONSERVICE_MEASURE_PORT", Integer.toString(port));
          String probes = probePaths(server);
          if (!probes.isEmpty()) {
            environment.put("PYTHONSERVICE_PROBE_PATHS", probes);
          }
          if (workers > 1) {
            // So that prometheus_client of the application sums over its processes.
            environment.put("PROMETHEUS_MULTIPROC_DIR", folder + "/application");
          }
        });
    return environment;
  }

  private static String probePaths(Server server) {
    return Stream.of(server.readinessPath(), server.livenessPath())
        .filter(Objects::nonNull)
        .distinct()
        .collect(Collectors.joining(" "));
  }

  /** The command of a job: run by the package's program where jobs are measured. */
  public static List<String> command(WorkloadPlan plan, List<String> command) {
    if (!isOn(plan)) {
      return command;
    }
    List<String> words = new ArrayList<>();
    // -I -S: neither the environment's packages nor variables are looked at, so it starts at once.
    words.addAll(List.of(INTERPRETER, "-I", "-S", SEARCH_PATH + "/" + PACKAGE + "/job.py", "--"));
    words.addAll(command);
    return List.copyOf(words);
  }
}
