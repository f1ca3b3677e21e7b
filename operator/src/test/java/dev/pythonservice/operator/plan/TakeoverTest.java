package dev.pythonservice.operator.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildSpec;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus.Phase;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.api.v1alpha1.Source;
import dev.pythonservice.operator.plan.BuildPlan.Step;
import dev.pythonservice.operator.support.Yaml;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A service that takes over the image of another one")
final class TakeoverTest {

  private static final String SOURCE = "source: {service: {namespace: staging, name: orders}}\n";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String IMAGE = "registry.example/python/staging/orders@" + DIGEST;
  private static final String NOT_OFFERED =
      "spec.source.service names staging/orders, which is not offered to namespace shop; those who"
          + " look after it add shop to its spec.promotion.offeredTo";

  static Stream<Arguments> objections() {
    return Stream.of(
        arguments("that names itself", offer(SOURCE.replace("staging", "shop")), "SourceInvalid"),
        arguments("that the operator does not look after", unwatched(), "NamespaceNotWatched"),
        arguments("that does not exist", offer(SOURCE, Optional.empty(), "default"), "NotOffered"),
        arguments(
            "that offers it to others alone",
            offer(SOURCE, "[production]", "default"),
            "NotOffered"),
        arguments("that offers it and serves nothing yet", servingNothing(), "NothingServesThere"),
        arguments(
            "of a platform that its own does not accept",
            offer(SOURCE, "[shop]", "lax"),
            "PlatformNotAccepted"),
        arguments("with another Python", offer(SOURCE + "python: '3.11'"), "PythonDiffers"),
        arguments("with another C library", offer(SOURCE + "libc: Musl"), "LibcDiffers"),
        arguments("with another lock", offer(SOURCE + "lock: {extras: [gpu]}"), "LockDiffers"));
  }

  @ParameterizedTest(name = "{0} is told so")
  @MethodSource("objections")
  void isTold(String name, Offer offer, String reason) {
    assertThat(OfferDecisions.decide(offer))
        .isInstanceOfSatisfying(
            Offered.Nothing.class, nothing -> assertThat(nothing.why().reason()).isEqualTo(reason));
  }

  @Test
  @DisplayName("learns the same of one that is not there and of one that is not offered")
  void tellsNothingOfOthers() {
    Offered absent = OfferDecisions.decide(offer(SOURCE, Optional.empty(), "default"));

    assertThat(OfferDecisions.decide(offer(SOURCE, "[production]", "default"))).isEqualTo(absent);
    assertThat(absent).isEqualTo(new Offered.Nothing(Verdict.stalled("NotOffered", NOT_OFFERED)));
  }

  @Test
  @DisplayName("may spell out what the image was built with")
  void agrees() {
    assertThat(OfferDecisions.decide(offer(SOURCE + "python: '3.10'\nlock: {file: uv.lock}")))
        .isInstanceOf(Offered.Image.class);
  }

  @Test
  @DisplayName("may do so from a platform that its own accepts")
  void acceptsPlatforms() {
    Offer offer = offer(SOURCE, "[shop]", "lax", "policy: {promotesFrom: [lax]}");

    assertThat(OfferDecisions.decide(offer)).isInstanceOf(Offered.Image.class);
  }

  @Test
  @DisplayName("gets a build of the same digest, which says where it is from")
  void getsABuild() {
    PythonBuildSpec wanted = takingOver().plan().wanted().orElseThrow().spec();

    assertThat(wanted.takenOver())
        .isEqualTo(new PythonBuildSpec.TakenOver("staging", "orders", "orders-there", IMAGE));
    assertThat(wanted.service()).isEqualTo("orders");
    assertThat(wanted.platform()).as("its own").isEqualTo("default");
    assertThat(wanted.repository()).isEqualTo("registry.example/python/staging/orders");
    assertThat(wanted.python()).isEqualTo("3.10");
    assertThat(wanted.source().service()).isNotNull();
    assertThat(wanted.source().git()).as("whose source is nobody else's business").isNull();
  }

  @Test
  @DisplayName("is on the Python of the image, whatever its platform has")
  void needsNoRuntime() {
    ReleaseScene scene = takingOver();

    assertThat(ServiceDecisions.objection(scene.inputs())).isEmpty();
    assertThat(ServiceDecisions.resolved(scene.inputs()).orElseThrow().python()).isEqualTo("3.10");
  }

