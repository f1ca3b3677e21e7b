package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.registry.TransientFailure;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdRef;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;

/**
 * Fetches single commits. One connection finds out what a name stands for and fetches it: three
 * requests to a server of today.
 */
final class GitRemote {

  private static final int TIMEOUT_SECONDS = 60;

  private final GitCredentials credentials;
  private final HttpConnectionFactory connections;
  private final Retries retries;
  private final boolean offline;

  GitRemote(
      Map<String, Credentials> credentials,
      HttpConnectionFactory connections,
      Retries retries,
      boolean offline) {
    this.credentials = new GitCredentials(credentials);
    this.connections = connections;
    this.retries = retries;
    this.offline = offline;
  }

  /** A repository of nobody, for what is fetched. */
  Repository emptyRepository(Path folder) throws IOException {
    IsolatedGit.ensure();
    Repository repository = new FileRepository(folder.toFile());
    repository.create(true);
    return repository;
  }

  /**
   * Fetches what a request names, alone where the server can give that, else with all history.
   *
   * @return the commit, or an annotated tag of it
   * @throws BuildFailure when there is no such ref, or the server cannot be reached or refuses
   */
  ObjectId fetch(SourceRequest.Git request, Repository into) {
    GitAddress address = GitAddress.of(request, offline);
    return retries.run(() -> attempt(address, into));
  }

  /** The same where there may be no such ref. */
  Optional<ObjectId> fetchIfThere(SourceRequest.Git request, Repository into) {
    try {
      return Optional.of(fetch(request, into));
    } catch (BuildFailure failure) {
      if (failure.fault() == Fault.NO_SUCH_NAME) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  private ObjectId attempt(GitAddress address, Repository into) {
    try {
      Optional<ObjectId> commit = address.commit();
      return commit.isPresent() ? commit(commit.get(), address, into) : named(address, into);
    } catch (IOException exception) {
      GitFailures failures = failures(address.server());
      BuildFailure failure = failures.of(exception);
      throw failures.mayPass(exception) ? new TransientFailure(failure, Optional.empty()) : failure;
    }
  }

  /**
   * What a branch, a tag or HEAD stands for, without fetching it.
   *
   * @param seconds how long the server may be silent
   * @throws BuildFailure when there is no such ref, the server cannot be reached or refuses, or the
   *     repository is one of this machine
   */
  GitRevision revision(SourceRequest.Git request, int seconds) {
    GitAddress address = GitAddress.of(request, offline);
    address.requireAfar();
    IsolatedGit.ensure();
    try (Transport transport = Transport.open(address.server())) {
      prepare(transport, seconds);
      try (FetchConnection connection = transport.openFetch(address.asked())) {
        return GitRevision.of(address.among(connection.getRefsMap()));
      }
    } catch (IOException exception) {
      throw failures(address.server()).of(exception);
    }
  }

  /**
   * Lets a branch name another commit, if it still names what it did.
   *
   * @param branch its full name
   * @param before what it names now; empty where it is not there yet
   * @throws BuildFailure when the server does not take it, or somebody else was faster
   */
  void push(
      SourceRequest.Git request,
      Repository from,
      ObjectId commit,
      String branch,
      Optional<ObjectId> before) {
    URIish server = GitAddress.of(request, offline).server();
    try (Transport transport = Transport.open(from, server)) {
      prepare(transport, TIMEOUT_SECONDS);
      RemoteRefUpdate update =
          new RemoteRefUpdate(
              from, null, commit, branch, true, null, before.orElse(ObjectId.zeroId()));
      transport.push(NullProgressMonitor.INSTANCE, List.of(update));
      if (update.getStatus() != RemoteRefUpdate.Status.OK
          && update.getStatus() != RemoteRefUpdate.Status.UP_TO_DATE) {
        throw input(
            "The git server does not take the branch %s of %s: %s; check what its user may push, or"
                + " whether somebody else pushed at the same time",
            branch,
            server,
            Optional.ofNullable(update.getMessage()).orElse(update.getStatus().toString()));
      }
    } catch (IOException exception) {
      BuildFailure failure = failures(server).of(exception);
      throw failure.fault() == Fault.REFUSED
          ? input(
              "The git server does not let the source's user push the branch %s to %s; give"
                  + " credentials that may write, or ask for no branch",
              branch, server)
          : failure;
    }
  }

  private ObjectId named(GitAddress address, Repository into) throws IOException {
    URIish server = address.server();
    try (Transport transport = open(server, into, Extent.ONE_COMMIT);
        FetchConnection connection = transport.openFetch(address.asked())) {
      Ref found = address.among(connection.getRefsMap());
      if (!fetched(connection, found, server)) {
        fetchWhole(List.of(found), server, into);
      }
      return Objects.requireNonNull(found.getObjectId(), "Servers name no ref without its object");
    }
  }

  /** Not every server gives a commit that no name stands for; then all names are asked for it. */
  private ObjectId commit(ObjectId id, GitAddress address, Repository into) throws IOException {
    URIish server = address.server();
    Ref wanted = new ObjectIdRef.Unpeeled(Ref.Storage.NETWORK, id.name(), id);
    try (Transport transport = open(server, into, Extent.ONE_COMMIT);
        FetchConnection connection = transport.openFetch(List.of(new RefSpec(Constants.HEAD)))) {
      if (fetched(connection, wanted, server)) {
        return id;
      }
    }
    fetchWhole(branchesAndTags(server, into), server, into);
    if (!into.getObjectDatabase().has(id)) {
      throw address.unknown();
    }
    return id;
  }

  /**
   * Whether the server gave this one commit. Each server has its own words for not giving it, so
   * all is taken for that which is no fault of the network, no refusal of the user, and no limit.
   */
  private boolean fetched(FetchConnection connection, Ref ref, URIish server)
      throws TransportException {
    try {
      connection.fetch(NullProgressMonitor.INSTANCE, List.of(ref), Set.of());
      return true;
    } catch (TransportException exception) {
      if (failures(server).isOfOneCommit(exception)) {
        return false;
      }
      throw exception;
    }
  }

  private void fetchWhole(List<Ref> refs, URIish server, Repository into) throws IOException {
    try (Transport transport = open(server, into, Extent.WITH_HISTORY);
        FetchConnection connection = transport.openFetch()) {
      connection.fetch(NullProgressMonitor.INSTANCE, refs, Set.of());
    }
  }

  private List<Ref> branchesAndTags(URIish server, Repository into) throws IOException {
    try (Transport transport = open(server, into, Extent.WITH_HISTORY);
        FetchConnection connection = transport.openFetch()) {
      return connection.getRefs().stream()
          .filter(ref ->
              ref.getName().startsWith(Constants.R_HEADS)
                  || ref.getName().startsWith(Constants.R_TAGS))
          .toList();
    }
  }

  private enum Extent {
    ONE_COMMIT,
    WITH_HISTORY
  }

  private Transport open(URIish server, Repository into, Extent extent)
      throws NotSupportedException, TransportException {
    Transport transport = Transport.open(into, server);
    if (extent == Extent.ONE_COMMIT) {
      transport.setDepth(1);
    }
    prepare(transport, TIMEOUT_SECONDS);
    return transport;
  }

  private void prepare(Transport transport, int seconds) {
    transport.setTimeout(seconds);
    transport.setCredentialsProvider(credentials);
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(connections);
    }
  }

  private GitFailures failures(URIish server) {
    return new GitFailures(server, credentials.knows(server));
  }

  private static BuildFailure input(String message, Object... values) {
    return new BuildFailure(ExitCode.INPUT, message.formatted(values));
  }
}
