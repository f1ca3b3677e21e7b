package dev.pythonservice.operator.render;

import dev.pythonservice.api.v1alpha1.Job;
import dev.pythonservice.api.v1alpha1.MainProcess;
import dev.pythonservice.api.v1alpha1.Resources;
import dev.pythonservice.api.v1alpha1.Server;
import dev.pythonservice.operator.plan.WorkloadLabels;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What process, servers and jobs say about their containers alike.
 *
 * @param name name of the container
 * @param env its own environment variables
 * @param envFrom its own ConfigMaps and Secrets that become environment variables
 * @param resources its own CPU and memory; null for the service's
 * @param volumeMounts the volumes that it sees besides the service's
 */
record ContainerSource(
    String name,
    List<EnvVar> env,
    List<EnvFromSource> envFrom,
    @Nullable Resources resources,
    List<VolumeMount> volumeMounts) {

  static ContainerSource of(MainProcess process) {
    return new ContainerSource(
        WorkloadLabels.PROCESS,
        process.env(),
        process.envFrom(),
        process.resources(),
        process.volumeMounts());
  }

  static ContainerSource of(Server server) {
    return new ContainerSource(
        server.name(), server.env(), server.envFrom(), server.resources(), server.volumeMounts());
  }

  static ContainerSource of(Job job) {
    return new ContainerSource(
        job.name(), job.env(), job.envFrom(), job.resources(), job.volumeMounts());
  }
}
