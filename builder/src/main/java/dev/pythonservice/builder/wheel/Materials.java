package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.wheel.WheelJob.Material;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * Lays out a package's source for its build: exactly the files that its identity was taken from, so
 * that nothing else can be in the wheel.
 */
final class Materials {

  private final Source project;
  private final Sources sources;
  private final Archives archives;
  private final Limits limits;

  Materials(Source project, Sources sources, Archives archives, Limits limits) {
    this.project = project;
    this.sources = sources;
    this.archives = archives;
    this.limits = limits;
  }

  /** Lays out the source of a job. */
  void layOut(WheelJob job, BuildPlace place) throws IOException {
    switch (job.material()) {
      case Material.Archive(LockedPackage locked) ->
          SourceArchive.unpack(
              archives.fetch(locked),
              locked.sourceArchive().orElseThrow().fileName(),
              place.source(),
              limits.sourceBytes());
      case Material.Folder(String folder) -> copy(project, folder, place.source());
      case Material.Commit(Origin.Git git) -> {
        SourceRequest.Git request =
            new SourceRequest.Git(git.url().toString(), git.commit(), git.folder());
        Source fetched = sources.fetchLocked(request, place.folder().resolve("git"));
        copy(fetched, fetched.path(), place.source());
      }
    }
  }

  private static void copy(Source source, String folder, Path into) throws IOException {
    Files.createDirectories(into);
    for (SourceFile file : FolderDigest.files(source, folder)) {
      Path copy = into.resolve(FolderDigest.within(folder, file));
      Files.createDirectories(copy.getParent());
      Path original = source.tree().resolve(file.path());
      Files.copy(original, copy, LinkOption.NOFOLLOW_LINKS);
      if (file.linkTarget().isEmpty() && !Digest.ofFile(copy).equals(file.content())) {
        throw changed(file.path(), file.content());
      }
    }
  }

  private static BuildFailure changed(String path, Digest expected) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s changed while it was built (it was %s); build again when nobody writes to the project"
            .formatted(path, expected));
  }
}