  @Test
  @DisplayName("serves the build that has the image, and another image is another build")
  void serves() {
    ReleaseScene scene = takingOver();
    String first = scene.build(taken("[]"));

    assertThat(scene.plan().serving().map(BuildStatus::name)).contains(first);
    assertThat(scene.plan().wanted()).isEmpty();

    PythonBuild other = origin("default");
    other.setStatus(
        Yaml.object(
            "phase: Succeeded\ndigest: 'sha256:b'\nimage: 'registry.example/other@sha256:b'",
            PythonBuildStatus.class));
    scene.offered(new Offered.Image(other, ReleaseScene.NOW));
    assertThat(scene.plan().wanted())
        .hasValueSatisfying(wanted -> assertThat(wanted.name()).isNotEqualTo(first));
  }

  @Test
  @DisplayName("keeps what serves when it is not offered any more, and says so")
  void keepsWhatServes() {
    ReleaseScene scene = takingOver();
    String first = scene.build(taken("[]"));
    scene.status(
        "release: {build: %s, image: any, since: \"2026-11-23T01:00:00Z\"}".formatted(first));

    ReleasePlan plan =
        scene.offered(new Offered.Nothing(Verdict.stalled("NotOffered", NOT_OFFERED))).plan();

    assertThat(plan.serving().map(BuildStatus::name)).contains(first);
    assertThat(plan.objection()).contains(Verdict.stalled("NotOffered", NOT_OFFERED));
    assertThat(plan.found().map(Verdict::reason)).contains("NotOffered");
    assertThat(plan.surplus()).isEmpty();
  }

  static Stream<Arguments> checks() {
    return Stream.of(
        arguments("that did not run there", "[]", "Enforce", false),
        arguments("that failed there", "[{name: Lint, verdict: Failed}]", "Enforce", false),
        arguments(
            "that passed with debt where every finding counts",
            "[{name: Lint, verdict: Passed, findings: 3, newFindings: 0}]",
            "Enforce",
            false),
        arguments(
            "that passed with debt where debt is allowed",
            "[{name: Lint, verdict: Passed, findings: 3, newFindings: 0}]",
            "Ratchet",
            true),
        arguments("that passed", "[{name: Lint, verdict: Passed}]", "Enforce", true),
        arguments(
            "that only reports", "[{name: Lint, verdict: Passed, findings: 3}]", "Report", true));
  }

  @ParameterizedTest(name = "is held to a check {0} ({2}): it serves: {3}")
  @MethodSource("checks")
  void holdsChecks(String name, String results, String mode, boolean serves) {
    ReleaseScene scene =
        takingOver().platform("policy: {requiredChecks: [{name: Lint, mode: %s}]}".formatted(mode));
    String build = scene.build(taken(results));

    ReleasePlan plan = scene.plan();

    assertThat(plan.serving().isPresent()).isEqualTo(serves);
    if (!serves) {
      assertThat(plan.objection().orElseThrow().message())
          .startsWith(
              "%s is not served: its image has not passed what spec.checks and the PythonPlatform default ask for: Lint (%s, "
                  .formatted(build, mode));
    }
  }

  @Test
  @DisplayName("is recorded with where its image is from")
  void isRecorded() {
    ReleaseScene scene = takingOver();
    scene.build(taken("[{name: Lint, verdict: Passed}]"));

    PromotionRecord record =
        PromotionRecord.of(
                scene.inputs(), scene.plan().serving(), Optional.empty(), ReleaseScene.NOW)
            .orElseThrow();

    assertThat(record.promoted().from()).isEqualTo("staging/orders");
    assertThat(record.promoted().passed())
        .extracting(each -> each.what() + " " + each.verdict())
        .containsExactly("Lint Passed");
  }

  @Test
  @DisplayName("has a build that is never started")
  void startsNothing() {
    BuildPlan plan = BuildDecisions.plan(inputs());

    assertThat(plan.step()).isEqualTo(Step.TAKE_OVER);
    assertThat(plan.phase()).isEqualTo(Phase.Pending);
  }

