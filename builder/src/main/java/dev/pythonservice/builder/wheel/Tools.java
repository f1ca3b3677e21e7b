package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Program.Outcome;
import dev.pythonservice.builder.process.Uv;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Runs the programs of a build, and says in one sentence which of them failed at what. */
final class Tools {

  /** A release build of a large crate on few cores takes long. */
  private static final Duration LONGEST = Duration.ofHours(2);

  /** The lines of a failed program that people get to see. */
  private static final int LAST_LINES = 40;

  /** Those that stand in the failure itself, which a pod's termination message can hold. */
  private static final int LAST_WORDS = 600;

  private static final String METADATA = ".dist-info";

  private final WheelJob job;
  private final BuildPlace place;
  private final Uv uv;
  private final Optional<Confinement> confinement;
  private final Consumer<String> progress;

  private Tools(
      WheelJob job,
      BuildPlace place,
      Uv uv,
      Optional<Confinement> confinement,
      Consumer<String> progress) {
    this.job = job;
    this.place = place;
    this.uv = uv;
    this.confinement = confinement;
    this.progress = progress;
  }

  /**
   * The tools of a build, with its virtual environment, which is empty yet.
   *
   * @param python the Python of the environment, as uv's {@code --python} takes it
   * @throws BuildFailure when there is no such Python
   */
  static Tools of(WheelJob job, BuildPlace place, Uv uv, String python, Consumer<String> progress)
      throws IOException {
    Tools open = new Tools(job, place, uv, Optional.empty(), progress);
    open.makeEnvironment(python);
    Optional<Confinement> confinement =
        Confinement.here(place, place.python().toRealPath(), uv.executable());
    if (confinement.isEmpty()) {
      progress.accept(
          "This kernel has no Landlock (Linux 6.2 or newer has), so builds see all files of this"
              + " place");
    }
    return new Tools(job, place, uv, confinement, progress);
  }

  /** Makes the virtual environment anew, without anything in it. */
  void makeEnvironment(String python) {
    fetch(
        List.of("venv", "--clear", "--python", python, place.tools().toString()),
        Map.of(),
        new Blame(
            ExitCode.INPUT,
            "there is no Python %s on this machine to run its build".formatted(python),
            "install it, or name one with --build-python"));
  }

  /** How a program's failure is told. */
  record Blame(ExitCode turn, String problem, String remedy) {}

  /** Runs uv with the way to the outside; it runs no foreign code then. */
  Outcome fetch(List<String> arguments, Map<String, String> environment, Blame blame) {
    Program program =
        uv.program(place.folder(), arguments)
            .with(Map.of("PATH", place.path(), "UV_LINK_MODE", "copy"))
            .with(environment)
            .within(LONGEST);
    return successful(program.run(), blame);
  }

  /** Runs uv like foreign code, which it then starts. */
  void build(List<String> arguments, Map<String, String> environment, Blame blame) {
    List<String> words = uv.program(place.folder(), arguments).words();
    run(words, environment, blame);
  }

  /** Runs foreign code in the package's folder. */
  Outcome run(List<String> words, Map<String, String> environment, Blame blame) {
    return successful(foreign(words, environment, false), blame);
  }

  /** Runs cargo, which may fail, in the package's folder while it fetches. */
  Outcome attemptFetching(List<String> words) {
    return foreign(words, place.fetching(), true);
  }

  private Outcome foreign(List<String> words, Map<String, String> environment, boolean network) {
    Program program = Program.of(place.source(), words).with(environment).within(LONGEST);
    return confinement.map(one -> one.around(program, network)).orElse(program).run();
  }

  /**
   * The outcome of a program that must not fail.
   *
   * @throws BuildFailure with the blame and its last words when it did; more of its lines went to
   *     the progress before
   */
  Outcome successful(Outcome outcome, Blame blame) {
    if (!outcome.succeeded()) {
      List<String> lines = (outcome.output() + outcome.error()).strip().lines().toList();
      lines.stream().skip(Math.max(0, lines.size() - LAST_LINES)).forEach(progress);
      throw new BuildFailure(
          blame.turn(),
          "%s: %s; %s%s".formatted(job, blame.problem(), blame.remedy(), lastWords(lines)));
    }
    return outcome;
  }

  /** What a program said at its end, in whole lines. */
  private static String lastWords(List<String> lines) {
    int from = lines.size();
    int length = 0;
    while (from > 0 && length + lines.get(from - 1).length() < LAST_WORDS) {
      from--;
      length += lines.get(from).length() + 1;
    }
    return from == lines.size()
        ? ""
        : ". Its last words: " + String.join("\n", lines.subList(from, lines.size())).strip();
  }

  /**
   * What the virtual environment has, name to version, by the names of the metadata's folders (PEP
   * 376): asking its Python would run foreign code.
   */
  Map<String, String> installed() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    try (Stream<Path> folders = Files.find(place.tools().resolve("lib"), 3, Tools::isMetadata)) {
      folders.forEach(folder -> {
        String[] words = folder.getFileName().toString().replace(METADATA, "").split("-", 2);
        versions.put(Names.normalised(words[0]), words[1]);
      });
    }
    return versions;
  }

  private static boolean isMetadata(Path folder, BasicFileAttributes attributes) {
    String name = folder.getFileName().toString();
    return attributes.isDirectory() && name.endsWith(METADATA) && name.contains("-");
  }

  /** The version of uv. */
  String uvVersion() {
    return version(uv.program(place.folder(), List.of()).words().getFirst());
  }

  /** The version that a program says it has, such as {@code 1.95.0}. */
  String version(String program) {
    String text =
        run(
                List.of(program, "--version"),
                place.building(),
                new Blame(
                    ExitCode.INPUT,
                    program + " does not start",
                    "install Rust, with cargo on the PATH of this machine"))
            .output();
    return Stream.of(text.split(" ")).skip(1).findFirst().orElse(text).strip();
  }
}
