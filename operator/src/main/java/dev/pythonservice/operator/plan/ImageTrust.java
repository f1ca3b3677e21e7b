package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.operator.plan.Lookup.Found;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the signatures of a service's images.
 *
 * @param required whether only signed images are served
 * @param lookup what was found of the images that matter; pending where none is required
 */
public record ImageTrust(boolean required, Lookup<Answer> lookup) {

  /**
   * What the registry says of some images, by their references.
   *
   * @param trusted the images that a trusted key signed
   * @param distrusted why the others are not trusted: the rest of a sentence, with the remedy
   * @param revisions of which revision of their source the trusted ones are, by their signed
   *     provenance
   */
  public record Answer(
      Set<String> trusted, Map<String, String> distrusted, Map<String, String> revisions) {

    public Answer {
      trusted = Set.copyOf(trusted);
      distrusted = Map.copyOf(distrusted);
      revisions = Map.copyOf(revisions);
    }

    /** Where no revision is known. */
    public Answer(Set<String> trusted, Map<String, String> distrusted) {
      this(trusted, distrusted, Map.of());
    }
  }

  /** Signatures are not asked for. */
  public static ImageTrust notRequired() {
    return new ImageTrust(false, Lookup.pending());
  }

  /** Whether all that is needed is known, or cannot be known for now. */
  public boolean isPending() {
    return required && lookup instanceof Lookup.Pending<Answer>;
  }

  boolean allows(PythonBuild build) {
    return !required
        || answer()
            .filter(found -> image(build).filter(found.trusted()::contains).isPresent())
            .filter(found -> otherRevision(build, found).isEmpty())
            .isPresent();
  }

  /** Why a build's image is not trusted; empty where it is, or where that is not known. */
  Optional<String> objection(PythonBuild build) {
    return answer()
        .flatMap(found ->
            image(build)
                .map(found.distrusted()::get)
                .or(() -> otherRevision(build, found).map(other -> ofOtherRevision(build, other))));
  }

  /**
   * The revision that the provenance names, where it is not the build's. Commits can be compared:
   * operator and builder mean the same by them, wherever they look.
   */
  private static Optional<String> otherRevision(PythonBuild build, Answer found) {
    boolean isComparable =
        Optional.ofNullable(build.getSpec().takenOver()).isEmpty()
            && BuildSource.of(build.getSpec().source()) instanceof BuildSource.Git;
    return image(build)
        .map(found.revisions()::get)
        .filter(_ -> isComparable)
        .filter(named -> !named.equals(build.getSpec().revision()));
  }

  private static String ofOtherRevision(PythonBuild build, String named) {
    return "its signed provenance says that it was built from %s, and the build is of %s; build it again, and see who else pushes to the repository"
        .formatted(
            named.isEmpty() ? "no revision" : "revision " + named, build.getSpec().revision());
  }

  private Optional<Answer> answer() {
    return lookup.last().map(Found::value);
  }

  static Optional<String> image(PythonBuild build) {
    return BuildStatus.status(build).map(PythonBuildStatus::image);
  }
}
