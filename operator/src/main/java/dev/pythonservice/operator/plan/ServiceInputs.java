package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.Defaults;
import dev.pythonservice.api.v1alpha1.Libc;
import dev.pythonservice.api.v1alpha1.Policy;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonPlatformSpec.Runtime;
import dev.pythonservice.api.v1alpha1.PythonServiceSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What is decided on for a service. */
public sealed interface ServiceInputs {

  /** The platform that the service's namespace chose. */
  PlatformChoice choice();

  /**
   * The chosen platform does not exist.
   *
   * @param choice the chosen platform
   */
  record WithoutPlatform(PlatformChoice choice) implements ServiceInputs {}

  /**
   * The chosen platform exists.
   *
   * @param choice the chosen platform
   * @param service what the service says
   * @param platform the platform, with its status
   */
  record WithPlatform(PlatformChoice choice, PythonServiceSpec service, PythonPlatform platform)
      implements ServiceInputs {

    /** The Python version that the service says, or else its platform. */
    Optional<String> python() {
      return Optional.ofNullable(service.python()).or(() -> defaults().map(Defaults::python));
    }

    /** The C library that the service says, or else its platform, or else glibc. */
    Libc libc() {
      return Optional.ofNullable(service.libc())
          .or(() -> defaults().map(Defaults::libc))
          .orElse(Libc.Glibc);
    }

    /** The Python versions for which the platform has a base image with that C library. */
    List<String> versions() {
      return runtimesWithLibc().map(Runtime::python).sorted(PythonVersions.ASCENDING).toList();
    }

    /** The base image for that Python version and C library. */
    Optional<Runtime> runtime() {
      return runtimesWithLibc()
          .filter(runtime -> python().filter(runtime.python()::equals).isPresent())
          .findFirst();
    }

    /** The architectures that the base image and the platform's policy both allow. */
    Set<Architecture> offeredArchitectures() {
      Set<Architecture> offered = EnumSet.allOf(Architecture.class);
      runtime().map(Runtime::architectures).ifPresent(allowed -> retain(offered, allowed));
      Optional.ofNullable(platform.getSpec().policy())
          .map(Policy::architectures)
          .ifPresent(allowed -> retain(offered, allowed));
      return offered;
    }

    /** An empty list allows all, as the API says. */
    private static void retain(Set<Architecture> offered, List<Architecture> allowed) {
      if (!allowed.isEmpty()) {
        offered.retainAll(allowed);
      }
    }

    private Stream<Runtime> runtimesWithLibc() {
      return platform.getSpec().runtimes().stream().filter(runtime -> runtime.libc() == libc());
    }

    private Optional<Defaults> defaults() {
      return Optional.ofNullable(platform.getSpec().defaults());
    }
  }
}
