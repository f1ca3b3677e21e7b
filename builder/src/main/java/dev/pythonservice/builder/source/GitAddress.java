package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.request.SourceRequest;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.URIish;

/**
 * What a request names, once it was looked at: a repository that may be asked, and something in it.
 *
 * @param server the repository
 * @param request what was asked for
 */
record GitAddress(URIish server, SourceRequest.Git request) {

  private static final Set<String> SCHEMES = Set.of("https", "http", "file");
  private static final Set<String> AFAR = Set.of("https", "http");
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{40}");
  private static final Pattern SHA256_COMMIT = Pattern.compile("[0-9a-fA-F]{64}");

  /**
   * The address that a request has.
   *
   * @param offline whether only this machine may be asked
   * @throws BuildFailure when it is none, or nothing can be fetched from there
   */
  static GitAddress of(SourceRequest.Git request, boolean offline) {
    URIish server = server(request.url());
    if (server.getScheme() == null || !SCHEMES.contains(server.getScheme())) {
      throw input(
          "The git repository %s has no address that starts with https://, http:// or file://; give"
              + " one of these",
          server);
    }
    if (server.getUser() != null) {
      throw input(
          "The address of the git repository %s has a user in it; give the address without, and the"
              + " credentials by its host",
          server.setUser(null).setPass(null));
    }
    if (offline && !server.getScheme().equals("file")) {
      throw input(
          "The git repository %s cannot be reached offline; build from a folder or an OCI artifact",
          server);
    }
    if (SHA256_COMMIT.matcher(request.ref()).matches()) {
      throw input(
          "The git repository %s has SHA-256 commits, which cannot be read yet; push the source as"
              + " OCI artifact instead",
          server);
    }
    if (!Repository.isValidRefName(Constants.R_HEADS + request.ref())) {
      throw input(
          "ref %s cannot be a branch, a tag or a full commit of the git repository %s; check it",
          request.ref(), server);
    }
    return new GitAddress(server, request);
  }

  private static URIish server(String url) {
    try {
      return new URIish(url);
    } catch (URISyntaxException exception) {
      throw input("%s is not the address of a git repository", url);
    }
  }

  /**
   * Makes sure that it is no repository of this machine.
   *
   * @throws BuildFailure when it is one
   */
  void requireAfar() {
    if (!AFAR.contains(server.getScheme())) {
      throw input(
          "The git repository %s is on this machine, where only builds look; give an address that"
              + " starts with https:// or http://",
          server);
    }
  }

  /** The commit, where it is named by its hash. */
  Optional<ObjectId> commit() {
    return Optional.of(request.ref())
        .filter(ref -> COMMIT.matcher(ref).matches())
        .map(ObjectId::fromString);
  }

  /** What a server is to be asked for to know what the name stands for. */
  List<RefSpec> asked() {
    return candidates().stream().map(RefSpec::new).toList();
  }

  /**
   * What the name stands for.
   *
   * @param refs what the server has, by full names
   * @throws BuildFailure when it has no such name
   */
  Ref among(Map<String, Ref> refs) {
    return candidates().stream()
        .flatMap(name -> Stream.ofNullable(refs.get(name)))
        .findFirst()
        .orElseThrow(this::unknown);
  }

  /** A branch before a tag of the same name, as {@code git clone --branch} has it. */
  private List<String> candidates() {
    String ref = request.ref();
    return ref.startsWith("refs/") || ref.equals(Constants.HEAD)
        ? List.of(ref)
        : List.of(Constants.R_HEADS + ref, Constants.R_TAGS + ref);
  }

  /** That there is no such thing. */
  BuildFailure unknown() {
    return new BuildFailure(
        ExitCode.INPUT,
        Fault.NO_SUCH_NAME,
        "The git repository %s has no branch, tag or commit %s; check ref, or push it"
            .formatted(request.url(), request.ref()));
  }

  private static BuildFailure input(String message, Object... values) {
    return new BuildFailure(ExitCode.INPUT, message.formatted(values));
  }
}
