package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.wheel.WheelJob.Material;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which of a lock's packages are to be built. */
final class WheelJobs {

  private final Source project;

  private WheelJobs(Source project) {
    this.project = project;
  }

  /**
   * The jobs, those of the project's tree first.
   *
   * @param selection what the lock installs on the target
   * @param project where packages of the tree are
   * @throws BuildFailure when a wanted package is not among them, has no source, or may not be
   *     built
   */
  static List<WheelJob> of(Selection selection, Source project, Wanted wanted) {
    WheelJobs jobs = new WheelJobs(project);
    return switch (wanted) {
      case Wanted.AllSourceOnly all -> jobs.sourceOnly(selection, all);
      case Wanted.Named(Set<String> names) -> jobs.named(selection, new TreeSet<>(names));
    };
  }

  private List<WheelJob> sourceOnly(Selection selection, Wanted.AllSourceOnly all) {
    List<LockedPackage> others =
        selection.packages().stream().filter(other -> other.wheels().isEmpty()).toList();
    others.forEach(other -> requireAllowed(other, all));
    return Stream.concat(
            selection.firstParty().stream()
                .filter(own -> own.needsWheel().isPresent())
                .map(this::job),
            others.stream().map(this::job))
        .toList();
  }

  private static void requireAllowed(LockedPackage other, Wanted.AllSourceOnly all) {
    if (!all.allows(other.name())) {
      throw new BuildFailure(
          ExitCode.POLICY,
          "%s has no wheel, and its source may not be built here: --own-only allows packages of the project, and of others those that --allow-package names; allow it there, or lock a version that has a wheel"
              .formatted(other));
    }
  }

  private List<WheelJob> named(Selection selection, TreeSet<String> missing) {
    List<WheelJob> jobs = new ArrayList<>();
    selection.firstParty().stream()
        .filter(own -> missing.remove(own.name()))
        .forEach(own -> jobs.add(job(own)));
    selection.packages().stream()
        .filter(other -> missing.remove(other.name()))
        .forEach(other -> jobs.add(job(other)));
    if (!missing.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The lock installs no package %s on this platform with the extras and groups that were named; compare --package with the lock"
              .formatted(String.join(", ", missing)));
    }
    return jobs;
  }

  private WheelJob job(FirstParty own) {
    return new WheelJob(
        own.name(),
        own.version(),
        new BuiltFrom.Folder(FolderDigest.of(project, own.folder())),
        new Material.Folder(own.folder()));
  }

  private WheelJob job(LockedPackage other) {
    BuiltFrom source =
        BuiltWheels.source(other, project)
            .orElseThrow(() ->
                new BuildFailure(
                    ExitCode.INPUT,
                    "%s has no source archive in the lock, so no wheel can be built of it; use another version, or a platform that it has wheels for"
                        .formatted(other)));
    Material material =
        switch (source) {
          case BuiltFrom.Archive archive -> new Material.Archive(other);
          case BuiltFrom.Folder folder -> new Material.Folder(other.origin().place());
          case BuiltFrom.Commit commit -> new Material.Commit((Origin.Git) other.origin());
        };
    return new WheelJob(other.name(), other.version(), source, material);
  }
}
