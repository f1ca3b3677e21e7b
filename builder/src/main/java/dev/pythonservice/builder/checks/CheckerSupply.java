package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.checks.Examiner.Version;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.AnyPython;
import dev.pythonservice.builder.lock.OriginCheck;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Policy;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings versions of checkers that this machine does not have: as wheels for it, from one package
 * index, into a folder that goes with the build. uv reaches the index as it does for other
 * packages; the programs that it brings know nothing of that.
 */
public final class CheckerSupply {

  private final Place place;
  private final Supplier<Uv> uv;
  private final Function<String, Path> folders;
  private final Map<String, Version> brought = new HashMap<>();

  /**
   * Where checkers come from.
   *
   * @param indexes the address of the index, by program; without one it is the usual one
   * @param usual the address of the usual one
   * @param access how they are reached
   * @param policy which indexes are allowed
   */
  public record Place(Map<String, String> indexes, String usual, Access access, Policy policy) {

    private String address(Checker checker) {
      return indexes.getOrDefault(checker.program(), usual);
    }

    /** For people, without a password. */
    private String shown(Checker checker) {
      return address(checker).replaceFirst("//[^/@]*@", "//");
    }

    /** What stands against asking it. */
    private Optional<String> objection(Checker checker) {
      String address = address(checker);
      if (!OriginCheck.allows(policy, URI.create(address))) {
        return Optional.of("the platform's policy does not allow this index");
      }
      return access.exposes(URI.create(access.mirrored(address)))
          ? Optional.of(
              "it would be asked without TLS, and there is a password for its host; name it with"
                  + " https, or its host with --plain-http")
          : Optional.empty();
    }

    private List<String> words(Checker checker) {
      return Optional.ofNullable(indexes.get(checker.program()))
          .map(access::mirrored)
          .map(address -> List.of("--default-index", address))
          .orElse(List.of());
    }
  }

  /**
   * A supply.
   *
   * @param uv runs that reach out; asked when it is needed
   * @param folders makes empty folders that are deleted after the build
   */
  public CheckerSupply(Place place, Supplier<Uv> uv, Function<String, Path> folders) {
    this.place = place;
    this.uv = uv;
    this.folders = folders;
  }

  /**
   * A version of a checker's program, brought once.
   *
   * @return the program, or why there is none: that does not change by itself
   * @throws BuildFailure when the index cannot be reached, or this machine has no room
   */
  synchronized Version of(Checker checker, String version) {
    String name = checker.program() + " " + version;
    Optional<Version> known = Optional.ofNullable(brought.get(name));
    Version found = known.orElseGet(() -> bring(checker, version));
    brought.put(name, found);
    return found;
  }

  private Version bring(Checker checker, String version) {
    Optional<String> objection = place.objection(checker);
    if (objection.isPresent()) {
      return unknown(checker, version, objection.get());
    }
    Path folder = folders.apply("checker-" + checker.program());
    Uv reachingOut = uv.get();
    String doing =
        "%s %s cannot be had from %s".formatted(checker.program(), version, place.shown(checker));
    Program.Outcome outcome =
        new AnyPython(reachingOut).run(folder, words(checker, version, folder), doing);
    if (outcome.succeeded()) {
      return started(checker, version, folder.resolve("bin").resolve(checker.program()));
    }
    BuildFailure failure = reachingOut.failure(doing, outcome);
    if (failure.exitCode() != ExitCode.INPUT) {
      throw failure;
    }
    return unknown(
        checker, version, failure.sentence().replaceFirst("^.*?: ", "").replaceFirst("[.]$", ""));
  }

  private List<String> words(Checker checker, String version, Path folder) {
    List<String> words =
        new ArrayList<>(
            List.of("pip", "install", "--quiet", "--no-build", "--no-deps", "--link-mode", "copy"));
    words.addAll(List.of("--target", folder.toString()));
    words.addAll(place.words(checker));
    words.add("%s==%s".formatted(checker.program(), version));
    return words;
  }

  /** A wheel that fits by its name may still not run here. */
  private Version started(Checker checker, String version, Path program) {
    try {
      return Programs.versionOf(program, checker)
          .map(_ -> (Version) new Version.Known(program, version))
          .orElseGet(() -> unknown(checker, version, "it does not run on this machine"));
    } catch (BuildFailure failure) {
      if (failure.exitCode() == ExitCode.INTERNAL) {
        throw failure;
      }
      return unknown(checker, version, failure.sentence());
    }
  }

  private Version unknown(Checker checker, String version, String cause) {
    return new Version.Unknown(
        "%s %s cannot be had from %s: %s; name a version that this index has as a wheel for the builder's machine, with spec.policy.checkers.%s of the PythonPlatform, or here with --checker or --preview-checker"
            .formatted(checker.program(), version, place.shown(checker), cause, checker.program()));
  }
}
