package dev.pythonservice.builder.source;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.util.io.EolStreamTypeUtil;

/**
 * Files of a commit, written by this program itself: no work tree of git, and so no hooks, filters
 * or submodules, and the limits hold while writing.
 *
 * @param remote where commits come from
 * @param limits how large the files may be
 */
record GitSource(GitRemote remote, Limits limits) {

  /** A commit. */
  record Commit(String id, Instant time) {}

  /** Writes the files of the commit that a request names into a folder that is not there yet. */
  Commit fetch(SourceRequest.Git request, Path work, Path tree) throws IOException {
    try (Repository repository = remote.emptyRepository(work.resolve("git"))) {
      ObjectId named = remote.fetch(request, repository);
      try (RevWalk walk = new RevWalk(repository)) {
        RevCommit commit = commit(walk, named, request);
        write(repository, commit, tree);
        return new Commit(commit.name(), Instant.ofEpochSecond(commit.getCommitTime()));
      }
    }
  }

  private static RevCommit commit(RevWalk walk, ObjectId named, SourceRequest.Git request)
      throws IOException {
    try {
      return walk.parseCommit(named);
    } catch (IncorrectObjectTypeException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s of the git repository %s is not a commit; name a branch, a tag of a commit, or a commit"
              .formatted(request.ref(), request.url()));
    }
  }

  private void write(Repository repository, RevCommit commit, Path tree) throws IOException {
    TreeWriter writer = new TreeWriter(tree, limits);
    List<String> submodules = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.setOperationType(OperationType.CHECKOUT_OP);
      walk.setAttributesNodeProvider(repository.createAttributesNodeProvider());
      walk.setRecursive(true);
      walk.addTree(commit.getTree());
      while (walk.next()) {
        FileMode mode = walk.getFileMode(0);
        if (mode == FileMode.GITLINK) {
          submodules.add(walk.getPathString());
        } else {
          write(walk, mode, writer);
        }
      }
    }
    writer.finish();
    refuseSubmodules(submodules, LeftOut.of(tree));
  }

  private static void write(TreeWalk walk, FileMode mode, TreeWriter writer) throws IOException {
    String path = walk.getPathString();
    ObjectLoader content = walk.getObjectReader().open(walk.getObjectId(0));
    if (mode == FileMode.SYMLINK) {
      writer.link(path, new String(content.getBytes(), StandardCharsets.UTF_8));
      return;
    }
    // Line ends as .gitattributes wants them in a work tree, so that files are those of a clone.
    try (InputStream stream =
        EolStreamTypeUtil.wrapInputStream(
            content.openStream(), walk.getEolStreamType(OperationType.CHECKOUT_OP))) {
      writer.file(path, mode == FileMode.EXECUTABLE_FILE, stream);
    }
  }

  private static void refuseSubmodules(List<String> submodules, LeftOut leftOut) {
    Optional<String> needed =
        submodules.stream().filter(path -> !leftOut.anywhere(path)).findFirst();
    if (needed.isPresent()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is a git submodule, and submodules are not fetched; make its code a locked dependency or part of the repository, or leave it out in .dockerignore"
              .formatted(needed.get()));
    }
  }
}
