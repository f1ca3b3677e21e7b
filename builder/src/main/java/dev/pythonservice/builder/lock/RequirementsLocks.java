package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.target.PythonVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a {@code requirements.txt} with hashes into a {@code pylock.toml}: uv asks the index for
 * the files of each version, and those count whose hash is in the requirements.
 */
final class RequirementsLocks {

  private final Uv uv;
  private final Toml toml;
  private final Access access;
  private final Path work;

  RequirementsLocks(Uv uv, Toml toml, Access access, Path work) {
    this.uv = uv;
    this.toml = toml;
    this.access = access;
    this.work = work;
  }

  /**
   * Reads a lock.
   *
   * @param python the version that the image has; markers are kept for its platforms
   */
  PylockContent read(LockPlace place, PythonVersion python) {
    HashedRequirements requirements = HashedRequirements.read(place.tree(), place.file(), access);
    try (Stage stage = Stage.within(work)) {
      stage.write("requirements.txt", String.join("\n", requirements.lines()) + "\n");
      PylockContent content =
          new PylockReader(place.tree(), place.folder(), toml)
              .read(
                  toml.parse(compiled(stage, python, place.shown()), place.shown()), place.shown());
      return onlyHashed(content, requirements, place.shown());
    }
  }

  private String compiled(Stage stage, PythonVersion python, String shown) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pip",
                "compile",
                "--quiet",
                "--universal",
                "--no-deps",
                "--no-build",
                "--generate-hashes",
                "--no-header",
                "--format",
                "pylock.toml",
                "--python-version",
                python.toString(),
                "requirements.txt"));
    Program.Outcome outcome = new AnyPython(uv).run(stage.folder(), arguments, "reading " + shown);
    if (!outcome.succeeded()) {
      throw uv.failure("%s cannot be used".formatted(shown), outcome);
    }
    return outcome.output();
  }

  private static PylockContent onlyHashed(
      PylockContent content, HashedRequirements requirements, String shown) {
    List<LockedPackage> packages =
        content.packages().stream().map(one -> onlyHashed(one, requirements, shown)).toList();
    return new PylockContent(packages, content.firstParty(), "", List.of(), List.of(), List.of());
  }

  private static LockedPackage onlyHashed(
      LockedPackage one, HashedRequirements requirements, String shown) {
    List<LockedFile> wheels =
        one.wheels().stream().filter(file -> allowed(file, requirements)).toList();
    Optional<LockedFile> archive = one.sourceArchive().filter(file -> allowed(file, requirements));
    if (wheels.isEmpty() && archive.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: no file of %s on the index has one of its hashes; %s"
              .formatted(shown, one, MissingLock.compile(shown)));
    }
    return new LockedPackage(
        one.name(), one.version(), one.origin(), wheels, archive, one.marker());
  }

  private static boolean allowed(LockedFile file, HashedRequirements requirements) {
    return requirements.hashes().contains(file.sha256().hex());
  }
}
