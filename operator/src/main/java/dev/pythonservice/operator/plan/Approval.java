package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Promotion;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonService;
import java.util.Map;
import java.util.Optional;

/**
 * The image that somebody approved.
 *
 * @param digest its digest; whatever else somebody wrote there approves no image
 * @param means where it stands
 * @param by who approved it, where the service says so
 * @param manager the field manager that wrote it, as Kubernetes recorded it
 */
public record Approval(String digest, Means means, Optional<String> by, Optional<String> manager) {

  /** The annotation of a service that approves, where its spec does not. */
  public static final String APPROVED = "pythonservice.dev/approved";

  /** The annotation of a service that says who approved, wherever that stands. */
  public static final String APPROVED_BY = "pythonservice.dev/approved-by";

  private static final int LONGEST_NAME = 253;

  /** Where an approval stands. */
  public enum Means {
    /** In {@code spec.promotion.approved}, as GitOps writes it. */
    FIELD("spec.promotion.approved"),
    /** In the annotation, as kubectl writes it. */
    ANNOTATION("the annotation " + APPROVED);

    private final String place;

    Means(String place) {
      this.place = place;
    }

    /** As people find it. */
    String place() {
      return place;
    }
  }

  /** What a service approves; the field wins where both are there. */
  public static Optional<Approval> of(PythonService service) {
    Optional<String> by =
        annotation(APPROVED_BY, service)
            .map(name -> name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    return Optional.ofNullable(service.getSpec().promotion())
        .map(Promotion::approved)
        .map(digest ->
            new Approval(
                digest,
                Means.FIELD,
                by,
                FieldOwner.of(service.getMetadata(), "spec", "promotion", "approved")))
        .or(() ->
            annotation(APPROVED, service)
                .map(digest ->
                    new Approval(
                        digest,
                        Means.ANNOTATION,
                        by,
                        FieldOwner.of(
                            service.getMetadata(), "metadata", "annotations", APPROVED))));
  }

  /** Whether it is an image of this digest that is approved. */
  public boolean covers(String other) {
    return digest.equals(other);
  }

  /** Whether it is the image of this build that is approved. */
  public boolean covers(PythonBuild build) {
    return BuildStatus.status(build)
        .map(PythonBuildStatus::digest)
        .filter(this::covers)
        .isPresent();
  }

  /** Who it was, as a part of a sentence: a person where one is named, else a program. */
  String author() {
    return by.map(name -> " by " + name)
        .or(() -> manager.map(name -> " through " + name))
        .orElse("");
  }

  private static Optional<String> annotation(String name, PythonService service) {
    return Optional.ofNullable(service.getMetadata().getAnnotations())
        .map((Map<String, String> annotations) -> annotations.get(name))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }
}
