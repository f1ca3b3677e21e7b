package dev.pythonservice.operator.plan;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.pythonservice.api.v1alpha1.MainProcess;
import dev.pythonservice.api.v1alpha1.PodTemplate;
import dev.pythonservice.api.v1alpha1.Server;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a service's pod template can be merged. The API server checks nothing in it when the
 * service is applied; what is wrong and can be seen without asking it is said here.
 */
final class PodTemplateDecisions {

  /** What to do with an element or an object, in a strategic merge. */
  private static final Set<String> DIRECTIVES = Set.of("$patch", "$retainKeys");

  private static final String FIELD = "spec.podTemplate";

  /** Takes no field that a pod's spec does not have; elsewhere Kubernetes' types take any. */
  private static final ObjectMapper STRICT =
      JsonMapper.builder().annotationIntrospector(new WithoutOtherFields()).build();

  private PodTemplateDecisions() {}

  /** Labels and annotations that the operator relies on stay as they are. */
  static Optional<Verdict> labelsAreNotTaken(WorkloadPlan plan) {
    return template(plan)
        .map(PodTemplate::metadata)
        .flatMap(metadata ->
            Stream.concat(
                    taken("labels", metadata.labels()),
                    taken("annotations", metadata.annotations()))
                .findFirst());
  }

  private static Stream<Verdict> taken(String field, Map<String, String> given) {
    return given.keySet().stream()
        .filter(
            key -> key.startsWith(WorkloadLabels.OWN) || WorkloadLabels.selectedBy().contains(key))
        .map(key ->
            invalid(
                "%s.metadata.%s must not set %s: the operator sets it and finds the pods by it;"
                        .formatted(FIELD, field, key)
                    + " remove it, or choose another name"));
  }

  /** Every field is one of a pod's spec, and of its type. */
  static Optional<Verdict> fieldsAreThoseOfAPod(WorkloadPlan plan) {
    return template(plan)
        .map(PodTemplate::spec)
        .flatMap(spec -> {
          try {
            STRICT.convertValue(withoutDirectives(spec), PodSpec.class);
            return Optional.empty();
          } catch (IllegalArgumentException exception) {
            return Optional.of(invalid(explanation(exception)));
          }
        });
  }

  private static String explanation(IllegalArgumentException exception) {
    return switch (exception.getCause()) {
      case PropertyBindingException unknown ->
          "%s is no field of a pod's spec; correct its name or its place, or remove it"
              .formatted(pathOf(unknown));
      case JsonMappingException mismatch ->
          "%s has a value of the wrong type; 'kubectl explain %s' says which it must have"
              .formatted(pathOf(mismatch), explainable(mismatch));
      case null, default -> "%s.spec is no part of a pod's spec; correct it".formatted(FIELD);
    };
  }

