package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.process.Program.Outcome;
import dev.pythonservice.builder.wheel.Tools.Blame;
import dev.pythonservice.builder.wheel.WheelJob.Material;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Builds one package. First everything that is needed is fetched, by programs that run no code of
 * the package; then that runs, confined, without network and credentials.
 */
final class WheelBuild {

  private final WheelJob job;
  private final WheelRequest request;
  private final Machine machine;
  private final BuildPlace place;
  private final Tools tools;

  WheelBuild(WheelJob job, WheelRequest request, Machine machine, BuildPlace place, Tools tools) {
    this.job = job;
    this.request = request;
    this.machine = machine;
    this.place = place;
    this.tools = tools;
  }

  /**
   * A wheel that has come to be.
   *
   * @param file the wheel
   * @param folder the folder it was built in
   * @param tools what built it, name to version
   */
  record Built(Path file, Path folder, Map<String, String> tools) {}

  /**
   * Builds it from the source that lies in the place.
   *
   * @throws BuildFailure when it cannot be built, or not on this machine
   */
  Built run() throws IOException {
    BuildSystem system = BuildSystem.read(place.source());
    Recipe recipe = Recipe.of(system, request.target(), machine);
    boolean compiled = system.manifest().isPresent() || job.material() instanceof Material.Folder;
    if (recipe instanceof Recipe.PureOnly && compiled) {
      throw needsNativeMachine();
    }
    if (recipe instanceof Recipe.Zig zig) {
      checkRust(zig);
    }
    fetchTools(system, recipe);
    fetchCrates(system, recipe);
    Path wheel = finished(build(recipe), recipe);
    return new Built(wheel, place.folder(), versions(system));
  }

  private void checkRust(Recipe.Zig zig) {
    Outcome outcome =
        tools.run(
            List.of("rustc", "--print", "target-libdir", "--target", zig.rustTarget()),
            place.building(),
            new Blame(
                ExitCode.INPUT,
                "rustc does not start, or does not know the target " + zig.rustTarget(),
                "install Rust, with rustc and cargo on the PATH of this machine"));
    if (!Files.isDirectory(Path.of(outcome.output().strip()))) {
      throw new NeedsOtherMachine(
          "%s: this machine's Rust has no standard library for %s; run 'rustup target add %s', or use a machine that has it"
              .formatted(job, zig.rustTarget(), zig.rustTarget()));
    }
  }

  private void fetchTools(BuildSystem system, Recipe recipe) throws IOException {
    List<String> known =
        Stream.concat(system.requires().stream(), recipe.tools().stream()).toList();
    install(known);
    List<String> asked =
        system.isMaturin() ? List.of() : BackendRequirements.ask(system, place, tools);
    if (!asked.isEmpty()) {
      // In an environment without anything: what is installed runs when uv looks at its Python.
      tools.makeEnvironment(request.python());
      install(Stream.concat(known.stream(), asked.stream()).toList());
    }
  }

  /** Wheels only: a tool that must itself be built would run code with the credentials at hand. */
  private void install(List<String> requirements) {
    if (requirements.isEmpty()) {
      return;
    }
    BuildRequirement.check(job, requirements);
    List<String> words = new ArrayList<>(List.of("pip", "install", "--no-build", "--python"));
    words.add(place.tools().toString());
    words.add("--");
    words.addAll(requirements);
    tools.fetch(
        words,
        request
            .toolsBefore()
            .map(time -> Map.of("UV_EXCLUDE_NEWER", time.toString()))
            .orElse(Map.of()),
        new Blame(
            ExitCode.NETWORK,
            "its build tools %s cannot be installed from wheels".formatted(requirements),
            "see to it that the index can be reached and has wheels of them for this machine"));
  }

  private void fetchCrates(BuildSystem system, Recipe recipe) {
    if (system.manifest().isEmpty()) {
      return;
    }
    String manifest = system.manifest().get();
    List<String> words =
        new ArrayList<>(List.of("cargo", "fetch", "--locked", "--manifest-path", manifest));
    if (recipe instanceof Recipe.Zig zig) {
      words.addAll(List.of("--target", zig.rustTarget()));
    }
    Outcome outcome = tools.attemptFetching(words);
    Blame blame =
        outcome.error().contains("--locked")
            ? new Blame(
                ExitCode.INPUT,
                "Cargo.lock is missing or stale beside " + manifest,
                "run 'cargo update --workspace' there and commit it")
            : new Blame(
                ExitCode.NETWORK,
                "its crates cannot be fetched",
                "see to it that the registry of crates can be reached");
    tools.successful(outcome, blame);
  }

  private Path build(Recipe recipe) throws IOException {
    List<String> words =
        new ArrayList<>(List.of("build", "--wheel", "--no-build-isolation", "--offline"));
    words.addAll(List.of("--python", place.python().toString()));
    words.addAll(List.of("--out-dir", place.wheels().toString()));
    recipe.settings().forEach(setting -> words.addAll(List.of("--config-setting", setting)));
    words.add(place.source().toString());
    Map<String, String> environment = new LinkedHashMap<>(place.building());
    if (recipe instanceof Recipe.Zig zig) {
      environment.putAll(place.withoutPaths(zig.rustTarget()));
    }
    tools.build(
        words,
        environment,
        new Blame(
            ExitCode.INPUT,
            "it cannot be built for " + request.target(),
            "the lines above say why"));
    return only(place.wheels());
  }

  private Path finished(Path wheel, Recipe recipe) throws IOException {
    WheelFileName name = WheelFileName.ofBuilt(job, wheel);
    if (name.isPure()) {
      return wheel;
    }
    if (recipe instanceof Recipe.PureOnly) {
      throw needsNativeMachine();
    }
    return recipe instanceof Recipe.Native(String tag) && name.isUnrepaired()
        ? repaired(wheel, tag)
        : wheel;
  }

  private Path repaired(Path wheel, String tag) throws IOException {
    tools.run(
        List.of(
            place.tools().resolve("bin/auditwheel").toString(),
            "repair",
            "--plat",
            tag,
            "--only-plat",
            "--wheel-dir",
            place.repaired().toString(),
            wheel.toString()),
        place.building(),
        new Blame(
            ExitCode.INPUT,
            "what was compiled on this machine does not run on every " + tag,
            "build on a machine whose C library is no newer than " + request.target().libc()));
    return only(place.repaired());
  }

  private Map<String, String> versions(BuildSystem system) throws IOException {
    Map<String, String> versions = tools.installed();
    versions.put("uv", tools.uvVersion());
    if (system.manifest().isPresent()) {
      versions.put("cargo", tools.version("cargo"));
      versions.put("rustc", tools.version("rustc"));
    }
    return versions;
  }

  private Path only(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> wheels =
          files
              .filter(file -> file.getFileName().toString().endsWith(".whl"))
              // Foreign code might have put a link to another file there.
              .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
              .toList();
      if (wheels.size() != 1) {
        throw new BuildFailure(
            ExitCode.INPUT,
            "%s: its build backend made %d wheels, not one; see to its build system"
                .formatted(job, wheels.size()));
      }
      return wheels.getFirst();
    }
  }

  private BuildFailure needsNativeMachine() {
    return new NeedsOtherMachine(
        "%s has native code that only maturin could build on %s for %s; run this command on a machine of %s with %s"
            .formatted(
                job,
                machine,
                request.target(),
                request.target().platform(),
                request.target().libc().family().name().toLowerCase(java.util.Locale.ROOT)));
  }
}
