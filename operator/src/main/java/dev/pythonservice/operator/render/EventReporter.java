package dev.pythonservice.operator.render;

import dev.pythonservice.operator.plan.Outlook;
import dev.pythonservice.operator.plan.Verdict;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Who tells in Events what changed.
 *
 * @param instance which of the operator's pods
 */
public record EventReporter(String instance) {

  private static final String CONTROLLER = "pythonservice.dev/operator";

  /** Where Events on objects without a namespace go, as kubectl looks for them. */
  private static final String NAMESPACE_OF_CLUSTER_OBJECTS = "default";

  /** Longest {@code note} that the API server accepts, in characters. */
  private static final int NOTE_LENGTH = 1024;

  /** The form of {@code MicroTime}: RFC 3339 with microseconds. */
  private static final DateTimeFormatter MICROSECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** The Event that tells of a verdict; a warning when somebody has to change something. */
  Event verdictOn(HasMetadata object, Verdict verdict, Instant now) {
    ObjectReference regarding = referenceTo(object);
    String namespace =
        Optional.ofNullable(regarding.getNamespace()).orElse(NAMESPACE_OF_CLUSTER_OBJECTS);
    return new EventBuilder()
        .withNewMetadata()
        .withGenerateName(regarding.getName() + "-")
        .withNamespace(namespace)
        .endMetadata()
        .withRegarding(regarding)
        .withType(verdict.outlook() == Outlook.STALLED ? "Warning" : "Normal")
        .withReason(verdict.reason())
        .withAction("Reconcile")
        .withNote(shortened(verdict.message()))
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withEventTime(new MicroTime(MICROSECONDS.format(now)))
        .build();
  }

  private static ObjectReference referenceTo(HasMetadata object) {
    return new ObjectReferenceBuilder()
        .withApiVersion(object.getApiVersion())
        .withKind(object.getKind())
        .withNamespace(object.getMetadata().getNamespace())
        .withName(object.getMetadata().getName())
        .withUid(object.getMetadata().getUid())
        .withResourceVersion(object.getMetadata().getResourceVersion())
        .build();
  }

  private static String shortened(String message) {
    return message.length() <= NOTE_LENGTH ? message : message.substring(0, NOTE_LENGTH - 1) + "…";
  }
}
