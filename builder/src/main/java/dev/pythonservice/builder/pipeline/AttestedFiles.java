package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.publisher.IndexAnswer;
import dev.pythonservice.builder.publisher.ProvenanceIndex;
import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.FileServer;
import dev.pythonservice.builder.registry.KeyStore;
import dev.pythonservice.builder.registry.Retries;
import dev.pythonservice.builder.request.PackageRules.Attestations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What indexes have of the attestations of files. What passed is kept beside the plans, so that an
 * unchanged project under unchanged rules asks no index again; it is judged anew in every build.
 */
final class AttestedFiles {

  private static final String KIND = "attestations";

  /** An attestation never changes; that there is none may, as when a mirror learns of them. */
  private static final Duration NOTHING_HOLDS = Duration.ofDays(1);

  private final ProvenanceIndex index;
  private final Optional<KeyStore> store;
  private final boolean offline;
  private final InstantSource clock;

  /** What was asked already: looking at a change takes several looks at much the same. */
  private final Map<PublishedFile, IndexAnswer> asked = new ConcurrentHashMap<>();

  /**
   * Attestations.
   *
   * @param index asks indexes
   * @param store where answers are kept; absent where nothing is
   * @param offline whether no index may be asked
   * @param clock says what time it is
   */
  AttestedFiles(
      ProvenanceIndex index, Optional<KeyStore> store, boolean offline, InstantSource clock) {
    this.index = index;
    this.store = store;
    this.offline = offline;
    this.clock = clock;
  }

  /** Those of a machine. */
  static AttestedFiles of(FileServer server, Optional<KeyStore> store, Machine machine) {
    return new AttestedFiles(
        new ProvenanceIndex(server, Retries.usual()),
        store,
        machine.access().offline(),
        machine.clock());
  }

  /**
   * What indexes have.
   *
   * @param key by which they are kept
   * @param all the answers, one for each file
   * @param isNew whether an index was asked
   */
  record Answers(Digest key, List<IndexAnswer> all, boolean isNew) {

    Answers {
      all = List.copyOf(all);
    }
  }

  /** Answers, and when they were asked for. */
  record Kept(Instant asked, List<IndexAnswer> answers) {}

  /**
   * What indexes have of some files.
   *
   * @throws BuildFailure when one of them does not say
   */
  Answers of(Attestations rules, Collection<PublishedFile> files) {
    List<PublishedFile> sorted =
        files.stream()
            .distinct()
            .sorted(
                Comparator.comparing(PublishedFile::index).thenComparing(PublishedFile::fileName))
            .toList();
    Digest key = Digest.ofBytes(PlanStore.write(List.of(rules, sorted)));
    Map<PublishedFile, IndexAnswer> known = kept(key);
    List<PublishedFile> unknown = sorted.stream().filter(file -> !known.containsKey(file)).toList();
    ask(unknown).forEach(answer -> known.put(answer.file(), answer));
    return new Answers(
        key,
        sorted.stream().map(file -> Objects.requireNonNull(known.get(file))).toList(),
        !unknown.isEmpty());
  }

  /** Keeps answers that passed; what did not is asked again when somebody has mended it. */
  void keep(Answers answers) {
    if (answers.isNew()) {
      store.ifPresent(place ->
          place.put(
              KIND,
              answers.key(),
              PlanStore.write(new Kept(clock.instant(), answers.all())),
              List.of()));
    }
  }

  private Map<PublishedFile, IndexAnswer> kept(Digest key) {
    Map<PublishedFile, IndexAnswer> known = new ConcurrentHashMap<>(asked);
    store
        .flatMap(place -> place.get(KIND, key))
        .flatMap(entry -> PlanStore.read(entry.facts(), Kept.class))
        .ifPresent(kept -> {
          boolean isRecent = kept.asked().plus(NOTHING_HOLDS).isAfter(clock.instant());
          kept.answers().stream()
              .filter(answer -> isRecent || offline || answer.provenance().isPresent())
              .forEach(answer -> known.put(answer.file(), answer));
        });
    return known;
  }

  private List<IndexAnswer> ask(List<PublishedFile> files) {
    if (offline && !files.isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The policy has attestations, nobody knows those of %s, and the build is offline; build once with network access"
              .formatted(
                  files.stream().map(PublishedFile::fileName).collect(Collectors.joining(", "))));
    }
    List<List<PublishedFile>> pages =
        List.copyOf(
            files.stream()
                .collect(Collectors.groupingBy(file -> List.of(file.index(), file.name())))
                .values());
    List<IndexAnswer> answers =
        Parallel.each(pages, 8, index::of).stream().flatMap(List::stream).toList();
    asked.putAll(
        answers.stream().collect(Collectors.toMap(IndexAnswer::file, Function.identity())));
    return answers;
  }
}
