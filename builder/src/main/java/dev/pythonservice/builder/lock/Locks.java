package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads locks in their three forms. Nothing of the project runs. */
public final class Locks {

  private final Uv uv;
  private final Policy policy;
  private final Access access;
  private final Path work;
  private final Toml toml = new Toml();

  /**
   * What reads locks.
   *
   * @param uv reads them for us
   * @param policy what is allowed
   * @param access how the outside is reached
   * @param work a folder that is deleted after the build
   */
  public Locks(Uv uv, Policy policy, Access access, Path work) {
    this.uv = uv;
    this.policy = policy;
    this.access = access;
    this.work = work;
  }

  /**
   * Reads the lock of a project.
   *
   * @param source the project's files; nothing else is read
   * @param request which lock, and which part of it
   * @param python the Python of the image; it matters to {@code requirements.txt} alone, which does
   *     not say what it is for
   * @throws BuildFailure when there is no lock, or it is stale, damaged, without a hash, or against
   *     the policy
   */
  public LockedProject read(Source source, LockRequest request, PythonVersion python) {
    Path root = real(source.tree());
    Path project = Tree.inside(root, root, source.path(), "The request");
    LockPlace place =
        LockPlace.find(root, project, request)
            .orElseThrow(() -> MissingLock.of(root, project, request.file(), toml));
    LockFiles.requireWithin(source, LockFiles.files(source, request));
    String uvVersion = uv.requireSupportedVersion();
    PylockContent content =
        switch (place.form()) {
          case UV -> new UvLocks(uv, toml, work).read(place, request);
          case PYLOCK -> pylock(place, request);
          case REQUIREMENTS -> requirements(place, request, python);
        };
    LockFiles.requireWithin(source, ownProjects(root, content));
    new OriginCheck(policy).require(content.packages(), place.shown());
    Tooling tooling = new ToolingReader(source, place, content, toml).read(uvVersion);
    return locked(content, request, tooling);
  }

  private PylockContent pylock(LockPlace place, LockRequest asked) {
    PylockContent content =
        new PylockReader(place.tree(), place.folder(), toml)
            .read(toml.read(place.file(), place.shown()), place.shown());
    LockRequest request = asked.within(Set.copyOf(content.groups()));
    UvLocks.requireKnown("extra", request.extras(), Set.copyOf(content.extras()), place.shown());
    UvLocks.requireKnown(
        "dependency group", request.groups(), Set.copyOf(content.groups()), place.shown());
    Optional<ProjectFile> project = here(place);
    project.ifPresent(file ->
        DirectDependencies.require(
            content,
            file,
            request,
            place.shown(),
            "run 'uv export --format pylock.toml -o %s' and commit it".formatted(place.shown())));
    return content.withProject(project);
  }

  private PylockContent requirements(LockPlace place, LockRequest request, PythonVersion python) {
    UvLocks.requireKnown("extra", request.extras(), Set.of(), place.shown());
    UvLocks.requireKnown("dependency group", request.groups(), Set.of(), place.shown());
    PylockContent content =
        new RequirementsLocks(uv.reachingOut(work), toml, access, work).read(place, python);
    Optional<ProjectFile> project = here(place);
    project.ifPresent(file ->
        DirectDependencies.require(
            content, file, request, place.shown(), MissingLock.compile(ProjectFile.NAME)));
    return content.withProject(project);
  }

  /** What says how packages of the tree are installed. */
  private static List<Path> ownProjects(Path root, PylockContent content) {
    return content.firstParty().stream()
        .map(own -> root.resolve(own.folder()).resolve(ProjectFile.NAME))
        .toList();
  }

  private Optional<ProjectFile> here(LockPlace place) {
    return ProjectFile.in(place.tree(), place.project(), toml)
        .filter(file -> file.name().isPresent());
  }

  private static LockedProject locked(PylockContent content, LockRequest request, Tooling tooling) {
    List<LockedPackage> packages =
        content.packages().stream()
            .sorted(Comparator.comparing(LockedPackage::name).thenComparing(LockedPackage::version))
            .toList();
    return new LockedProject(
        packages,
        content.firstParty(),
        content.requiresPython(),
        content.extras().isEmpty() ? List.of() : request.extras(),
        content.groups().isEmpty()
            ? List.of()
            : request.within(Set.copyOf(content.groups())).groups(),
        content.warnings(),
        tooling);
  }

  private static Path real(Path tree) {
    try {
      return tree.toRealPath();
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(tree), exception);
    }
  }
}
