package dev.pythonservice.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP server: an application object of the project, run by a server engine from the project's
 * lock.
 *
 * @param name Name of the container and of the Service's port. Example: {@code http}.
 * @param app Module and application object, as engines take it. Example: {@code orders.api:app}.
 * @param applicationInterface How engine and application talk to each other.
 * @param engine The server program. Default: {@code Granian} where {@code interface} is {@code
 *     RSGI}, else the platform's.
 * @param port Port in the container; at least 1024, as containers do not run as root. Example:
 *     {@code 8000}.
 * @param servicePort Port on the Service. Default: {@code port}. Example: {@code 80}.
 * @param readinessPath Path that answers with a status below 400 when requests may come. Default:
 *     ready when the port accepts connections. Example: {@code /healthz}.
 * @param livenessPath Path whose failure restarts the container. Default: none, only a process that
 *     ends is restarted.
 * @param startupSeconds Time to the first success of the readiness check, in seconds; after it the
 *     container is restarted. Default: 60.
 * @param workers Processes of the engine. Default: one per started CPU of the container's limit,
 *     else of its request.
 * @param threads Threads of each worker that run the application; for {@code WSGI}. Default: chosen
 *     for the engine from the container's CPU.
 * @param drainSeconds Time between the end of new connections and the stop of the engine, in
 *     seconds; load balancers need it to notice. Default: 5.
 * @param gracefulStopSeconds Time that running requests have to end after the engine was told to
 *     stop, in seconds. Default: 30.
 * @param engineArgs Further arguments of the engine, as on its command line. Default: none.
 *     Example: {@code [--http, "2"]} for Granian.
 * @param env Environment variables, in addition to the service's.
 * @param envFrom ConfigMaps and Secrets whose keys become environment variables, in addition to the
 *     service's.
 * @param resources CPU and memory. Default: the service's.
 * @param volumeMounts Volumes it sees, in addition to the service's.
 */
@ApiObject
@ValidationRule(
    value = "self.name.matches(" + Rules.LABEL + ") && self.name != 'process'",
    fieldPath = ".name",
    message =
        "name must be lower-case letters, digits and '-', beginning with a letter and ending with a"
            + " letter or digit, and not 'process', the main container's name")
@ValidationRule(
    value =
        "self.app.matches('^[A-Za-z_]\\\\w*([.][A-Za-z_]\\\\w*)*"
            + ":[A-Za-z_]\\\\w*([.][A-Za-z_]\\\\w*)*([(][)])?$')",
    fieldPath = ".app",
    message = "app must be a module and the application object in it, such as orders.api:app")
@ValidationRule(
    value = "self.interface != 'RSGI' || !has(self.engine) || self.engine == 'Granian'",
    fieldPath = ".engine",
    message = "engine must be Granian where interface is RSGI: no other engine speaks it")
@ValidationRule(
    value = "self.interface != 'WSGI' || !has(self.engine) || self.engine != 'Uvicorn'",
    fieldPath = ".engine",
    message =
        "engine must be Granian or Gunicorn where interface is WSGI: Uvicorn does not speak it")
@ValidationRule(
    value = "!has(self.threads) || self.interface == 'WSGI'",
    fieldPath = ".threads",
    reason = "FieldValueForbidden",
    message = "threads is for the interface WSGI: remove it; ASGI and RSGI run on an event loop")
@ValidationRule(
    value = "!has(self.readinessPath) || self.readinessPath.matches('^/[^\\\\s#]*$')",
    fieldPath = ".readinessPath",
    message = "readinessPath must be a path that begins with '/', such as /healthz")
@ValidationRule(
    value = "!has(self.livenessPath) || self.livenessPath.matches('^/[^\\\\s#]*$')",
    fieldPath = ".livenessPath",
    message = "livenessPath must be a path that begins with '/', such as /livez")
@ValidationRule(
    value =
        "!has(self.engineArgs) || !self.engineArgs.exists(argument,"
            + " argument.matches('^(--(host|port|bind|interface|workers|threads|blocking-threads"
            + "|worker-class|graceful-timeout|timeout-graceful-shutdown|workers-kill-timeout)(=|$)"
            + "|-[bkw])'))",
    fieldPath = ".engineArgs",
    reason = "FieldValueForbidden",
    message =
        "engineArgs must not set what has a field of its own: use port, interface, workers, threads"
            + " and gracefulStopSeconds")
public record Server(
    @Required @Size(min = 1, max = 40) String name,
    @Required @Size(min = 1, max = 253) String app,
    @Required @JsonProperty("interface") Interface applicationInterface,
    @Nullable Engine engine,
    @Required @Min(1024) @Max(65535) Integer port,
    @Nullable @Min(1) @Max(65535) Integer servicePort,
    @Nullable @Size(max = 1024) String readinessPath,
    @Nullable @Size(max = 1024) String livenessPath,
    @Nullable @Min(1) @Max(3600) Integer startupSeconds,
    @Nullable @Min(1) @Max(256) Integer workers,
    @Nullable @Min(1) @Max(1024) Integer threads,
    @Nullable @Min(0) @Max(3600) Integer drainSeconds,
    @Nullable @Min(0) @Max(86400) Integer gracefulStopSeconds,
    @Atomic @Size(max = 32) List<@Size(max = 256) String> engineArgs,
    @MergeBy("name") @Size(max = 256) List<EnvVar> env,
    @Atomic @Size(max = 64) List<EnvFromSource> envFrom,
    @Nullable Resources resources,
    @MergeBy("mountPath") @Size(max = 64) List<VolumeMount> volumeMounts) {

  public Server {
    engineArgs = Absent.toEmpty(engineArgs);
    env = Absent.toEmpty(env);
    envFrom = Absent.toEmpty(envFrom);
    volumeMounts = Absent.toEmpty(volumeMounts);
  }

  /** How a server engine and a Python application talk to each other. */
  public enum Interface {
    /** Asynchronous: FastAPI, Starlette, Litestar, Django's asgi.py. */
    ASGI,
    /** Synchronous (PEP 3333): Flask, Django's wsgi.py. */
    WSGI,
    /** Granian's own asynchronous interface. */
    RSGI
  }

  /** A server program; it comes from the project's lock. */
  public enum Engine {
    /** Granian, on Rust's Hyper: ASGI, WSGI and RSGI. */
    Granian,
    /** Uvicorn: ASGI. */
    Uvicorn,
    /** Gunicorn: WSGI with threads, ASGI with Uvicorn's workers. */
    Gunicorn
  }
}
