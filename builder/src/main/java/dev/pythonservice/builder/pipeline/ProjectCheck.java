package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.checks.Baseline;
import dev.pythonservice.builder.checks.CheckPlace;
import dev.pythonservice.builder.checks.Examination;
import dev.pythonservice.builder.checks.Packages;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Reference;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.report.Stopwatch;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.ChecksRequest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Checks a project without building it: for laptops and for CI, and to see what other versions of
 * checkers find in what serves; with the same checkers and the same judgement as a build.
 *
 * @param machine what may be used
 * @param policy which indexes versions of checkers may come from
 * @param limits how large the project and its packages may be
 */
public record ProjectCheck(Machine machine, Policy policy, Limits limits) {

  /** The packages that a project imports, as type checkers know them. */
  public sealed interface Imports {

    /** Nobody knows them. */
    record Unknown() implements Imports {}

    /** Those of a virtual environment of this machine. */
    record Environment(Packages packages) implements Imports {}

    /**
     * Those of an image that was built.
     *
     * @param image the image, best by digest
     */
    record OfImage(String image) implements Imports {}
  }

  /**
   * Checks a project.
   *
   * @param layerRepository where it is kept what checkers said of the same files and packages;
   *     absent where it is not
   * @param work a folder that is deleted afterwards
   */
  public Checked check(
      SourceRequest project,
      ChecksRequest request,
      Imports imports,
      Optional<String> layerRepository,
      Path work) {
    Registry registry = Registry.of(machine.access(), machine.environment());
    Source source = fetch(project, registry, work.resolve("source"));
    Supplier<CheckPlace> place = new Once<>(() -> CheckPlace.of(source, work.resolve("checks")));
    Baseline baseline =
        request.baseline().map(image -> CheckStore.baseline(registry, image)).orElse(Baseline.NONE);
    Examining examining =
        Examining.on(
            machine,
            request,
            policy,
            this::uv,
            name -> WorkFolder.newFolder(work, name),
            // Nobody knows what is in an environment, so nobody can find it again.
            layerRepository
                .filter(_ -> !(imports instanceof Imports.Environment))
                .map(name -> new CheckStore(new KeyStore(registry, Repository.of(name)))),
            new Stopwatch(machine.clock()));
    Examining.Project files = new Examining.Project(source, place, List.of(), Optional::empty);
    Supplier<Examining.Project> withPackages =
        new Once<>(() -> withPackages(source, place, imports, registry));
    Map<Turn, Examination> examinations = new LinkedHashMap<>();
    for (Turn turn : Turn.of(request)) {
      examinations.put(
          turn, examining.of(turn, turn.checker().needsPackages() ? withPackages.get() : files));
    }
    return Checked.of(request, examinations, baseline);
  }

  /** Whoever names a source must not thereby use credentials that are not theirs. */
  private Source fetch(SourceRequest project, Registry registry, Path folder) {
    Access own = machine.access().forSource(project);
    Registry artifacts =
        own.equals(machine.access()) ? registry : Registry.of(own, machine.environment());
    return new Sources(own, ProxySettings.of(machine.environment()), artifacts, limits)
        .fetch(project, folder);
  }

  private Examining.Project withPackages(
      Source source, Supplier<CheckPlace> place, Imports imports, Registry registry) {
    return switch (imports) {
      case Imports.Unknown _ -> new Examining.Project(source, place, List.of(), Optional::empty);
      case Imports.Environment(Packages packages) ->
          new Examining.Project(source, place, List.of(), () -> Optional.of(packages));
      case Imports.OfImage(String image) -> {
        ImagePackages known = ImagePackages.of(registry, Reference.of(image));
        Supplier<Packages> packages =
            new Once<>(() -> known.within(place.get(), limits.installedBytes()));
        yield new Examining.Project(
            source, place, known.decides(), () -> Optional.of(packages.get()));
      }
    };
  }

  private Uv uv() {
    return Uv.find(
        machine.uv(),
        machine.cache(),
        machine.access(),
        machine.interpreters(),
        machine.environment());
  }
}
