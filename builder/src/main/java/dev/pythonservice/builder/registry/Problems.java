package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What goes wrong with a registry, in one sentence each: where, what was tried, why, the remedy.
 */
final class Problems {

  private static final String AUTHORITY =
      "; where a private authority signed it, name that authority's PEM file with"
          + " --certificate-authority";

  private Problems() {}

  static BuildFailure status(Call call, int status, String said) {
    String quoted = said.isEmpty() ? "" : " (%s)".formatted(said);
    return failure(
        call, fault(status), "the answer was %d%s; %s".formatted(status, quoted, remedy(status)));
  }

  private static Fault fault(int status) {
    return switch (status) {
      case 401, 403 -> Fault.REFUSED;
      case 404 -> Fault.NO_SUCH_REPOSITORY;
      default -> Fault.UNREACHABLE;
    };
  }

  private static String remedy(int status) {
    return switch (status) {
      case 401 ->
          "give credentials for it in the file of --registry-config (auths in Docker's config.json;"
              + " credential helpers are not used)";
      case 403 -> "the credentials are known but do not allow it; let their owner grant it";
      case 404 -> "check the name, and whether the registry creates repositories by itself";
      case 413 ->
          "the registry, or a proxy in front of it, limits the size of a request; raise that limit";
      case 429 -> "the registry limits the number of requests; try later, or with credentials";
      default ->
          status >= 500
              ? "the registry, or what it stores in, is in trouble; its log says more"
              : "the registry's log may say more";
    };
  }

  /** A connection that could not be made, or broke. */
  static BuildFailure broken(Call call, Throwable cause) {
    URI address = call.address();
    String host = address.getRawAuthority();
    if (caused(cause, UnresolvedAddressException.class)) {
      return failure(call, "the host name %s is not known; check it".formatted(host));
    }
    if (caused(cause, ConnectException.class)) {
      return failure(
          call,
          "there is no connection to %s; check that it runs, its port, and the proxy settings"
              .formatted(host));
    }
    if (caused(cause, HttpTimeoutException.class)) {
      return failure(
          call, "%s did not answer in time; check network and proxy settings".formatted(host));
    }
    String sending =
        call.body().isPresent() ? ", or whether something in front limits the size" : "";
    return failure(
        call,
        "the connection to %s broke (%s); check the network%s"
            .formatted(host, lastMessage(cause), sending));
  }

  static boolean isDistrust(Throwable cause) {
    return caused(cause, CertificateException.class)
        || chain(cause).anyMatch(each -> String.valueOf(each.getMessage()).contains("PKIX"));
  }

  static BuildFailure distrusted(Call call, Throwable cause) {
    return failure(
        call,
        Fault.DISTRUSTED,
        "the certificate of %s is not trusted (%s)%s"
            .formatted(call.address().getRawAuthority(), lastMessage(cause), AUTHORITY));
  }

  static boolean isNoTls(Throwable cause) {
    return chain(cause)
        .filter(SSLException.class::isInstance)
        .anyMatch(each -> String.valueOf(each.getMessage()).contains("plaintext connection"));
  }

  static BuildFailure noTls(Call call) {
    return failure(
        call,
        "%s does not speak TLS; where that is meant, name it with --plain-http"
            .formatted(call.address().getRawAuthority()));
  }

  static BuildFailure silent(Call call, long seconds) {
    return failure(
        call,
        "%s said nothing for %d s; check network and registry"
            .formatted(call.address().getRawAuthority(), seconds));
  }

  static BuildFailure unreadable(Call call, IOException cause) {
    return new BuildFailure(
        ExitCode.INTERNAL,
        "%s: %s: what is to be sent cannot be read: %s"
            .formatted(call.repository(), call.purpose(), cause));
  }

  static BuildFailure notFound(Reference reference) {
    return new BuildFailure(
        ExitCode.REGISTRY,
        Fault.NO_SUCH_NAME,
        "%s is not in the registry; check repository and tag or digest".formatted(reference));
  }

  static BuildFailure contended(Repository repository, String tag) {
    return new BuildFailure(
        ExitCode.REGISTRY,
        "%s: others write the tag %s at the same time, again and again; try later"
            .formatted(repository, tag));
  }

  static BuildFailure tooLarge(Repository repository, Descriptor blob, int limit) {
    return new BuildFailure(
        ExitCode.REGISTRY,
        "%s: the blob %s has %d bytes, where at most %d make sense; the image is not made as it should be"
            .formatted(repository, blob.digest(), blob.size(), limit));
  }

  static BuildFailure wrongContent(Call call, String found, Object wanted) {
    return failure(
        call,
        "what came has %s instead of %s; the registry's storage or a cache in between is damaged"
            .formatted(found, wanted));
  }

  static BuildFailure nonsense(Call call, String what) {
    return failure(call, what + "; this is no OCI registry, or something in front of it answered");
  }

  static BuildFailure failure(Call call, String what) {
    return failure(call, Fault.UNREACHABLE, what);
  }

  private static BuildFailure failure(Call call, Fault fault, String what) {
    return new BuildFailure(
        ExitCode.REGISTRY,
        fault,
        "%s: %s failed: %s".formatted(call.repository(), call.purpose(), what));
  }

  private static boolean caused(Throwable cause, Class<? extends Throwable> type) {
    return chain(cause).anyMatch(type::isInstance);
  }

  static <T extends Throwable> Optional<T> within(Throwable cause, Class<T> type) {
    return chain(cause).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> chain(Throwable cause) {
    return Stream.iterate(cause, each -> each != null, Throwable::getCause).limit(16);
  }

  private static String lastMessage(Throwable cause) {
    return chain(cause)
        .map(each -> Optional.ofNullable(each.getMessage()).orElse(each.getClass().getSimpleName()))
        .reduce((first, second) -> second)
        .orElse("");
  }
}
