package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Lets uv make a newer {@code uv.lock} of a project, in a copy of the few files that uv may see.
 * Nothing of the project or of a package runs: uv is told to build nothing, and the copy has
 * nothing to run.
 */
public final class LockUpgrade {

  /** This Python is not for this project, or is none; another one may be. */
  private static final List<String> OTHER_PYTHON =
      List.of(
          "incompatible with the project's Python requirement",
          "Failed to inspect",
          "Failed to query Python",
          "No interpreter found");

  /** uv's setting for hosts whose certificates it takes as they are (uv, "allow-insecure-host"). */
  private static final String INSECURE_HOSTS = "allow-insecure-host";

  private static final Pattern PLAIN = Pattern.compile("(?i)http://[^\\s\"',;}\\]]+");
  private static final Pattern NEEDS_BUILD = Pattern.compile("Wheels are required for `([^`]+)`");

  private final Uv uv;
  private final Access access;
  private final Path work;
  private final Toml toml = new Toml();

  /**
   * What upgrades locks.
   *
   * @param uv makes them; it must be one that reaches out
   * @param access how the outside is reached
   * @param work a folder that is deleted afterwards
   */
  public LockUpgrade(Uv uv, Access access, Path work) {
    this.uv = uv;
    this.access = access;
    this.work = work;
  }

  /**
   * What may move.
   *
   * @param specifiers packages with the versions that they may have, such as {@code idna>=3.4,<4};
   *     nothing else moves unless one of these needs it
   * @param before packages published later are not taken; {@link Instant#MAX} for any. Where the
   *     project itself allows less, that holds
   * @param exempt packages that this does not hold for
   */
  public record Wish(List<String> specifiers, Instant before, Set<String> exempt) {

    public Wish {
      specifiers = List.copyOf(specifiers);
      exempt = Set.copyOf(exempt);
    }
  }

  /** What came of it. */
  public sealed interface Outcome {

    /**
     * A lock.
     *
     * @param text the {@code uv.lock}, which says nothing of how it was made
     */
    record Made(String text) implements Outcome {}

    /**
     * There is none.
     *
     * @param why in uv's words
     */
    record Impossible(String why) implements Outcome {}
  }

  /**
   * Makes a lock.
   *
   * @param source the project
   * @param request which lock it has
   * @param text the lock that is upgraded
   * @param now what time it is
   * @throws BuildFailure when uv cannot work at all, or an index cannot be asked
   */
  public Outcome make(Source source, LockRequest request, String text, Wish wish, Instant now) {
    Path tree = real(source.tree());
    LockPlace place = place(source, request);
    MirroredLock mirrored = new MirroredLock(access.mirrors());
    try (Stage stage = Stage.within(work)) {
      StagedWorkspace.on(
          stage, tree, place.folder(), mirrored.in(text), UvLockText.of(text, place.shown()), toml);
      Path folder = stage.folder().resolve(Tree.relative(tree, place.folder()));
      requireHidden(stage.folder());
      requireTls(stage.folder());
      Program.Outcome outcome = run(folder, arguments(within(wish, text, now)), place.shown());
      if (outcome.succeeded()) {
        String made = Files.readString(folder.resolve("uv.lock"));
        return new Outcome.Made(new LockOptions(text).in(mirrored.out(made)));
      }
      return impossible(outcome, place.shown());
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * The path of a project's {@code uv.lock} in its tree.
   *
   * @throws BuildFailure when it has none, or another lock
   */
  public static String path(Source source, LockRequest request) {
    return place(source, request).shown();
  }

  private static LockPlace place(Source source, LockRequest request) {
    Path root = real(source.tree());
    Path project = Tree.inside(root, root, source.path(), "The request");
    LockPlace place =
        LockPlace.find(root, project, request)
            .orElseThrow(() -> MissingLock.of(root, project, request.file(), new Toml()));
    if (place.form() != LockPlace.Form.UV) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is the lock, and only a uv.lock can be updated; 'pythonservice-builder adopt --write' makes one of the same versions"
              .formatted(place.shown()));
    }
    return place;
  }

