package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.feasibility.Feasibilities;
import dev.pythonservice.builder.feasibility.Feasibility;
import dev.pythonservice.builder.lock.LockedProject;
import dev.pythonservice.builder.lock.Locks;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.lock.Selections;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.wheel.BuiltWheels;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * Which wheels of a lock each platform gets.
 *
 * @param uv finds the program when it is needed
 * @param policy where packages may come from
 * @param access how the outside is reached
 * @param work a folder that is deleted after the build
 */
record Resolution(Supplier<Uv> uv, Policy policy, Access access, Path work) {

  /**
   * What a platform gets.
   *
   * @param base its base image
   * @param selection the packages that it needs
   * @param feasibility whether there is a wheel of each of them, and which
   */
  record Resolved(BaseImage base, Selection selection, Feasibility feasibility) {}

  /**
   * Reads the lock.
   *
   * @throws BuildFailure when it cannot be used, or has not what is asked for
   */
  LockedProject read(Source source, LockRequest lock, BaseImage base) {
    return new Locks(uv.get(), policy, access, work).read(source, lock, base.facts().python());
  }

  /** What each platform gets, in their order. */
  List<Resolved> of(
      LockedProject project, Source source, List<BaseImage> bases, BuiltWheels wheels) {
    Selections selections = new Selections(uv.get(), work);
    Feasibilities feasibilities =
        new Feasibilities(
            wanted -> wheels.of(wanted, source), wanted -> wheels.outdated(wanted, source));
    return Parallel.each(
        bases,
        bases.size(),
        base -> {
          Selection selection = selections.of(project, base.target());
          return new Resolved(base, selection, feasibilities.of(selection, base.target()));
        });
  }
}
