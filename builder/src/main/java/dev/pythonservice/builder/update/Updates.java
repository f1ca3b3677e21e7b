package dev.pythonservice.builder.update;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockUpgrade;
import dev.pythonservice.builder.lock.LockUpgrade.Outcome;
import dev.pythonservice.builder.lock.LockUpgrade.Wish;
import dev.pythonservice.builder.pipeline.Review;
import dev.pythonservice.builder.pipeline.Reviewer;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.policy.Violation;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.update.Moves.Step;
import dev.pythonservice.builder.vulnerability.Advisories;
import dev.pythonservice.builder.vulnerability.Component;
import dev.pythonservice.builder.vulnerability.Ecosystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a candidate for a project's {@code uv.lock}: uv moves what may move, and what the
 * platform's policy forbids stays. Nothing of the project or of a package runs.
 */
public final class Updates {

  private final Sources sources;
  private final Reviewer reviewer;
  private final LockUpgrade upgrade;
  private final InstantSource clock;
  private final Path work;
  private final Consumer<String> told;

  /**
   * What makes candidates.
   *
   * @param sources copies a project
   * @param reviewer says what a lock would install
   * @param upgrade makes locks
   * @param clock says what time it is
   * @param work a folder that is deleted afterwards
   * @param told where it is told how it goes
   */
  public Updates(
      Sources sources,
      Reviewer reviewer,
      LockUpgrade upgrade,
      InstantSource clock,
      Path work,
      Consumer<String> told) {
    this.sources = sources;
    this.reviewer = reviewer;
    this.upgrade = upgrade;
    this.clock = clock;
    this.work = work;
    this.told = told;
  }

  /**
   * Makes one.
   *
   * @throws BuildFailure when the lock cannot be read or updated at all
   */
  public Candidate make(Source source, LockRequest lock, UpdateRequest request) {
    return new Making(source, lock, request).candidate();
  }

  /** One update of one project. */
  private final class Making {

    private final Source source;
    private final LockRequest lock;
    private final UpdateRequest request;
    private final String path;
    private final String text;
    private final Instant now;
    private final Instant before;
    private final Review old;
    private final Moves moves;
    private final Map<String, String> held = new TreeMap<>();

    private Making(Source source, LockRequest lock, UpdateRequest request) {
      this.source = source;
      this.lock = lock;
      this.request = request;
      this.path = LockUpgrade.path(source, lock);
      this.text = text(source.tree().resolve(path));
      this.now = clock.instant();
      this.before =
          request.minimumAgeDays() == 0
              ? Instant.MAX
              : now.minus(Duration.ofDays(request.minimumAgeDays()));
      this.old = reviewer.review(source, lock);
      this.moves = Moves.of(request, old.project().packages(), before);
    }

    private Candidate candidate() {
      moves
          .tooYoung()
          .forEach(name ->
              held.put(
                  name,
                  "it is locked in a version that is not %d days old, or nobody says how old it is"
                      .formatted(request.minimumAgeDays())));
      while (true) {
        Map<String, String> unsolved = new TreeMap<>();
        String made = upgraded(unsolved);
        Optional<Differences> differences =
            made.equals(text) ? Optional.empty() : Optional.of(new Differences(old, review(made)));
        Set<String> changed = differences.map(Differences::changed).orElse(Set.of());
        if (differences.isEmpty() || changed.isEmpty()) {
          return candidate(Optional.empty(), Candidate.NOTHING, unsolved);
        }
        PolicyVerdict verdict = reviewer.verdict(differences.get().after(), changed);
        List<Violation> forbidden =
            verdict.violations().stream().filter(one -> changed.contains(one.name())).toList();
        if (forbidden.isEmpty()) {
          return candidate(
              Optional.of(made),
              differences.get().with(reviewer.verdict(old, changed), verdict),
              unsolved);
        }
        if (!hold(forbidden)) {
          return candidate(Optional.empty(), Candidate.NOTHING, unsolved);
        }
        told.accept("the policy forbids some of it; uv makes the lock without that");
      }
    }

    private Review review(String made) {
      byte[] bytes = made.getBytes(StandardCharsets.UTF_8);
      return reviewer.review(sources.replacing(source, path, bytes, newFolder("candidate")), lock);
    }

    /** The lock after all steps that uv can do; what it cannot is added to {@code unsolved}. */
    private String upgraded(Map<String, String> unsolved) {
      String made = text;
      for (Step step : steps()) {
        switch (upgraded(made, step)) {
          case Outcome.Made(String next) -> made = next;
          case Outcome.Impossible(String why) ->
              step.names().forEach(name -> unsolved.put(name, why));
        }
      }
      return made;
    }

    /**
     * What comes of the first attempt that works; else why the one that is wanted most does not.
     */
    private Outcome upgraded(String from, Step step) {
      List<Outcome> failed = new ArrayList<>();
      for (List<String> specifiers : step.attempts()) {
        told.accept("uv is asked for " + String.join(", ", specifiers));
        List<String> all = new ArrayList<>(specifiers);
        all.addAll(moves.pins(held.keySet()));
        Outcome outcome =
            upgrade.make(source, lock, from, new Wish(all, before, moves.tooYoung()), now);
        if (outcome instanceof Outcome.Made) {
          return outcome;
        }
        failed.add(outcome);
      }
      return failed.getFirst();
    }

    private List<Step> steps() {
      return request.scope() == Scope.SECURITY
          ? moves.safer(advisories(), held.keySet())
          : moves.newer(held.keySet());
    }

    private Advisories advisories() {
      List<Component> components =
          old.project().packages().stream()
              .map(one -> new Component(Ecosystem.PYPI, one.name(), one.version()))
              .toList();
      return reviewer
          .advisories(components)
          .orElseThrow(() ->
              new BuildFailure(
                  ExitCode.POLICY,
                  "The scope is security, and nothing says which vulnerabilities there are; name"
                      + " their data with vulnerabilities.database.url in the policy or with"
                      + " --vulnerabilities, or choose the scope patch or minor"));
    }

    /**
     * Holds what the policy forbids of what moved, and what moves with it.
     *
     * @return whether anything is held that was not before
     */
    private boolean hold(List<Violation> forbidden) {
      int count = held.size();
      for (Violation violation : forbidden) {
        held.putIfAbsent(violation.name(), violation.sentence());
        request
            .together(violation.name(), moves.byName().keySet())
            .forEach(name -> held.putIfAbsent(name, violation.sentence()));
      }
      return held.size() > count;
    }

    private Candidate candidate(
        Optional<String> made, LockDifference difference, Map<String, String> unsolved) {
      Map<String, Set<String>> byReason = new LinkedHashMap<>();
      Stream.of(held, unsolved)
          .flatMap(reasons -> reasons.entrySet().stream())
          .forEach(entry ->
              byReason
                  .computeIfAbsent(entry.getValue(), reason -> new TreeSet<>())
                  .add(entry.getKey()));
      return new Candidate(
          request.scope(),
          source.revision(),
          path,
          made,
          difference,
          byReason.entrySet().stream()
              .map(entry ->
                  "%s: not moved, because %s"
                      .formatted(String.join(", ", entry.getValue()), entry.getKey()))
              .toList());
    }
  }

  private Path newFolder(String name) {
    try {
      return Files.createTempDirectory(work, name);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException("%s cannot be read".formatted(file), exception);
    }
  }
}
