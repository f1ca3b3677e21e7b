package dev.pythonservice.operator.resolve;

import dev.pythonservice.operator.plan.ConfigMapRevision;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Map;

/** What a ConfigMap is like. */
sealed interface ConfigMapState {

  /** Nothing is known yet. */
  record Unknown() implements ConfigMapState {}

  /** It is not there. */
  record Missing() implements ConfigMapState {}

  /**
   * It cannot be watched.
   *
   * @param forbidden whether for lack of a right
   */
  record OutOfReach(boolean forbidden) implements ConfigMapState {

    static OutOfReach of(Throwable why) {
      boolean forbidden = false;
      for (Throwable cause = why; cause != null; cause = cause.getCause()) {
        forbidden |=
            cause instanceof KubernetesClientException refused
                && refused.getCode() == HttpURLConnection.HTTP_FORBIDDEN;
      }
      return new OutOfReach(forbidden);
    }
  }

  /**
   * It is there.
   *
   * @param digests the digest of what stands under each key, be it text or not
   */
  record There(Map<String, String> digests) implements ConfigMapState {

    public There {
      digests = Map.copyOf(digests);
    }

    static There of(ConfigMap configMap) {
      return new There(ConfigMapRevision.digests(configMap));
    }
  }
}
