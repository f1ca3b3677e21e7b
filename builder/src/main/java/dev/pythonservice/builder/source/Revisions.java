package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.Fault;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Outside;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.request.Access.Credentials;
import dev.pythonservice.builder.request.SourceRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says what names stand for right now, and fetches nothing: for who wants to know whether there is
 * something new to build.
 */
public final class Revisions {

  /** Some 60,000 refs of a server of the old protocol, which names all it has. */
  private static final int MOST_BYTES = 4 << 20;

  private final Outside outside;

  /** Revisions that are out there. */
  public Revisions(Outside outside) {
    this.outside = outside;
  }

  /**
   * The commit of a git repository that a branch, a tag or HEAD stands for. Two requests to a
   * server of today, which answers with that ref alone.
   *
   * @param request the repository, at an address that starts with {@code https://} or {@code
   *     http://}, and the ref
   * @param credentials for the host of that address, and no other
   * @throws BuildFailure when there is no such ref, or the server cannot be reached or refuses
   */
  public GitRevision git(SourceRequest.Git request, Optional<Credentials> credentials) {
    URI address = address(request.url());
    outside.destinations().check(address);
    Map<String, Credentials> byHost =
        credentials.map(known -> Map.of(address.getAuthority(), known)).orElse(Map.of());
    BoundedConnections connections =
        new BoundedConnections(
            new GitConnections(outside.trust(), outside.proxies(), outside.destinations()),
            MOST_BYTES);
    return new GitRemote(byHost, connections, Retries.usual(), false)
        .revision(request, Math.toIntExact(outside.patience().toSeconds()));
  }

  /**
   * The digest of the manifest that the tag of an OCI artifact stands for. One request, and those
   * that a registry wants before it.
   *
   * @param request the artifact
   * @param configuration the content of a Docker {@code config.json} with credentials
   * @param plain registries, as host and port, that speak HTTP without TLS
   * @throws BuildFailure when there is no such artifact, or the registry cannot be reached or
   *     refuses
   * @throws IllegalArgumentException when the configuration is none
   */
  public Digest artifact(
      SourceRequest.Oci request, Optional<byte[]> configuration, Set<String> plain) {
    return outside.registry(configuration, plain).digest(Reference.of(request.reference()));
  }

  /** JGit knows more kinds of addresses, and asks for proxies before it asks us. */
  private static URI address(String url) {
    try {
      URI address = new URI(url);
      if (address.getAuthority() != null) {
        return address;
      }
    } catch (URISyntaxException exception) {
      throw noAddress(url);
    }
    throw noAddress(url);
  }

  private static BuildFailure noAddress(String url) {
    return new BuildFailure(
        ExitCode.INPUT,
        Fault.FORBIDDEN,
        "%s is not the address of a git server; write it as https://git.example/shop/orders.git"
            .formatted(url));
  }
}
