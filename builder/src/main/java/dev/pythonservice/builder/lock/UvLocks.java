package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.LockRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code uv.lock} through {@code uv export --frozen}, which needs no Python and no network.
 */
final class UvLocks {

  private final Uv uv;
  private final Toml toml;
  private final Path work;

  UvLocks(Uv uv, Toml toml, Path work) {
    this.uv = uv;
    this.toml = toml;
    this.work = work;
  }

  /**
   * Reads a lock.
   *
   * @throws BuildFailure when it is stale, damaged, of another version, or has not what is asked
   *     for
   */
  PylockContent read(LockPlace place, LockRequest asked) {
    Path tree = place.tree();
    Path project = place.project();
    Path root = place.folder();
    Path lock = place.file();
    String shown = place.shown();
    String text = text(lock);
    UvLockText lockText = UvLockText.of(text, shown);
    try (Stage stage = Stage.within(work)) {
      StagedWorkspace.on(stage, tree, root, text, lockText, toml);
      Path staged = stage.folder().resolve(Tree.relative(tree, root));
      Optional<ProjectFile> wanted = wanted(stage, tree, project, root, lockText, asked, shown);
      LockRequest request = asked.within(wanted.map(ProjectFile::groups).orElse(Set.of()));
      List<String> warnings =
          new Freshness(uv).require(stage, staged, shown, DeclaredDependencies.of(text));
      wanted.ifPresent(file -> requireKnown(file, request));
      String exported = export(staged, wanted, request, shown);
      return new PylockReader(tree, root, toml)
          .read(toml.parse(exported, shown), shown)
          .withProject(wanted)
          .withWarnings(warnings);
    }
  }

  /** The project whose dependencies are wanted. */
  private static Optional<ProjectFile> wanted(
      Stage stage,
      Path tree,
      Path project,
      Path root,
      UvLockText lockText,
      LockRequest request,
      String shown) {
    if (request.member().isEmpty()) {
      Optional<ProjectFile> here =
          Optional.ofNullable(stage.projects().get(Tree.relative(tree, project)));
      if (here.flatMap(ProjectFile::name).isPresent()) {
        return here;
      }
      if (!root.equals(project) || !lockText.members().isEmpty()) {
        throw noMember(
            "%s has no [project] table, so no member is chosen"
                .formatted(Tree.relative(tree, project.resolve(ProjectFile.NAME))),
            lockText);
      }
      return Optional.empty();
    }
    String name = Names.normalised(request.member().get());
    return Optional.of(
        stage.projects().values().stream()
            .filter(file -> file.name().filter(name::equals).isPresent())
            .filter(file -> lockText.members().isEmpty() || lockText.members().contains(name))
            .findFirst()
            .orElseThrow(() -> noMember("%s has no member %s".formatted(shown, name), lockText)));
  }

  private static BuildFailure noMember(String what, UvLockText lockText) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s; name one of the workspace's members: %s".formatted(what, list(lockText.members())));
  }

  private static void requireKnown(ProjectFile file, LockRequest request) {
    if (file.hasStaticExtras()) {
      requireKnown("extra", request.extras(), file.extras(), file.shownFile());
    }
    requireKnown("dependency group", request.groups(), file.groups(), file.shownFile());
  }

  static void requireKnown(String kind, List<String> asked, Set<String> known, String shown) {
    for (String name : asked) {
      if (!known.contains(Names.normalised(name))) {
        throw new BuildFailure(
            ExitCode.INPUT, "%s has no %s %s; it has %s".formatted(shown, kind, name, list(known)));
      }
    }
  }

  private static String list(Iterable<String> names) {
    Set<String> sorted = new TreeSet<>();
    names.forEach(sorted::add);
    return sorted.isEmpty() ? "none" : String.join(", ", sorted);
  }

  private String export(
      Path staged, Optional<ProjectFile> wanted, LockRequest request, String shown) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "export",
                "--frozen",
                "--offline",
                "--no-default-groups",
                "--no-header",
                "--format",
                "pylock.toml"));
    wanted
        .flatMap(ProjectFile::name)
        .ifPresent(name -> arguments.addAll(List.of("--package", name)));
    request.extras().forEach(extra -> arguments.addAll(List.of("--extra", extra)));
    request.groups().forEach(group -> arguments.addAll(List.of("--group", group)));
    Program.Outcome outcome = uv.program(staged, arguments).run();
    if (!outcome.succeeded()) {
      throw uv.failure(
          "%s cannot be used, so make it anew with 'uv lock'".formatted(shown), outcome);
    }
    return outcome.output();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }
}
