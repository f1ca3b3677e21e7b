package dev.pythonservice.operator.plan;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Map;
import java.util.Optional;

/**
 * How an object in a build namespace says which build it belongs to. Owner references do not reach
 * across namespaces, so labels stand in for them.
 */
public final class BuildLabels {

  /** Who manages an object; informers select by it. */
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

  /** The value of {@link #MANAGED_BY} on all that the operator makes. */
  public static final String OPERATOR = "pythonservice-operator";

  /** Which part of a service an object is. */
  public static final String COMPONENT = "app.kubernetes.io/component";

  /** The value of {@link #COMPONENT} on what builds. */
  public static final String BUILD_COMPONENT = "build";

  /** The value of {@link #COMPONENT} on what builds wheels, in the service's namespace. */
  public static final String WHEEL_COMPONENT = "wheels";

  /** The value of {@link #COMPONENT} on what runs a project's tests, in the service's namespace. */
  public static final String TEST_COMPONENT = "tests";

  /** The value of {@link #COMPONENT} on what puts the report of tests beside the image. */
  public static final String REPORT_COMPONENT = "test-report";

  /** The namespace of the build and its service. */
  public static final String SERVICE_NAMESPACE = "pythonservice.dev/service-namespace";

  /** The service. */
  public static final String SERVICE = "pythonservice.dev/service";

  /**
   * The build. As a label it is shortened where it is too long for one; an annotation of the same
   * key has it whole.
   */
  public static final String BUILD = "pythonservice.dev/build";

  /** The UID of the build, since a later one may have the same name. */
  public static final String BUILD_UID = "pythonservice.dev/build-uid";

  /** Of a build that has to do with updates: {@code look} for them, or {@code candidate}. */
  public static final String UPDATE = "pythonservice.dev/update";

  /** Of a build that only lets other versions of checkers look: {@code look}. */
  public static final String PREVIEW = "pythonservice.dev/preview";

  /** Which attempt of the build, counted from 1. */
  public static final String ATTEMPT = "pythonservice.dev/attempt";

  /** Selects what is in build namespaces, of all platforms and services. */
  public static final String SELECTOR =
      MANAGED_BY
          + "="
          + OPERATOR
          + ","
          + COMPONENT
          + " in ("
          + BUILD_COMPONENT
          + ","
          + REPORT_COMPONENT
          + ")";

  /** Selects that, what builds wheels, and what runs tests. */
  public static final String ALL_SELECTOR =
      "%s=%s,%s in (%s,%s,%s,%s)"
          .formatted(
              MANAGED_BY,
              OPERATOR,
              COMPONENT,
              BUILD_COMPONENT,
              WHEEL_COMPONENT,
              TEST_COMPONENT,
              REPORT_COMPONENT);

  /** Where the wheels of an attempt are, as an annotation of its Job. */
  public static final String WHEELS = "pythonservice.dev/wheels";

  /**
   * Whether failed tests are debt to a ratchet, as an annotation of the Job that runs them: what is
   * compared is the release that served when they began.
   */
  public static final String TESTS_ARE_DEBT = "pythonservice.dev/failed-tests-are-debt";

  /**
   * The image whose failed tests are debt by their names, as an annotation of the Job that runs
   * today's: that of the same release. Absent where no report tells them.
   */
  public static final String TEST_BASELINE = "pythonservice.dev/test-baseline";

  private BuildLabels() {}

  /** Whether an object builds wheels. */
  public static boolean isForWheels(HasMetadata object) {
    return isComponent(object, WHEEL_COMPONENT);
  }

  /** Whether an object is this part of a build; one that does not say builds the image. */
  public static boolean isComponent(HasMetadata object, String component) {
    return in(object.getMetadata().getLabels(), COMPONENT)
        .orElse(BUILD_COMPONENT)
        .equals(component);
  }

  /** Which failed tests are debt. */
  public static TestDebt testDebtOf(HasMetadata object) {
    Map<String, String> annotations = object.getMetadata().getAnnotations();
    return TestDebt.of(
        in(annotations, TESTS_ARE_DEBT).filter(Boolean::parseBoolean).isPresent(),
        in(annotations, TEST_BASELINE));
  }

  /** Where the wheels of an attempt are; empty when it has none. */
  public static Optional<String> wheelsOf(HasMetadata object) {
    return in(object.getMetadata().getAnnotations(), WHEELS);
  }

  /** Namespace of the build that an object belongs to; empty when it is somebody else's. */
  public static Optional<String> namespaceOf(HasMetadata object) {
    return in(object.getMetadata().getLabels(), SERVICE_NAMESPACE);
  }

  /** Name of the build that an object belongs to; empty when it is somebody else's. */
  public static Optional<String> buildOf(HasMetadata object) {
    return in(object.getMetadata().getAnnotations(), BUILD);
  }

  /** UID of the build that an object belongs to; empty when it is somebody else's. */
  public static Optional<String> buildUidOf(HasMetadata object) {
    return in(object.getMetadata().getLabels(), BUILD_UID);
  }

  /** Which attempt of its build an object belongs to; 0 when it does not say. */
  public static int attemptOf(HasMetadata object) {
    return in(object.getMetadata().getLabels(), ATTEMPT)
        .filter(text -> text.matches("[0-9]{1,9}"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static Optional<String> in(Map<String, String> values, String key) {
    return Optional.ofNullable(values).map(present -> present.get(key));
  }
}
