package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.Provenance;
import dev.pythonservice.builder.attest.Provenance.BuildVerdict;
import dev.pythonservice.builder.attest.Provenance.Material;
import dev.pythonservice.builder.attest.Statement;
import dev.pythonservice.builder.attest.Subject;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.lock.LockFiles;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.policy.AttestedPackage;
import dev.pythonservice.builder.policy.PolicyVerdict;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.report.BuilderVersion;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gathers where an image comes from.
 *
 * @param request what was asked for
 * @param source the project
 * @param bases the base images
 * @param plan what is installed
 * @param verdict what the platform's policy says of it
 */
record Provenances(
    BuildRequest request, Source source, List<BaseImage> bases, Plan plan, PolicyVerdict verdict) {

  /** The statement about an image and each of its platforms. */
  Statement of(Image image, Instant startedOn, Instant finishedOn) {
    List<Subject> subjects = new ArrayList<>();
    String repository = request.image().repository();
    subjects.add(new Subject(repository, image.index().digest()));
    image
        .platforms()
        .forEach(platform ->
            subjects.add(
                new Subject(repository + " " + platform.platform(), platform.manifest().digest())));
    return new Provenance(
            parameters(), materials(), BuilderVersion.read(), startedOn, finishedOn, verdicts())
        .about(subjects);
  }

  private Map<String, Object> parameters() {
    Map<String, Object> source = new LinkedHashMap<>();
    address().ifPresent(address -> source.put("uri", address));
    if (request.source() instanceof SourceRequest.Git git) {
      source.put("ref", git.ref());
    }
    source.put("path", request.source().path());
    Map<String, Object> lock = new LinkedHashMap<>();
    lock.put("file", request.lock().file());
    request.lock().member().ifPresent(member -> lock.put("member", member));
    request.lockArtifact().ifPresent(artifact -> lock.put("artifact", artifact));
    lock.put("extras", request.lock().extras());
    lock.put("groups", request.lock().groups());
    return Map.of(
        "source",
        source,
        "lock",
        lock,
        "base",
        request.image().base(),
        "python",
        bases.getFirst().facts().python().toString(),
        "platforms",
        request.image().platforms().stream().map(Object::toString).toList());
  }

  private List<Material> materials() {
    List<Material> materials = new ArrayList<>();
    materials.add(project());
    Set<String> locks = LockFiles.of(source, request.lock());
    source.files().stream()
        .filter(file -> locks.contains(file.path()))
        .forEach(file -> materials.add(lock(file)));
    plan.feasible().forEach(platform -> materials.add(base(platform)));
    wheels().forEach((wheel, platforms) -> materials.add(wheel(wheel, platforms)));
    return materials;
  }

  /**
   * The commit where there is one; the digest of the tree, which is the same everywhere, always.
   */
  private Material project() {
    Map<String, String> digests =
        switch (request.source()) {
          case SourceRequest.Git _ -> Map.of("gitCommit", source.revision());
          case SourceRequest.Oci _, SourceRequest.Folder _ ->
              Map.of("sha256", Digest.of(source.revision()).hex());
        };
    return new Material(
        Provenance.SOURCE,
        address().orElse(""),
        digests,
        Optional.empty(),
        Map.of(
            Provenance.REVISION,
            source.revision(),
            "treeDigest",
            source.treeDigest().toString(),
            "path",
            source.path()));
  }

  /** As SLSA writes it; a folder of some machine has none. */
  private Optional<String> address() {
    return switch (request.source()) {
      case SourceRequest.Git git -> Optional.of("git+" + PlannedWheel.withoutSecrets(git.url()));
      case SourceRequest.Oci artifact -> Optional.of("oci://" + artifact.reference());
      case SourceRequest.Folder _ -> Optional.empty();
    };
  }

  private Material lock(SourceFile file) {
    return new Material(
        file.path(),
        "",
        Map.of("sha256", file.content().hex()),
        request.lockArtifact().map(artifact -> "oci://" + artifact),
        Map.of());
  }

  private Material base(PlatformPlan platform) {
    BaseImage base =
        bases.stream()
            .filter(each -> each.platform() == platform.platform())
            .findFirst()
            .orElseThrow();
    return new Material(
        "base image",
        "oci://" + base.repository(),
        Map.of("sha256", base.manifest().digest().hex()),
        Optional.empty(),
        Map.of("platform", base.platform().toString(), "reference", base.reference()));
  }

  /** Each wheel once, with the platforms that it is installed on. */
  private Map<PlannedWheel, String> wheels() {
    return plan.feasible().stream()
        .flatMap(platform ->
            platform.wheels().stream()
                .map(wheel -> Map.entry(wheel, platform.platform().toString())))
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey,
                LinkedHashMap::new,
                Collectors.mapping(Map.Entry::getValue, Collectors.joining(", "))));
  }

  private Material wheel(PlannedWheel wheel, String platforms) {
    Map<String, String> notes =
        new HashMap<>(Map.of("index", wheel.origin(), "platforms", platforms));
    verified()
        .filter(
            known -> known.name().equals(wheel.name()) && known.version().equals(wheel.version()))
        // A wheel that was built here has the publisher of what it was built from.
        .filter(known -> known.file().equals(wheel.fileName()) || !known.file().endsWith(".whl"))
        .findFirst()
        .ifPresent(known -> notes.put("publisher", known.publisher()));
    return new Material(
        wheel.fileName(),
        wheel.purl(),
        Map.of("sha256", wheel.sha256().hex()),
        wheel.address(),
        notes);
  }

  private Stream<AttestedPackage> verified() {
    return verdict.attestations().stream()
        .filter(known -> known.state().equals(AttestedPackage.VERIFIED));
  }

  /** What a build that came this far has checked: another one has no image. */
  private List<BuildVerdict> verdicts() {
    List<BuildVerdict> verdicts = new ArrayList<>();
    verdicts.add(
        new BuildVerdict("hashes", true, "Every wheel has the hash that the lock gives it"));
    verdicts.add(
        new BuildVerdict(
            "origins",
            true,
            "Every package comes from where it may: "
                + request.policy().origins().stream()
                    .map(Policy.Origin::name)
                    .sorted()
                    .collect(Collectors.joining(", "))));
    if (request.policy().rules().attestations().isPresent()) {
      verdicts.add(
          new BuildVerdict(
              "attestations",
              true,
              "Every attestation that an index has of a package holds: %d of %d files have one"
                  .formatted(verified().count(), verdict.attestations().size())));
    }
    return List.copyOf(verdicts);
  }
}
