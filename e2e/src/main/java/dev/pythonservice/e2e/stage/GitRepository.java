package dev.pythonservice.e2e.stage;

import dev.pythonservice.e2e.builder.ExampleProject;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.CommandFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A repository of a {@link GitServerPod} with its working copy on this machine. What is changed
 * there is in the repository after {@link #commit}.
 *
 * @param name its name, without {@code .git}
 * @param url its address in the cluster
 * @param remote how this machine's git reaches it
 * @param folder the working copy
 */
public record GitRepository(String name, String url, String remote, Path folder) {

  private static final String BRANCH = "main";

  /** Nothing of this user's own settings, which may ask for signatures or run hooks. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_TERMINAL_PROMPT", "0",
          "GIT_AUTHOR_NAME", "Ada Lovelace",
          "GIT_AUTHOR_EMAIL", "ada@shop.example",
          "GIT_COMMITTER_NAME", "Ada Lovelace",
          "GIT_COMMITTER_EMAIL", "ada@shop.example",
          // Off by default: it runs the program that an address names.
          "GIT_ALLOW_PROTOCOL", "ext");

  static GitRepository create(GitServerPod server, String name, Path content, Path folder)
      throws IOException {
    String path = "/repositories/" + name + ".git";
    server.pod().command("python3", "-c", REMOVE, path).run();
    server.pod().command("git", "init", "--quiet", "--bare", "--initial-branch=main", path).run();
    ExampleProject.copy(content, folder);
    List<String> way = server.pod().words("git", "%s", path);
    String remote =
        "ext::" + way.stream().map(GitRepository::quoted).collect(Collectors.joining(" "));
    GitRepository repository =
        new GitRepository(name, server.url() + name + ".git", remote, folder);
    repository.git("init", "--quiet", "--initial-branch=" + BRANCH);
    repository.commit("Begin");
    return repository;
  }

  /** The image has no rm. */
  private static final String REMOVE =
      "import shutil, sys; shutil.rmtree(sys.argv[1], ignore_errors=True)";

  /** As git-remote-ext(1) wants it: the service's name stays a variable, blanks are no ends. */
  private static String quoted(String word) {
    return word.equals("%s") ? word : word.replace("%", "%%").replace(" ", "% ");
  }

  /**
   * Replaces a text in a file of the working copy.
   *
   * @throws IllegalArgumentException when it is not there
   */
  public void replace(String file, String old, String fresh) {
    try {
      Path path = folder.resolve(file);
      String text = Files.readString(path);
      if (!text.contains(old)) {
        throw new IllegalArgumentException("%s has no '%s'".formatted(path, old));
      }
      Files.writeString(path, text.replace(old, fresh));
    } catch (IOException problem) {
      throw new UncheckedIOException(file + " cannot be changed", problem);
    }
  }

  /**
   * Commits everything that was changed in the working copy, and pushes it.
   *
   * @return the commit's hash
   * @throws CommandFailed when nothing was changed, or the push does not work
   */
  public String commit(String message) {
    git("add", "--all");
    git("commit", "--quiet", "--message=" + message);
    return push();
  }

  /** Undoes the last commit by another one, and pushes that; returns its hash. */
  public String revert() {
    git("revert", "--no-edit", "HEAD");
    return push();
  }

  /** The hash of the last commit. */
  public String head() {
    return git("rev-parse", "HEAD");
  }

  private String push() {
    git("push", "--quiet", remote, BRANCH);
    return head();
  }

  /** Runs git in the working copy, and gives what it says. */
  public String git(String... arguments) {
    return Command.of(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
        .in(folder)
        .with(ENVIRONMENT)
        .run()
        .strip();
  }
}
