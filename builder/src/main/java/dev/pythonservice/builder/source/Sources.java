package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fetches projects from where they are kept. */
public final class Sources {

  private final GitSource git;
  private final ArtifactSource artifacts;
  private final Limits limits;
  private final Access access;

  /**
   * Sources.
   *
   * @param access how git servers are reached
   * @param proxies the proxies to git servers
   * @param registry where OCI artifacts come from
   * @param limits how large a project may be
   */
  public Sources(Access access, ProxySettings proxies, Registry registry, Limits limits) {
    BoundedConnections connections =
        new BoundedConnections(
            GitConnections.of(access.certificateAuthorities(), proxies), limits.sourceBytes());
    GitRemote remote =
        new GitRemote(access.credentials(), connections, Retries.usual(), access.offline());
    this.git = new GitSource(remote, limits);
    this.artifacts = new ArtifactSource(registry, limits);
    this.limits = limits;
    this.access = access;
  }

  /**
   * Fetches a project. A folder of this machine is read where it is.
   *
   * @param request where it is
   * @param work a folder for what comes from afar; the caller removes it
   * @throws BuildFailure when it cannot be had, is too large, or has files that reach out of it
   */
  public Source fetch(SourceRequest request, Path work) {
    Path tree = work.resolve("tree");
    try {
      return switch (request) {
        case SourceRequest.Git wanted -> {
          GitSource.Commit commit = git.fetch(wanted, work, tree);
          yield source(tree, request, Optional.of(commit.id()), Optional.of(commit.time()));
        }
        case SourceRequest.Oci wanted -> {
          ArtifactSource.Artifact artifact = artifacts.fetch(wanted, tree);
          yield source(tree, request, Optional.of(artifact.manifest().toString()), artifact.time());
        }
        case SourceRequest.Folder wanted ->
            source(folder(wanted), request, Optional.empty(), Optional.empty());
      };
    } catch (IOException | UncheckedIOException exception) {
      throw MachineFailures.behind(exception, "a file below " + work)
          .orElseGet(() ->
              new BuildFailure(
                  ExitCode.INPUT,
                  "The source cannot be read, or written to %s: %s; see to the rights and the space there"
                      .formatted(work, exception)));
    }
  }

  /**
   * Fetches a commit that a lock names. Whoever writes a lock chooses the server, so it must be one
   * that proves who it is, or is known to be without TLS: else a password could go out in the
   * clear.
   *
   * @param work a folder for what comes from afar; the caller removes it
   * @throws BuildFailure when it cannot be had, or is asked for over plain HTTP
   */
  public Source fetchLocked(SourceRequest.Git request, Path work) {
    URI address = URI.create(request.url());
    boolean plain = "http".equalsIgnoreCase(address.getScheme());
    if (plain && !access.isPlain(address)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The lock has the git repository %s, which is asked over plain HTTP; lock it with https, or name its host with --plain-http"
              .formatted(request.url()));
    }
    return fetch(request, work);
  }

  /**
   * The same project with another content of one file, in a copy: the files of a folder of this
   * machine are their owner's.
   *
   * @param path a file of the source
   * @param work a folder for the copy; the caller removes it
   */
  public Source replacing(Source source, String path, byte[] content, Path work) {
    Path tree = work.resolve("tree");
    try {
      TreeWriter writer = new TreeWriter(tree, limits);
      for (SourceFile file : source.files()) {
        Path from = source.tree().resolve(file.path());
        if (file.linkTarget().isPresent()) {
          writer.link(file.path(), file.linkTarget().get());
        } else {
          try (InputStream stream =
              file.path().equals(path)
                  ? new ByteArrayInputStream(content)
                  : Files.newInputStream(from)) {
            writer.file(file.path(), file.executable(), stream);
          }
        }
      }
      writer.finish();
      List<SourceFile> files = TreeReader.read(tree, limits);
      return new Source(
          tree, source.path(), source.revision(), TreeReader.digest(files), files, source.time());
    } catch (IOException exception) {
      throw new UncheckedIOException("The source cannot be copied to " + tree, exception);
    }
  }

  private static Path folder(SourceRequest.Folder request) throws IOException {
    if (!Files.isDirectory(request.folder())) {
      throw new BuildFailure(
          ExitCode.INPUT, "There is no folder %s; name the project's".formatted(request.folder()));
    }
    return request.folder().toRealPath();
  }

  private Source source(
      Path tree, SourceRequest request, Optional<String> revision, Optional<Instant> time)
      throws IOException {
    List<SourceFile> files = TreeReader.read(tree, limits);
    Digest digest = TreeReader.digest(files);
    String path = ProjectPath.in(files, request.path());
    return new Source(tree, path, revision.orElse(digest.toString()), digest, files, time);
  }
}