  @Test
  @DisplayName("has a build with the result of the one that it is from")
  void takesTheResult() {
    BuildPlan plan = decided(giver("[shop]", "orders-there"), Optional.of(origin("default")));

    assertThat(plan.phase()).isEqualTo(Phase.Succeeded);
    assertThat(plan.verdict()).isEqualTo(Verdict.ready("Built", "The image is " + IMAGE));
    assertThat(plan.history().attempts()).isZero();
    assertThat(plan.history().result().orElseThrow().digest()).isEqualTo(DIGEST);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        arguments("without consent", giver("[other]", "orders-there"), "NotOffered"),
        arguments("without the service", Optional.empty(), "NotOffered"),
        arguments("of a build that never served", giver("[shop]", "orders-else"), "ImageNotFound"));
  }

  @ParameterizedTest(name = "gets nothing {0}, whoever wrote its build")
  @MethodSource("refusals")
  void refuses(String name, Optional<PythonService> giver, String reason) {
    BuildPlan plan = decided(giver, Optional.of(origin("default")));

    assertThat(plan.verdict().reason()).isEqualTo(reason);
    assertThat(plan.verdict().outlook()).isEqualTo(Outlook.STALLED);
    assertThat(plan.history().result()).isEmpty();
  }

  private static BuildPlan decided(Optional<PythonService> giver, Optional<PythonBuild> origin) {
    BuildInputs inputs = inputs();
    return TakeoverDecisions.decide(
        inputs.build(), BuildDecisions.plan(inputs), giver, origin, ReleaseScene.NOW);
  }

  private static BuildInputs inputs() {
    ReleaseScene scene = takingOver();
    String name = scene.build("{}");
    return new BuildInputs(
        scene.named(name).orElseThrow(),
        Optional.empty(),
        new OperatorScope("operators", new TreeSet<>(Set.of("builds"))),
        new BuilderImage(Optional.empty(), Optional.empty()),
        Optional.empty(),
        Optional.empty(),
        new BuildLine(0, 0),
        ReleaseScene.NOW);
  }

  private static ReleaseScene takingOver() {
    return new ReleaseScene()
        .spec(SOURCE)
        .base(Lookup.pending())
        .source(Lookup.pending())
        .offered(new Offered.Image(origin("default"), Instant.parse("2026-11-23T01:00:00Z")));
  }

  private static String taken(String checks) {
    return "phase: Succeeded\nimage: '%s'\ndigest: '%s'\nchecks: %s"
        .formatted(IMAGE, DIGEST, checks);
  }

  private static Offer offer(String spec) {
    return offer(spec, "[shop]", "default");
  }

  private static Offer offer(String spec, String offeredTo, String origin) {
    return offer(spec, offeredTo, origin, "");
  }

  private static Offer offer(String spec, String offeredTo, String origin, String platform) {
    return new Offer(
        taker(spec),
        platform(platform),
        named(spec),
        true,
        giver(offeredTo, "orders-there"),
        Optional.of(origin(origin)));
  }

  private static Offer offer(String spec, Optional<PythonService> giver, String origin) {
    return new Offer(
        taker(spec), platform(""), named(spec), true, giver, Optional.of(origin(origin)));
  }

  private static Offer servingNothing() {
    return new Offer(
        taker(SOURCE),
        platform(""),
        named(SOURCE),
        true,
        giver("[shop]", "orders-there"),
        Optional.empty());
  }

  private static Offer unwatched() {
    return new Offer(
        taker(SOURCE), platform(""), named(SOURCE), false, Optional.empty(), Optional.empty());
  }

  private static Source.Service named(String spec) {
    return Optional.ofNullable(Yaml.serviceSpec(spec).source().service()).orElseThrow();
  }

  private static PythonService taker(String spec) {
    return service("shop", spec, "{}");
  }

  private static Optional<PythonService> giver(String offeredTo, String serving) {
    return Optional.of(
        service(
            "staging",
            "promotion: {offeredTo: %s}".formatted(offeredTo),
            "{release: {build: %s, image: any, since: '2026-11-23T01:00:00Z'}}"
                .formatted(serving)));
  }

  private static PythonService service(String namespace, String spec, String status) {
    PythonService service =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonService
            metadata: {name: orders, namespace: %s, generation: 1}
            status: %s
            """
                .formatted(namespace, status),
            PythonService.class);
    service.setSpec(Yaml.serviceSpec(spec));
    return service;
  }

  private static PythonPlatform platform(String spec) {
    PythonPlatform platform =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonPlatform
            metadata: {name: default, generation: 1}
            """,
            PythonPlatform.class);
    platform.setSpec(Yaml.platformSpec(spec));
    return platform;
  }

  private static PythonBuild origin(String platform) {
    return Yaml.object(
        """
        apiVersion: pythonservice.dev/v1alpha1
        kind: PythonBuild
        metadata: {name: orders-there, namespace: staging}
        spec:
          service: orders
          platform: %s
          source: {git: {url: 'https://git.example/shop/orders.git'}}
          revision: "1111"
          python: "3.10"
          libc: Glibc
          platforms: [linux/amd64]
          baseImage: registry.example/python@sha256:1
          repository: registry.example/python/staging/orders
          layoutVersion: 1
          identity: {version: 1, hash: abc}
        status:
          phase: Succeeded
          image: %s
          digest: %s
          platforms: [{platform: linux/amd64, digest: 'sha256:c'}]
        """
            .formatted(platform, IMAGE, DIGEST),
        PythonBuild.class);
  }
}
