package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Architecture;
import dev.pythonservice.api.v1alpha1.PythonBuild;
import dev.pythonservice.api.v1alpha1.PythonBuildStatus;
import dev.pythonservice.api.v1alpha1.PythonPlatform;
import dev.pythonservice.api.v1alpha1.PythonService;
import dev.pythonservice.operator.plan.ServiceInputs.WithPlatform;
import dev.pythonservice.operator.support.Yaml;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A service on a platform, with builds, as tests set it up. */
final class ReleaseScene {

  static final int LAYOUT = 1;

  static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

  private static final Set<Architecture> BOTH = Set.of(Architecture.AMD64, Architecture.ARM64);

  private String spec = "python: '3.12'";
  private String status = "{}";
  private String platform = "";
  private Lookup<BaseImage> base = new Lookup.Found<>(image(1), NOW);
  private Lookup<Revision> source = found("1111");
  private ImageTrust trust = ImageTrust.notRequired();
  private Optional<Offered> offered = Optional.empty();
  private String metadata = "";
  private final List<PythonBuild> builds = new ArrayList<>();

  static Lookup<Revision> found(String revision) {
    return new Lookup.Found<>(new Revision(revision, Optional.of("main")), NOW);
  }

  static BaseImage image(int number) {
    return new BaseImage("registry.example/python@sha256:%064d".formatted(number), BOTH);
  }

  ReleaseScene spec(String yaml) {
    spec = yaml;
    return this;
  }

  ReleaseScene status(String yaml) {
    status = yaml;
    return this;
  }

  ReleaseScene platform(String yaml) {
    platform = yaml;
    return this;
  }

  ReleaseScene base(Lookup<BaseImage> lookup) {
    base = lookup;
    return this;
  }

  ReleaseScene source(Lookup<Revision> lookup) {
    source = lookup;
    return this;
  }

  /** Signatures are required, and this is known of the images of builds. */
  ReleaseScene trust(Lookup<ImageTrust.Answer> lookup) {
    trust = new ImageTrust(true, lookup);
    return this;
  }

  /** It takes over the image of another service, which has this for it. */
  ReleaseScene offered(Offered what) {
    offered = Optional.of(what);
    return this;
  }

  /** More of the service's metadata: annotations, and who wrote what. */
  ReleaseScene metadata(String yaml) {
    metadata = yaml;
    return this;
  }

  /** The build that the scene asks for as it is now, with a status; answers its name. */
  String build(String buildStatus) {
    ReleasePlan.WantedBuild wanted =
        ReleaseDecisions.plan(inputsWith(List.of()), LAYOUT).wanted().orElseThrow();
    has(wanted, buildStatus);
    return wanted.name();
  }

  /** A finished build of what the scene asks for as it is now; answers its name. */
  String finished() {
    return build(
        """
        phase: Succeeded
        image: "registry.example/python/shop/orders@sha256:%1$d"
        digest: "sha256:%1$d"
        platforms:
        - {platform: linux/amd64, digest: "sha256:a"}
        """
            .formatted(builds.size()));
  }

  ReleasePlan plan() {
    return ReleaseDecisions.plan(inputs(), LAYOUT);
  }

  UpdatePlan updates(Instant now) {
    return UpdateDecisions.plan(inputs(), LAYOUT, now);
  }

  /** A build that was decided on, with a status. */
  void has(ReleasePlan.WantedBuild wanted, String buildStatus) {
    PythonBuild build = new PythonBuild();
    build.setMetadata(
        new ObjectMetaBuilder()
            .withName(wanted.name())
            .withNamespace("shop")
            .withCreationTimestamp("2026-11-23T02:00:%02dZ".formatted(builds.size()))
            .build());
    build.setSpec(wanted.spec());
    build.setStatus(Yaml.object(buildStatus, PythonBuildStatus.class));
    builds.removeIf(known -> known.getMetadata().getName().equals(wanted.name()));
    builds.add(build);
  }

  WithPlatform inputs() {
    return inputsWith(builds);
  }

  Optional<PythonBuild> named(String name) {
    return inputs().build(name);
  }

  private WithPlatform inputsWith(List<PythonBuild> all) {
    PythonService service =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonService
            metadata:
              name: orders
              namespace: shop
              generation: 1
            """
                + metadata.indent(2)
                + "status:\n"
                + status.indent(2),
            PythonService.class);
    service.setSpec(Yaml.serviceSpec(spec));
    PythonPlatform found =
        Yaml.object(
            """
            apiVersion: pythonservice.dev/v1alpha1
            kind: PythonPlatform
            metadata: {name: default, generation: 1}
            status: {observedGeneration: 1}
            """,
            PythonPlatform.class);
    found.setSpec(Yaml.platformSpec(platform));
    return new WithPlatform(
        PlatformChoice.of("shop", Map.of()), service, found, base, source, all, trust, offered);
  }
}
