package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A repository of a {@link GitServer}, with a project in its one commit. Each commit of it may be
 * asked for, and it may be pushed to.
 *
 * @param folder where it is
 * @param commit the hash of the commit
 */
record BareRepository(Path folder, String commit) {

  /**
   * Commits a project to a new repository.
   *
   * @param name the repository's name, without {@code .git}
   * @param place a folder of the test, for this and for a working copy
   */
  static BareRepository of(Path project, String name, Path place) throws IOException {
    String work = ExampleProject.copy(project, place.resolve("work")).folder().toString();
    run("init", "--quiet", "--initial-branch=main", work);
    run("-C", work, "add", "--all");
    run(
        "-C",
        work,
        "-c",
        "user.name=somebody",
        "-c",
        "user.email=somebody@example.org",
        "commit",
        "--quiet",
        "--message=first");
    Path folder = Files.createDirectories(place.resolve("repositories")).resolve(name + ".git");
    run("clone", "--quiet", "--bare", work, folder.toString());
    BareRepository repository = new BareRepository(folder, run("-C", work, "rev-parse", "HEAD"));
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true");
    repository.git("config", "http.receivepack", "true");
    return repository;
  }

  /** The folder that a server is to serve. */
  Path served() {
    return Folders.parentOf(folder);
  }

  /** Runs git in it, and gives what it says. */
  String git(String... words) {
    return run(
        Stream.concat(Stream.of("-C", folder.toString()), Stream.of(words)).toArray(String[]::new));
  }

  private static String run(String... words) {
    return Command.of(Stream.concat(Stream.of("git"), Stream.of(words)).toList()).run().strip();
  }
}
