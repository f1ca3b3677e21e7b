package dev.pythonservice.builder.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Date;
import java.util.TimeZone;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/** A git repository with a work tree, made by JGit. */
public final class GitFixture implements AutoCloseable {

  private static final PersonIdent SOMEBODY =
      new PersonIdent(
          "Somebody",
          "somebody@example.org",
          new Date(1_700_000_000_000L),
          TimeZone.getTimeZone("UTC"));

  private final Git git;
  private final Path folder;

  private GitFixture(Git git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  public static GitFixture in(Path folder) {
    IsolatedGit.ensure();
    try {
      return new GitFixture(
          Git.init().setDirectory(folder.toFile()).setInitialBranch("main").call(), folder);
    } catch (GitAPIException exception) {
      throw new IllegalStateException(exception);
    }
  }

  public Path folder() {
    return folder;
  }

  public String url() {
    return "file://" + folder;
  }

  public Git git() {
    return git;
  }

  public GitFixture write(String path, String content) {
    try {
      Path file = folder.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, content);
      return this;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** Commits all that is in the work tree, and gives the commit. */
  public String commit() {
    try {
      git.add().addFilepattern(".").call();
      return git.commit()
          .setMessage("Change")
          .setAuthor(SOMEBODY)
          .setCommitter(SOMEBODY)
          .setSign(false)
          .call()
          .name();
    } catch (GitAPIException exception) {
      throw new IllegalStateException(exception);
    }
  }

  /** Puts a commit with one entry that no work tree can have on branch main. */
  void commitEntry(String path, FileMode mode, String content) throws IOException {
    DirCache index = DirCache.newInCore();
    try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
      DirCacheBuilder builder = index.builder();
      DirCacheEntry entry = new DirCacheEntry(path);
      entry.setFileMode(mode);
      entry.setObjectId(
          mode == FileMode.GITLINK
              ? ObjectId.fromString("1".repeat(40))
              : inserter.insert(Constants.OBJ_BLOB, content.getBytes(StandardCharsets.UTF_8)));
      builder.add(entry);
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      commit.setAuthor(SOMEBODY);
      commit.setCommitter(SOMEBODY);
      commit.setMessage("An entry");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate main = git.getRepository().updateRef("refs/heads/main");
      main.setNewObjectId(id);
      main.forceUpdate();
    }
  }

  @Override
  public void close() {
    git.close();
  }
}
