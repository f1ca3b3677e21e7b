package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What should run. Everything that is left out is resolved by the operator, from the platform and
 * from the defaults named here, and shown in {@code status.resolved}; it is never written back.
 *
 * @param source Where the project comes from.
 * @param python Minor version of Python, in quotes. Default: the platform's. Example: {@code
 *     "3.13"}.
 * @param libc The C library of the image. Default: the platform's, else {@code Glibc}.
 * @param lock Which of the locked dependencies are installed. Default: {@code uv.lock}, without
 *     extras and groups.
 * @param process The main container, for a program that is no server: a worker, a consumer. With
 *     it, the servers run as sidecars beside it. Default: none, the first server is the main
 *     container.
 * @param servers HTTP servers, each in a container of its own and on a port of the Service.
 *     Default: none.
 * @param jobs Data jobs, each a CronJob that runs the image that serves. Default: none.
 * @param checks Checks that a build must pass before it runs. Default: those the platform requires.
 * @param architectures Which node architectures may be used. Default: all that are feasible.
 * @param scaling How many replicas run. Default: one.
 * @param objectives What is expected of the service; a release that misses it is reported in the
 *     condition {@code Performance}. Default: none.
 * @param resources CPU and memory of every container that has none of its own. Default: the
 *     platform's.
 * @param env Environment variables of every container. A container's own entry of the same name
 *     wins.
 * @param envFrom ConfigMaps and Secrets whose keys become environment variables of every container.
 * @param volumes Volumes of the pods; containers see them through {@code volumeMounts}.
 * @param volumeMounts Volumes that every container sees, and where.
 * @param secrets Secrets as files or environment variables of every container, in one line each.
 * @param serviceAccountName ServiceAccount of the pods. Default: the namespace's {@code default},
 *     without a token.
 * @param rollback Serves an earlier build instead of the newest one, for as long as it is given.
 *     Default: the newest build that passed its checks serves.
 * @param measure Whether servers and jobs are measured where the image has what it takes; false
 *     runs them as they are. Default: true.
 * @param podTemplate What this API has no field for: a partial pod template that is merged over
 *     what the operator renders.
 * @param promotion How a build comes to serve, and who may take its image over. Default: the newest
 *     build that passed its checks serves, and nobody may.
 * @param updates Looks for newer versions of locked packages. Default: nobody looks.
 */
@ApiObject
@ValidationRule(
    value =
        "has(self.process) || has(self.servers) && self.servers.size() > 0 || has(self.jobs) &&"
            + " self.jobs.size() > 0",
    message = "spec must have something to run: give process, servers or jobs")
@ValidationRule(
    value = "!has(self.python) || self.python.matches(" + Rules.PYTHON + ")",
    fieldPath = ".python",
    message = Rules.PYTHON_MESSAGE)
@ValidationRule(
    value =
        "!has(self.servers) || self.servers.all(server, self.servers.exists_one(other, other.port"
            + " == server.port))",
    fieldPath = ".servers",
    message = "servers must have different ports: they share the network of one pod")
@ValidationRule(
    value =
        "!has(self.servers) || self.servers.all(server, self.servers.exists_one(other,"
            + " (has(other.servicePort) ? other.servicePort : other.port) =="
            + " (has(server.servicePort) ? server.servicePort : server.port))) ||"
            + " !self.servers.all(server, self.servers.exists_one(other, other.port =="
            + " server.port))",
    fieldPath = ".servers",
    message =
        "servers must have different ports on the Service: give one of them another servicePort (it"
            + " is port where it is left out)")
@ValidationRule(
    value =
        "!has(self.servers) || !has(self.jobs) || self.jobs.all(job, !self.servers.exists(server,"
            + " server.name == job.name))",
    fieldPath = ".jobs",
    message =
        "jobs must not be called like servers: the name tells their pods apart, and the Service"
            + " finds its pods by it")
@ValidationRule(
    value =
        "!has(self.scaling) || has(self.process) || has(self.servers) && self.servers.size() > 0",
    fieldPath = ".scaling",
    reason = "FieldValueForbidden",
    message =
        "scaling is for process and servers, and there are none: remove it; jobs have completions"
            + " and parallelism of their own")
@ValidationRule(
    value =
        "!has(self.serviceAccountName) || self.serviceAccountName.matches("
            + Rules.OBJECT_NAME
            + ")",
    fieldPath = ".serviceAccountName",
    message =
        "serviceAccountName must be the name of a ServiceAccount: lower-case letters, digits, '-'"
            + " and '.', beginning and ending with a letter or digit")
public record PythonServiceSpec(
    @Required Source source,
    @Nullable @Size(max = 16) String python,
    @Nullable Libc libc,
    @Nullable Lock lock,
    @Nullable MainProcess process,
    @MergeBy("name") @Size(max = 16) List<Server> servers,
    @MergeBy("name") @Size(max = 32) List<Job> jobs,
    @Nullable Checks checks,
    @Nullable Architectures architectures,
    @Nullable Scaling scaling,
    @Nullable Objectives objectives,
    @Nullable Resources resources,
    @MergeBy("name") @Size(max = 256) List<EnvVar> env,
    @Atomic @Size(max = 64) List<EnvFromSource> envFrom,
    @MergeBy("name") @Size(max = 32) List<Volume> volumes,
    @MergeBy("mountPath") @Size(max = 64) List<VolumeMount> volumeMounts,
    @MergeBy("name") @Size(max = 32) List<SecretUse> secrets,
    @Nullable @Size(min = 1, max = 253) String serviceAccountName,
    @Nullable Rollback rollback,
    @Nullable Boolean measure,
    @Nullable PodTemplate podTemplate,
    @Nullable Promotion promotion,
    @Nullable Updates updates) {

  public PythonServiceSpec {
    servers = Absent.toEmpty(servers);
    jobs = Absent.toEmpty(jobs);
    env = Absent.toEmpty(env);
    envFrom = Absent.toEmpty(envFrom);
    volumes = Absent.toEmpty(volumes);
    volumeMounts = Absent.toEmpty(volumeMounts);
    secrets = Absent.toEmpty(secrets);
  }

  /**
   * A build to go back to.
   *
   * @param build Name of a PythonBuild of this service that is kept; {@code kubectl get pybuild}
   *     lists them. Its image is served within seconds, as nothing is built. Example: {@code
   *     orders-4fzq8k2m1x}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.build.matches(" + Rules.OBJECT_NAME + ")",
      fieldPath = ".build",
      message =
          "build must be the name of a PythonBuild: lower-case letters, digits, '-' and '.',"
              + " beginning and ending with a letter or digit")
  public record Rollback(@Required @Size(min = 1, max = 253) String build) {}
}
