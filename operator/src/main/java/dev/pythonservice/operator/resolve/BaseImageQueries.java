package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.ImageArchitectures;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.operator.plan.BaseImage;
import dev.pythonservice.operator.plan.ObjectName;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Asks registries what the tags of base images stand for.
 *
 * @param reads reads the credentials
 * @param outsides how registries are reached
 */
record BaseImageQueries(ClusterReads reads, Outsides outsides) {

  static final String NOT_FOUND = "BaseImageNotFound";
  static final String UNAUTHORIZED = "BaseImageUnauthorized";
  static final String UNREACHABLE = "BaseImageUnreachable";

  Asking.Query<BaseImage> of(
      String image, Surroundings surroundings, Optional<ObjectName> pushSecret) {
    return new Asking.Query<>() {
      @Override
      public BaseImage ask(Optional<BaseImage> last) {
        return answer(image, surroundings, pushSecret, last);
      }

      @Override
      public LookupFailure tooLate() {
        return failure(image, surroundings, Fault.UNREACHABLE);
      }
    };
  }

  /** The image by its digest alone. */
  static String withoutTag(String image) {
    Reference reference = Reference.of(image);
    return reference.repository() + "@" + reference.digest().orElseThrow();
  }

  private BaseImage answer(
      String image,
      Surroundings surroundings,
      Optional<ObjectName> pushSecret,
      Optional<BaseImage> last) {
    return new PlatformRegistry(reads, outsides, UNREACHABLE, UNAUTHORIZED)
        .ask(
            surroundings,
            pushSecret,
            registry -> answer(Reference.of(image), registry, last),
            fault -> failure(image, surroundings, fault));
  }

  /** A digest says all: the architectures of the one before need not be read again. */
  private static BaseImage answer(Reference image, Registry registry, Optional<BaseImage> last) {
    Digest digest = image.digest().orElseGet(() -> registry.digest(image));
    Reference exact = new Reference(image.repository(), Optional.empty(), Optional.of(digest));
    return last.filter(before ->
            before.reference().equals(exact.toString()) && !before.architectures().isEmpty())
        .orElseGet(() ->
            new BaseImage(exact.toString(), architectures(ImageArchitectures.of(registry, exact))));
  }

  private static Set<Architecture> architectures(Set<String> names) {
    return Arrays.stream(Architecture.values())
        .filter(architecture -> names.contains(architecture.name().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toSet());
  }

  private static LookupFailure failure(String image, Surroundings surroundings, Fault fault) {
    String where =
        "spec.runtimes of the PythonPlatform %s names %s".formatted(surroundings.platform(), image);
    return switch (fault) {
      case NO_SUCH_REPOSITORY, NO_SUCH_NAME ->
          new LookupFailure(
              NOT_FOUND, where + ", which is not in its registry; correct it, or push the image");
      case REFUSED ->
          new LookupFailure(
              UNAUTHORIZED,
              where
                  + ", and its registry wants other credentials; give them in the Secret of"
                  + " spec.registry.pushSecretRef");
      case DISTRUSTED ->
          new LookupFailure(
              UNREACHABLE,
              where
                  + ", and the registry's certificate is of no authority that is trusted here; add"
                  + " that authority to spec.trustedCertificates");
      case FORBIDDEN, UNREACHABLE, OTHER ->
          new LookupFailure(
              UNREACHABLE,
              where
                  + ", and no registry answers there as it should; check the name, the registry,"
                  + " network policies and spec.proxy");
    };
  }
}
