package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuildSpec.Reason;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Why something is built, in comparison with the build before. */
final class BuildReasons {

  private BuildReasons() {}

  /** The reasons, in the order in which people care; at least one. */
  static List<Reason> of(ImageInputs wanted, Optional<ImageInputs> before) {
    if (wanted.update().isPresent()) {
      return List.of(
          new Reason(
              "LookForUpdates", "Updates are looked for: " + wanted.update().get().trigger()));
    }
    if (wanted.preview().isPresent()) {
      return List.of(
          new Reason(
              "PreviewOfCheckers",
              "The platform tries %s"
                  .formatted(Previews.words(wanted.preview().get().checkers()))));
    }
    return before
        .map(previous -> changes(wanted, previous))
        .orElseGet(
            () -> List.of(new Reason("FirstBuild", "The service has no build that is kept")));
  }

  private static List<Reason> changes(ImageInputs wanted, ImageInputs before) {
    List<Reason> changes =
        Stream.of(
                change("RevisionChanged", "The revision", ImageInputs::revision, before, wanted),
                change("PathChanged", "The project's path", ImageInputs::path, before, wanted),
                change("ItemsChanged", "The ConfigMap's items", ImageInputs::items, before, wanted),
                change("LockOptionsChanged", "spec.lock", ImageInputs::lockOptions, before, wanted),
                change("PythonChanged", "The Python version", ImageInputs::python, before, wanted),
                change("LibcChanged", "The C library", ImageInputs::libc, before, wanted),
                change(
                    "BaseImageChanged", "The base image", ImageInputs::baseImage, before, wanted),
                change("PlatformsChanged", "The platforms", ImageInputs::platforms, before, wanted),
                change(
                    "RepositoryChanged", "The repository", ImageInputs::repository, before, wanted),
                change(
                    "CandidateChanged",
                    "The lock in place of the project's own",
                    ImageInputs::candidateLock,
                    before,
                    wanted),
                change("ChecksChanged", "The checks", ImageInputs::checkOptions, before, wanted),
                change(
                    "ImageChanged",
                    "The image that is taken over",
                    ImageInputs::imageTakenOver,
                    before,
                    wanted))
            .flatMap(Optional::stream)
            .toList();
    return changes.isEmpty()
        ? List.of(new Reason("BuildNotKept", "The build of these inputs is not kept any more"))
        : changes;
  }

  private static Optional<Reason> change(
      String reason,
      String what,
      Function<ImageInputs, Object> field,
      ImageInputs before,
      ImageInputs wanted) {
    Object old = field.apply(before);
    Object now = field.apply(wanted);
    return old.equals(now)
        ? Optional.empty()
        : Optional.of(new Reason(reason, "%s changed from %s to %s".formatted(what, old, now)));
  }
}