  /** Whoever writes a project chooses which indexes uv asks, and would choose one to listen. */
  private void requireHidden(Path folder) throws IOException {
    for (Path file : settings(folder)) {
      for (MatchResult plain : PLAIN.matcher(Files.readString(file)).results().toList()) {
        URI address = Addresses.onServer(plain.group());
        if (access.exposes(address)) {
          throw new BuildFailure(
              ExitCode.INPUT,
              "%s names %s, which would be asked without TLS, and there is a password for its host; name it with https, or its host with --plain-http"
                  .formatted(Tree.relative(folder, file), Addresses.withoutPassword(address)));
        }
      }
    }
  }

  private static List<Path> settings(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(each -> each.toString().endsWith(".toml")).toList();
    }
  }

  /** A lock holds hashes of what the index said: whoever could speak in its place would choose. */
  private void requireTls(Path folder) throws IOException {
    for (Path file : settings(folder)) {
      String shown = Tree.relative(folder, file);
      JsonNode tables = toml.read(file, shown);
      JsonNode uv = shown.endsWith("uv.toml") ? tables : tables.path("tool").path("uv");
      JsonNode trusted = uv.path(INSECURE_HOSTS);
      if (!trusted.isMissingNode() && !trusted.isEmpty()) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s has uv ask %s without looking at its TLS certificate (%s); remove that, and name the authority's PEM file with --certificate-authority"
                .formatted(shown, String.join(", ", Toml.texts(trusted)), INSECURE_HOSTS));
      }
    }
  }

  private Wish within(Wish wish, String text, Instant now) {
    Instant own = new LockOptions(text).before(now, toml);
    // Without a wish uv goes by the project's settings, which may say more than a time.
    return wish.before().isBefore(Instant.MAX) && own.isBefore(wish.before())
        ? new Wish(wish.specifiers(), own, wish.exempt())
        : wish;
  }

  private static List<String> arguments(Wish wish) {
    List<String> arguments = new ArrayList<>(List.of("lock", "--no-build"));
    wish.specifiers()
        .forEach(specifier -> arguments.addAll(List.of("--upgrade-package", specifier)));
    if (wish.before().isBefore(Instant.MAX)) {
      arguments.addAll(List.of("--exclude-newer", wish.before().toString()));
      wish.exempt().stream()
          .sorted()
          .forEach(name -> arguments.addAll(List.of("--exclude-newer-package", name + "=false")));
    }
    return arguments;
  }

  /** The project's own settings decide which indexes there are, so they are not switched off. */
  private Program.Outcome run(Path folder, List<String> arguments, String shown) {
    for (Path python : uv.pythons()) {
      List<String> all = new ArrayList<>(arguments);
      all.addAll(List.of("--python", python.toString()));
      Program.Outcome outcome = uv.program(folder, all).with(Map.of("UV_NO_CONFIG", "false")).run();
      if (outcome.succeeded() || OTHER_PYTHON.stream().noneMatch(outcome.error()::contains)) {
        return outcome;
      }
    }
    throw new BuildFailure(
        ExitCode.INPUT,
        "%s cannot be updated, as no Python of this machine fits its project; install one, or name it with --interpreter"
            .formatted(shown));
  }

  private Outcome impossible(Program.Outcome outcome, String shown) {
    Matcher needsBuild = NEEDS_BUILD.matcher(outcome.error());
    if (needsBuild.find()) {
      String name = needsBuild.group(1);
      return new Outcome.Impossible(
          "%s has no wheel for the Pythons of the project, so uv would have to run its code to lock it; run 'uv lock --upgrade-package %s' where that may run, or use another package"
              .formatted(name, name));
    }
    BuildFailure failure = uv.failure("%s cannot be updated".formatted(shown), outcome);
    if (outcome.error().contains("No solution found")) {
      return new Outcome.Impossible(failure.sentence());
    }
    throw failure;
  }

  private static Path real(Path tree) {
    try {
      return tree.toRealPath();
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(tree), exception);
    }
  }
}
