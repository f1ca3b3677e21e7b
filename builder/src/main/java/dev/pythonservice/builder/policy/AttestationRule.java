package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.keyless.LoggedTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import dev.pythonservice.builder.keyless.TrustedRoot;
import dev.pythonservice.builder.publisher.FileProvenance;
import dev.pythonservice.builder.publisher.IndexAnswer;
import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.publisher.Publisher;
import dev.pythonservice.builder.request.PackageRules.AllowedPublisher;
import dev.pythonservice.builder.request.PackageRules.Attestations;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who published packages: every attestation that an index has of a file must hold. */
final class AttestationRule implements Rule {

  /** The rule's name, as the policy's field is called. */
  static final String NAME = "attestations";

  private final Attestations rules;
  private final Map<PublishedFile, Judged> judged = new HashMap<>();

  /** What is found of a file. */
  private sealed interface Judged {

    /** All of its attestations hold. */
    record Valid(Set<Publisher> publishers) implements Judged {}

    /** One of them does not. */
    record Invalid(String why) implements Judged {}

    /** There are none. */
    record Nothing() implements Judged {}
  }

  /**
   * A rule.
   *
   * @param rules the platform's
   * @param answers what indexes have of all files that they can be asked for
   */
  AttestationRule(Attestations rules, Collection<IndexAnswer> answers) {
    this.rules = rules;
    LoggedTrust trust = new LoggedTrust(TrustedRoot.withLogs(rules.trustedRoot()));
    answers.forEach(answer -> judged.put(answer.file(), judged(answer, trust)));
  }

  private static Judged judged(IndexAnswer answer, LoggedTrust trust) {
    if (answer.provenance().isEmpty()) {
      return new Judged.Nothing();
    }
    try {
      FileProvenance provenance = FileProvenance.of(answer.provenance().get());
      return new Judged.Valid(provenance.publishers(answer.file(), trust));
    } catch (NotVouched no) {
      return new Judged.Invalid(no.why());
    }
  }

  @Override
  public Stream<Violation> violations(PackageFacts facts) {
    if (facts.own()) {
      return Stream.empty();
    }
    return switch (judged(facts)) {
      case Judged.Valid(Set<Publisher> publishers) -> strangers(facts, publishers);
      case Judged.Invalid(String why) -> Stream.of(invalid(facts, why));
      case Judged.Nothing() -> missing(facts);
    };
  }

  /** What is known of a package; nothing of what comes from no index. */
  Stream<AttestedPackage> findings(PackageFacts facts) {
    return facts
        .published()
        .map(_ ->
            switch (judged(facts)) {
              case Judged.Valid(Set<Publisher> publishers) ->
                  found(facts, names(publishers), AttestedPackage.VERIFIED);
              case Judged.Invalid(_) -> found(facts, "", "invalid");
              case Judged.Nothing() -> found(facts, "", "none");
            })
        .stream();
  }

  private static AttestedPackage found(PackageFacts facts, String publisher, String state) {
    return new AttestedPackage(facts.name(), facts.version(), facts.fileName(), publisher, state);
  }

  private Judged judged(PackageFacts facts) {
    return facts
        .published()
        .flatMap(file -> Optional.ofNullable(judged.get(file)))
        .orElseGet(Judged.Nothing::new);
  }

  private Stream<Violation> missing(PackageFacts facts) {
    if (NamePattern.match(rules.required(), facts.name()) < 0) {
      return Stream.empty();
    }
    return Stream.of(
        facts.published().isPresent()
            ? Violation.of(
                facts,
                NAME,
                "%s has no attestation on %s, and must have one"
                    .formatted(facts.fileName(), facts.index()),
                "lock a version that was published with one, or ask the platform team")
            : Violation.of(
                facts,
                NAME,
                "it must have an attestation, and comes from no index that could have one",
                "lock it from an index"));
  }

  private static Violation invalid(PackageFacts facts, String why) {
    return Violation.of(
        facts,
        NAME,
        "an attestation of %s on %s does not hold: %s"
            .formatted(facts.fileName(), facts.index(), why),
        "do not use the file before it is found out who changed what; lock another version, or tell"
            + " the platform team");
  }

  private Stream<Violation> strangers(PackageFacts facts, Set<Publisher> publishers) {
    List<AllowedPublisher> allowed = allowed(facts.name());
    boolean isAllowed =
        allowed.isEmpty()
            || allowed.stream().anyMatch(each -> publishers.stream().anyMatch(one -> one.is(each)));
    return isAllowed
        ? Stream.empty()
        : Stream.of(
            Violation.of(
                facts,
                NAME,
                "%s was published by %s, and must be by %s"
                    .formatted(
                        facts.fileName(),
                        names(publishers),
                        allowed.stream()
                            .map(AttestationRule::name)
                            .collect(Collectors.joining(" or "))),
                "lock a version that its publisher published, or let the platform team list the new"
                    + " one"));
  }

  /** The longest name, or beginning of a name, wins, as with indexes. */
  private List<AllowedPublisher> allowed(String name) {
    int longest =
        rules.publishers().stream()
            .mapToInt(each -> NamePattern.match(each.packages(), name))
            .max()
            .orElse(-1);
    return rules.publishers().stream()
        .filter(each -> longest >= 0 && NamePattern.match(each.packages(), name) == longest)
        .toList();
  }

  private static String name(AllowedPublisher allowed) {
    return allowed.kind().word()
        + allowed.repository().or(allowed::email).map(" "::concat).orElse("")
        + allowed.workflow().map(" (%s)"::formatted).orElse("")
        + allowed.environment().map(" in the environment "::concat).orElse("");
  }

  private static String names(Set<Publisher> publishers) {
    return publishers.stream().map(Publisher::toString).collect(Collectors.joining(", "));
  }
}
