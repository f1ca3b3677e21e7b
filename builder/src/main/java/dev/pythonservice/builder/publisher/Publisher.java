package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.keyless.Certified;
import dev.pythonservice.builder.keyless.NotVouched;
import dev.pythonservice.builder.request.PackageRules.AllowedPublisher;
import dev.pythonservice.builder.request.PackageRules.PublisherKind;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Somebody who publishes.
 *
 * @param kind the kind; absent for one that is not known here
 * @param name for GitHub and GitLab the repository, for Google the service account; for others
 *     whatever they are called
 * @param workflow the file that told the build what to do: for GitHub its name, for GitLab its
 *     path; empty for others
 * @param environment the environment; empty where there is none, or nobody says it
 */
public record Publisher(
    Optional<PublisherKind> kind, String name, String workflow, String environment) {

  private static final String GITHUB = "https://github.com/";
  private static final String GITLAB = "https://gitlab.com/";

  /** Whom an index names (PEP 740, "Provenance objects"). */
  static Publisher named(JsonNode json) {
    String word = json.path("kind").asString("");
    Optional<PublisherKind> kind =
        Arrays.stream(PublisherKind.values()).filter(each -> each.word().equals(word)).findFirst();
    String name =
        kind.map(known -> known == PublisherKind.GOOGLE ? "email" : "repository")
            .map(field -> json.path(field).asString(""))
            .orElse(word);
    String workflow =
        json.path(kind.equals(Optional.of(PublisherKind.GITLAB)) ? "workflow_filepath" : "workflow")
            .asString("");
    return new Publisher(kind, name, workflow, json.path("environment").asString(""));
  }

  /** Whom a certificate is about. */
  static Publisher certified(Certified certified) throws NotVouched {
    return switch (certified.identity().issuer()) {
      case "https://token.actions.githubusercontent.com" ->
          built(PublisherKind.GITHUB, certified, GITHUB, "/.github/workflows/");
      case "https://gitlab.com" -> built(PublisherKind.GITLAB, certified, GITLAB, "//");
      case "https://accounts.google.com" ->
          new Publisher(Optional.of(PublisherKind.GOOGLE), certified.identity().subject(), "", "");
      default -> new Publisher(Optional.empty(), certified.identity().toString(), "", "");
    };
  }

  /**
   * A build of a repository. The address of its configuration ends with the ref or the commit of
   * the source, which may have any characters.
   */
  private static Publisher built(
      PublisherKind kind, Certified certified, String host, String between) throws NotVouched {
    String repository = certified.repository().orElse("");
    String configuration = certified.configuration().orElse("");
    Optional<String> end =
        Stream.of(certified.ref(), certified.commit())
            .flatMap(Optional::stream)
            .map(source -> "@" + source)
            .filter(configuration::endsWith)
            .findFirst();
    String start = repository + between;
    if (!repository.startsWith(host)
        || end.isEmpty()
        || !configuration.startsWith(start)
        || configuration.length() <= start.length() + end.get().length()) {
      throw new NotVouched(
          "its certificate does not say which %s workflow it was".formatted(kind.word()));
    }
    return new Publisher(
        Optional.of(kind),
        repository.substring(host.length()),
        configuration.substring(start.length(), configuration.length() - end.get().length()),
        "");
  }

  /**
   * Sees that it is who an index says, as far as a certificate can tell.
   *
   * @return the same with what the index alone says
   */
  Publisher requireNamed(Publisher named) throws NotVouched {
    boolean isSame =
        named.kind().isEmpty()
            || (kind.equals(named.kind())
                && name.equals(named.name())
                && (named.workflow().isEmpty() || workflow.equals(named.workflow())));
    if (!isSame) {
      throw new NotVouched(
          "the index says that %s published it, and %s did".formatted(named, this));
    }
    return new Publisher(kind, name, workflow, named.environment());
  }

  /** Whether it is somebody whom a platform allows. */
  public boolean is(AllowedPublisher allowed) {
    return kind.equals(Optional.of(allowed.kind()))
        && allowed.repository().or(allowed::email).equals(Optional.of(name))
        && allowed.workflow().map(workflow::equals).orElse(true)
        && allowed.environment().map(environment::equals).orElse(true);
  }

  /** Such as {@code GitHub sigstore/sigstore-python (release.yml)}. */
  @Override
  public String toString() {
    return kind.map(known -> known.word() + " ").orElse("")
        + name
        + (workflow.isEmpty() ? "" : " (%s)".formatted(workflow));
  }
}