  private static String pathOf(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(step ->
            step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
        .collect(joining("", FIELD + ".spec", ""));
  }

  private static String explainable(JsonMappingException exception) {
    return exception.getPath().stream()
        .map(JsonMappingException.Reference::getFieldName)
        .filter(name -> name != null)
        .collect(joining(".", "pod.spec.", ""));
  }

  /** Elements of lists that are merged say which element they mean. */
  static Optional<Verdict> elementsAreNamed(WorkloadPlan plan) {
    return template(plan)
        .map(PodTemplate::spec)
        .flatMap(spec -> unnamed(FIELD + ".spec", spec).findFirst());
  }

  private static Stream<Verdict> unnamed(String path, Map<?, ?> object) {
    return object.entrySet().stream()
        .flatMap(entry -> {
          String name = String.valueOf(entry.getKey());
          String field = path + "." + name;
          return switch (entry.getValue()) {
            case Map<?, ?> inner -> unnamed(field, inner);
            case Collection<?> list -> unnamed(field, MergeKeys.of(name), list);
            case null, default -> Stream.empty();
          };
        });
  }

  private static Stream<Verdict> unnamed(String field, Optional<String> key, Collection<?> list) {
    return list.stream()
        .filter(Map.class::isInstance)
        .<Map<?, ?>>map(Map.class::cast)
        .flatMap(element ->
            Stream.concat(
                key
                    .filter(name -> element.get(name) == null && !isWholeList(element))
                    .map(name ->
                        invalid(
                            "%s has an element without %s, by which the list is merged; add it"
                                .formatted(field, name)))
                    .stream(),
                unnamed(field, element)));
  }

  private static boolean isWholeList(Map<?, ?> element) {
    return "replace".equals(element.get("$patch"));
  }

  /** Containers stand in the list in which they run, and those of the user's own have an image. */
  static Optional<Verdict> containersAreKnown(WorkloadPlan plan) {
    Set<String> main = new LinkedHashSet<>();
    Optional.ofNullable(plan.service().process())
        .map((MainProcess process) -> WorkloadLabels.PROCESS)
        .ifPresent(main::add);
    plan.mainServer().map(Server::name).ifPresent(main::add);
    plan.service().jobs().forEach(job -> main.add(job.name()));
    Set<String> sidecars = new LinkedHashSet<>();
    plan.sidecars().forEach(server -> sidecars.add(server.name()));
    return template(plan)
        .map(PodTemplate::spec)
        .flatMap(spec ->
            Stream.concat(
                    misplaced("containers", spec, main, "initContainers", sidecars),
                    misplaced("initContainers", spec, sidecars, "containers", main))
                .findFirst());
  }

  private static Stream<Verdict> misplaced(
      String list,
      Map<String, @Nullable Object> spec,
      Set<String> own,
      String other,
      Set<String> there) {
    return elements(spec.get(list))
        .filter(element -> !element.containsKey("$patch"))
        .filter(element -> !own.contains(nameOf(element)))
        .flatMap(element -> {
          if (there.contains(nameOf(element))) {
            return Stream.of(
                invalid(
                    "%s.spec.%s names %s, which runs among the %s; write it there"
                        .formatted(FIELD, list, nameOf(element), other)));
          }
          return element.get("image") == null
              ? Stream.of(
                  invalid(
                      ("%s.spec.%s names %s, which is no container of this service and has no"
                              + " image; those of the service are %s: correct the name, or add an"
                              + " image")
                          .formatted(FIELD, list, nameOf(element), listed(own))))
              : Stream.empty();
        });
  }

  private static Stream<Map<?, ?>> elements(@Nullable Object list) {
    return list instanceof Collection<?> all
        ? all.stream().filter(Map.class::isInstance).map(Map.class::cast)
        : Stream.empty();
  }

  private static String nameOf(Map<?, ?> element) {
    return String.valueOf(element.get("name"));
  }

  private static String listed(Set<String> names) {
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  private static @Nullable Object withoutDirectives(@Nullable Object tree) {
    return switch (tree) {
      case Map<?, ?> object -> {
        Map<Object, @Nullable Object> kept = new LinkedHashMap<>();
        object.forEach((key, value) -> {
          if (!DIRECTIVES.contains(String.valueOf(key))) {
            kept.put(key, withoutDirectives(value));
          }
        });
        yield kept;
      }
      case Collection<?> list -> {
        List<@Nullable Object> kept = new ArrayList<>();
        list.forEach(element -> kept.add(withoutDirectives(element)));
        yield kept;
      }
      case null, default -> tree;
    };
  }

  private static Optional<PodTemplate> template(WorkloadPlan plan) {
    return Optional.ofNullable(plan.service().podTemplate());
  }

  private static Verdict invalid(String message) {
    return Verdict.stalled("PodTemplateInvalid", message);
  }

  /** Reads Kubernetes' types without their place for unknown fields. */
  private static final class WithoutOtherFields extends JacksonAnnotationIntrospector {

    private static final long serialVersionUID = 1;

    @Override
    public Boolean hasAnySetter(Annotated annotated) {
      return false;
    }
  }
}
