package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The main container of the pods. The servers are up before it starts and are drained after it
 * ended.
 *
 * @param command Program and first arguments; no shell is involved. Example: {@code [python, -m,
 *     orders.worker]}.
 * @param args Further arguments, after those of {@code command}. Default: none.
 * @param env Environment variables, in addition to the service's.
 * @param envFrom ConfigMaps and Secrets whose keys become environment variables, in addition to the
 *     service's.
 * @param resources CPU and memory. Default: the service's.
 * @param volumeMounts Volumes it sees, in addition to the service's.
 */
@ApiObject
public record MainProcess(
    @Required @Atomic @Size(min = 1, max = 256) List<@Size(max = 8192) String> command,
    @Atomic @Size(max = 256) List<@Size(max = 8192) String> args,
    @MergeBy("name") @Size(max = 256) List<EnvVar> env,
    @Atomic @Size(max = 64) List<EnvFromSource> envFrom,
    @Nullable Resources resources,
    @MergeBy("mountPath") @Size(max = 64) List<VolumeMount> volumeMounts) {

  public MainProcess {
    command = Absent.toEmpty(command);
    args = Absent.toEmpty(args);
    env = Absent.toEmpty(env);
    envFrom = Absent.toEmpty(envFrom);
    volumeMounts = Absent.toEmpty(volumeMounts);
  }
}
