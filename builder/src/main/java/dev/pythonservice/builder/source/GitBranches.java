package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEditor.PathEdit;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Branches with one commit on top of a revision: one file of it with another content. A branch
 * whose last commit is somebody else's is left as it is.
 */
public final class GitBranches {

  /** A host that cannot be (RFC 2606): nobody writes to it. */
  private static final String MAIL = "updates@pythonservice.invalid";

  private final GitRemote remote;

  /**
   * Branches.
   *
   * @param access how git servers are reached, with what they know the builder by
   */
  public GitBranches(Access access, ProxySettings proxies, Limits limits) {
    BoundedConnections connections =
        new BoundedConnections(
            GitConnections.of(access.certificateAuthorities(), proxies), limits.sourceBytes());
    this.remote =
        new GitRemote(access.credentials(), connections, Retries.usual(), access.offline());
  }

  /**
   * A change of one file.
   *
   * @param branch the branch's name, without {@code refs/heads/}
   * @param path the file, from the root of the repository
   * @param content its new content
   * @param message the commit's message
   * @param time when it was made
   */
  public record Change(String branch, String path, byte[] content, String message, Instant time) {}

  /**
   * Puts a change on its branch, on top of the revision that was asked for.
   *
   * @param work a folder that is deleted afterwards
   * @return the commit that the branch has, which is an older one where that has the same content
   * @throws BuildFailure when the branch is somebody else's, or the server refuses
   */
  public String push(SourceRequest.Git source, Change change, Path work) {
    String name = Constants.R_HEADS + change.branch();
    if (!Repository.isValidRefName(name)) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "'%s' cannot be the name of a branch; name it like 'updates/python'"
              .formatted(change.branch()));
    }
    try (Repository repository = remote.emptyRepository(work.resolve("branch"));
        RevWalk walk = new RevWalk(repository)) {
      RevCommit base = walk.parseCommit(remote.fetch(source, repository));
      Optional<RevCommit> there = tip(source, name, repository, walk);
      if (there.filter(tip -> !isOurs(tip)).isPresent()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "Branch %s of %s has commits of others and was left as it is; merge or delete it, or name another branch"
                .formatted(change.branch(), source.url()));
      }
      ObjectId commit = commit(repository, base, change);
      Optional<RevCommit> same = there.filter(tip -> isSame(tip, walk, commit));
      if (same.isPresent()) {
        return same.get().name();
      }
      remote.push(source, repository, commit, name, there.map(ObjectId::copy));
      return commit.name();
    } catch (IOException exception) {
      throw new UncheckedIOException("The commit for %s".formatted(name), exception);
    }
  }

  private Optional<RevCommit> tip(
      SourceRequest.Git source, String name, Repository repository, RevWalk walk)
      throws IOException {
    Optional<ObjectId> tip =
        remote.fetchIfThere(new SourceRequest.Git(source.url(), name, "."), repository);
    return tip.isPresent() ? Optional.of(walk.parseCommit(tip.get())) : Optional.empty();
  }

  private static boolean isOurs(RevCommit tip) {
    return tip.getCommitterIdent().getEmailAddress().equals(MAIL);
  }

  /** Times alone make no other change. */
  private static boolean isSame(RevCommit tip, RevWalk walk, ObjectId commit) {
    try {
      RevCommit made = walk.parseCommit(commit);
      return tip.getTree().equals(made.getTree())
          && List.of(tip.getParents()).equals(List.of(made.getParents()));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static ObjectId commit(Repository repository, RevCommit base, Change change)
      throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      builder.addTree(new byte[0], 0, inserter.newReader(), base.getTree());
      builder.finish();
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, change.content());
      FileMode mode = mode(repository, base, change.path());
      DirCacheEditor editor = index.editor();
      editor.add(
          new PathEdit(change.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
              entry.setFileMode(mode);
              entry.setObjectId(blob);
            }
          });
      editor.finish();
      PersonIdent us = new PersonIdent("pythonservice", MAIL, change.time(), ZoneOffset.UTC);
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setParentId(base);
      commit.setAuthor(us);
      commit.setCommitter(us);
      commit.setMessage(change.message());
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      return id;
    }
  }

  private static FileMode mode(Repository repository, RevCommit base, String path)
      throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(repository, path, base.getTree())) {
      return Objects.isNull(walk) ? FileMode.REGULAR_FILE : walk.getFileMode(0);
    }
  }
}
