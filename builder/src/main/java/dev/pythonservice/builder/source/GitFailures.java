package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.registry.TrustedAuthorities;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.transport.URIish;

/**
 * What went wrong with a git server, in one sentence.
 *
 * @param server the repository
 * @param credentialsGiven whether there were credentials for it
 */
record GitFailures(URIish server, boolean credentialsGiven) {

  /** Statuses of faults that may pass; JGit has them in its messages only. */
  private static final Pattern PASSING_STATUS =
      Pattern.compile("(^|: )(429|5\\d\\d)( |$)|Server returned HTTP response code: (429|5\\d\\d)");

  /** What the JDK says when an answer in pieces ends before its last one. */
  private static final String CUT = "Premature EOF";

  /** Whether it is a fault of the network or of the server that may be gone the next time. */
  boolean mayPass(Exception exception) {
    return !"file".equals(server.getScheme())
        && chain(exception).anyMatch(GitFailures::isPassing)
        && !TrustedAuthorities.isDistrust(exception)
        && !isTooLarge(exception);
  }

  /** Whether it can be that the server does not give single commits, or not this one. */
  boolean isOfOneCommit(Exception exception) {
    return !mayPass(exception)
        && !refused(exception)
        && !isTooLarge(exception)
        && MachineFailures.behind(exception).isEmpty();
  }

  private static boolean isPassing(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return cause instanceof SocketException
        || cause instanceof InterruptedIOException
        || cause instanceof EOFException
        || cause instanceof UnknownHostException
        || cause instanceof SSLException
        || message.contains(CUT)
        || PASSING_STATUS.matcher(message).find();
  }

  private static boolean isTooLarge(Exception exception) {
    return cause(exception, BoundedConnection.TooLarge.class).isPresent();
  }

  /** The failure for what JGit threw. */
  BuildFailure of(Exception exception) {
    Optional<BuildFailure> machine = MachineFailures.behind(exception);
    if (machine.isPresent()) {
      return machine.get();
    }
    if (isTooLarge(exception)) {
      return input(
          Fault.OTHER,
          "The git repository %s is too large: %s; raise the limit with --max-source-bytes, or give the source as OCI artifact"
              .formatted(server, reason(exception)));
    }
    if (cause(exception, NoRemoteRepositoryException.class).isPresent()) {
      return input(
          Fault.NO_SUCH_REPOSITORY,
          "There is no git repository at %s that %s can see; check its address and --credentials"
              .formatted(
                  server, credentialsGiven ? "the given user" : "a user without credentials"));
    }
    if (refused(exception)) {
      return input(
          Fault.REFUSED,
          credentialsGiven
              ? "The git server refuses the credentials for %s; check user and password, or token, and what they may read"
                  .formatted(server)
              : "The git server wants credentials for %s, and there are none for its host; give user and password, or a token as password, with --credentials"
                  .formatted(server));
    }
    if (TrustedAuthorities.isDistrust(exception)) {
      return network(
          Fault.DISTRUSTED,
          "The certificate of the git server of %s is not of an authority that is trusted here, or not for this host; name the authority's PEM file with --certificate-authority"
              .formatted(server));
    }
    return network(Fault.UNREACHABLE, unreachable(exception));
  }

  private String unreachable(Exception exception) {
    if (cause(exception, SSLException.class).isPresent()) {
      return "The git server of %s does not speak TLS as it should: %s; check the address"
          .formatted(server, reason(exception));
    }
    if (cause(exception, UnknownHostException.class).isPresent()) {
      return "The host of the git repository %s is unknown; check the address and the name server"
          .formatted(server);
    }
    if (cause(exception, ConnectException.class).isPresent()) {
      return "The git server of %s cannot be reached: %s; check address, network policy and proxy"
          .formatted(server, reason(exception));
    }
    return "The git repository %s cannot be read: %s; try again, and look at the server if that does not help"
        .formatted(server, reason(exception));
  }

  /** JGit has no exception of its own for this, only texts. */
  private static boolean refused(Exception exception) {
    String message = String.valueOf(exception.getMessage());
    JGitText texts = JGitText.get();
    return message.contains(texts.notAuthorized)
        || message.contains(texts.authenticationNotSupported)
        || message.contains(" not permitted");
  }

  private static String reason(Throwable exception) {
    Throwable last = exception;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return String.valueOf(last.getMessage());
  }

  private static <T extends Throwable> Optional<T> cause(Throwable exception, Class<T> type) {
    return chain(exception).filter(type::isInstance).map(type::cast).findFirst();
  }

  private static Stream<Throwable> chain(Throwable exception) {
    return Stream.iterate(exception, link -> link != null, Throwable::getCause).limit(16);
  }

  private static BuildFailure input(Fault fault, String message) {
    return new BuildFailure(ExitCode.INPUT, fault, message);
  }

  private static BuildFailure network(Fault fault, String message) {
    return new BuildFailure(ExitCode.NETWORK, fault, message);
  }
}
