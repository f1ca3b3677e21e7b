package dev.pythonservice.operator.resolve;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.operator.plan.ObjectName;
import java.util.Optional;
import java.util.function.Function;

/**
 * Registries as a platform reaches them: by its certificates, its proxies and the credentials that
 * it pushes with.
 *
 * @param reads reads the credentials
 * @param outsides how registries are reached
 * @param unreachable the reason of failures of certificates
 * @param unauthorized the reason of failures of credentials
 */
record PlatformRegistry(
    ClusterReads reads, Outsides outsides, String unreachable, String unauthorized) {

  /**
   * Asks it.
   *
   * @param failing what to say of a fault
   * @throws LookupFailure when it does not answer, or cannot be asked
   */
  <T> T ask(
      Surroundings surroundings,
      Optional<ObjectName> pushSecret,
      Function<Registry, T> question,
      Function<Fault, LookupFailure> failing) {
    Optional<SecretValues> values = pushSecret.map(secret -> values(surroundings, secret));
    try {
      return question.apply(registry(surroundings, values));
    } catch (BuildFailure failure) {
      throw failing.apply(failure.fault());
    } catch (IllegalArgumentException exception) {
      throw values
          .map(secret -> secret.unusable(String.valueOf(exception.getMessage())))
          .orElseGet(() -> failing.apply(Fault.OTHER));
    }
  }

  /**
   * The registry, for more than one question.
   *
   * @throws LookupFailure when certificates or credentials cannot be read
   */
  Registry of(Surroundings surroundings, Optional<ObjectName> pushSecret) {
    return registry(surroundings, pushSecret.map(secret -> values(surroundings, secret)));
  }

  private Registry registry(Surroundings surroundings, Optional<SecretValues> values) {
    return outsides
        .of(surroundings, Outsides.Chooser.PLATFORM, unreachable)
        .registry(values.map(SecretValues::registryConfiguration), surroundings.plainRegistries());
  }

  private SecretValues values(Surroundings surroundings, ObjectName secret) {
    return new SecretValues(
        reads,
        "spec.registry.pushSecretRef of the PythonPlatform " + surroundings.platform(),
        secret,
        unauthorized);
  }
}
