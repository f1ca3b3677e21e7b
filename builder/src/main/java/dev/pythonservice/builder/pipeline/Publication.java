package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.attest.Statement;
import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.BaseLayer;
import dev.pythonservice.builder.checks.JUnitReport;
import dev.pythonservice.builder.checks.SarifReport;
import dev.pythonservice.builder.image.Annotations;
import dev.pythonservice.builder.image.BaseLayers;
import dev.pythonservice.builder.image.Image;
import dev.pythonservice.builder.image.ImageAssembly;
import dev.pythonservice.builder.image.ImagePush;
import dev.pythonservice.builder.image.ImageSettings;
import dev.pythonservice.builder.image.Layer;
import dev.pythonservice.builder.image.PlatformImage;
import dev.pythonservice.builder.image.PushSummary;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.layers.ApplicationLayer;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.layers.MeasureLayer;
import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import dev.pythonservice.builder.registry.BlobContent;
import dev.pythonservice.builder.registry.Descriptor;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.Manifest;
import dev.pythonservice.builder.registry.MediaTypes;
import dev.pythonservice.builder.registry.Referrers;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.registry.Repository;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.target.Platform;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Puts layers together to an image, pushes it, and attaches what is said about it. */
final class Publication {

  /** What an image says of its age when its source does not: the same for ever. */
  private static final Instant NO_TIME = Instant.EPOCH;

  /** The start of what an image's history says of a layer that this program has made. */
  static final String MADE_BY = "pythonservice-builder: ";

  private final Registry registry;
  private final BuildRequest request;
  private final Source source;
  private final Repository repository;
  private final Repository layerRepository;

  Publication(Registry registry, BuildRequest request, Source source) {
    this.registry = registry;
    this.request = request;
    this.source = source;
    this.repository = Repository.of(request.image().repository());
    this.layerRepository = Repository.of(request.image().layerRepository());
  }

  /**
   * The image of a plan with the layer that measures, which is then where services share layers,
   * and the application's for each platform.
   */
  Image assemble(
      List<BaseImage> bases,
      Plan plan,
      Optional<LayerBlob> measure,
      Map<Platform, LayerBlob> applications) {
    ImageAssembly assembly = new ImageAssembly(settings(bases.getFirst()));
    List<PlatformImage> platforms = new ArrayList<>();
    for (PlatformPlan each : plan.feasible()) {
      BaseImage base = base(bases, each.platform());
      List<Layer> added = new ArrayList<>();
      each.layers().forEach(layer -> added.add(layer(layer)));
      // Above what services share and below what changes most: whichever is new, the rest stays.
      measure.ifPresent(layer -> added.add(shared(layer, "measure")));
      added.add(layer(Objects.requireNonNull(applications.get(each.platform())), "application"));
      platforms.add(
          assembly.platform(
              each.platform(),
              base(base),
              added,
              Map.of(Annotations.BASE_DIGEST, base.manifest().digest().toString())));
    }
    return assembly.image(platforms);
  }

  /** Pushes all of it; no tag names it yet. */
  PushSummary push(Image image) {
    return new ImagePush(registry, repository).push(image);
  }

  /** Lets the tags name the image; those of an image that was there before mostly do. */
  void tag(Image image, PushSummary push) {
    ImagePush images = new ImagePush(registry, repository);
    images.tag(
        image,
        request.image().tags().stream()
            .filter(tag -> !push.nothingWritten() || !images.names(tag, image))
            .toList());
  }

  /** Attaches the bill of materials to each platform's manifest. */
  Map<Platform, Digest> attachBills(Plan plan, Image image, PushSummary push) {
    Map<Platform, Digest> digests = new ConcurrentHashMap<>();
    Parallel.each(
        image.platforms(),
        image.platforms().size(),
        platform -> {
          Descriptor bill = plan.platform(platform.platform()).bill().orElseThrow();
          Descriptor manifest = platform.manifest().descriptor();
          BlobContent content = new BlobContent.Remote(registry, layerRepository, bill);
          Digest attached = attach(push, manifest, bill, content).digest();
          return digests.put(platform.platform(), attached);
        });
    return digests;
  }

  /** Attaches where it comes from to the index, unless nothing was written and it is known. */
  void attachProvenance(Image image, PushSummary push, Statement provenance) {
    Referrers referrers = new Referrers(registry);
    Descriptor index = image.index().descriptor();
    boolean known =
        push.nothingWritten()
            && !referrers.of(repository, index.digest(), Statement.MEDIA_TYPE).isEmpty();
    if (!known) {
      referrers.attach(
          repository,
          index,
          Statement.MEDIA_TYPE,
          provenance.bytes(),
          Map.of(Annotations.PREDICATE_TYPE, provenance.predicateType()));
    }
  }

  /**
   * Attaches the report to the index, unless nothing was written and it has one already.
   *
   * @return the digest of the artifact that has the report
   */
  Digest attachReport(Image image, PushSummary push, byte[] report) {
    Referrers referrers = new Referrers(registry);
    Descriptor index = image.index().descriptor();
    Optional<Digest> known =
        push.nothingWritten()
            ? referrers.of(repository, index.digest(), Reports.MEDIA_TYPE).stream()
                .map(Descriptor::digest)
                .findFirst()
            : Optional.empty();
    return known.orElseGet(
        () -> referrers.attach(repository, index, Reports.MEDIA_TYPE, report, Map.of()).digest());
  }

  /** Attaches what checks found to the index: as SARIF and as JUnit. */
  void attachChecks(Image image, PushSummary push, Checked checked) {
    attachToIndex(image, push, SarifReport.MEDIA_TYPE, checked.sarif());
    attachToIndex(image, push, JUnitReport.MEDIA_TYPE, checked.junit());
  }

  private void attachToIndex(Image image, PushSummary push, String type, byte[] content) {
    Descriptor blob = new Descriptor(type, Digest.ofBytes(content), content.length);
    attach(push, image.index().descriptor(), blob, new BlobContent.Small(content));
  }

  /** Where all was there before, what is attached mostly was, too. */
  private Manifest attach(
      PushSummary push, Descriptor subject, Descriptor blob, BlobContent content) {
    Referrers referrers = new Referrers(registry);
    return push.nothingWritten()
        ? referrers.attachOnce(repository, subject, blob, content, Map.of())
        : referrers.attach(repository, subject, blob, content, Map.of());
  }

  private ImageSettings settings(BaseImage any) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("PATH", InstalledPaths.ENVIRONMENT + "/bin:" + path(any));
    environment.put("VIRTUAL_ENV", InstalledPaths.ENVIRONMENT);
    // The root file system is read-only, and the bytecode is there already.
    environment.put("PYTHONDONTWRITEBYTECODE", "1");
    environment.put("PYTHONUNBUFFERED", "1");
    environment.putAll(request.image().environment());
    return new ImageSettings(
        request.image().command(),
        environment,
        workingDirectory(),
        created(),
        Map.of(),
        annotations(any));
  }

  private Map<String, String> annotations(BaseImage base) {
    Map<String, String> annotations = new LinkedHashMap<>();
    annotations.put(Annotations.CREATED, created().toString());
    annotations.put(Annotations.REVISION, source.revision());
    annotations.put(Annotations.BASE_NAME, base.reference());
    if (request.source()
        instanceof
        dev.pythonservice.builder.request.SourceRequest.Git(String url, String _, String _)) {
      annotations.put(Annotations.SOURCE, url);
    }
    request.lockArtifact().ifPresent(lock -> annotations.put(Annotations.LOCK, lock));
    if (request.image().measured()) {
      annotations.put(Annotations.MEASURE, MeasureLayer.version());
    }
    annotations.putAll(request.image().annotations());
    return annotations;
  }

  private String workingDirectory() {
    return source.path().equals(".")
        ? ApplicationLayer.FOLDER
        : ApplicationLayer.FOLDER + "/" + source.path();
  }

  private Instant created() {
    return source.time().orElse(NO_TIME);
  }

  /** The base image's search path; what every shell has where it sets none. */
  private static String path(BaseImage base) {
    Optional<String> own = Optional.empty();
    for (var entry : base.config().path("config").path("Env").values()) {
      String variable = entry.asString("");
      if (variable.startsWith("PATH=")) {
        own = Optional.of(variable.substring("PATH=".length()));
      }
    }
    return own.orElse("/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  }

  private BaseLayers base(BaseImage base) {
    return new BaseLayers(
        base.config(), base.layers().stream().map(layer -> layer(base, layer)).toList());
  }

  private Layer layer(BaseImage base, BaseLayer layer) {
    Descriptor blob = layer.descriptor();
    return new Layer(
        new Descriptor(
            MediaTypes.ofLayer(blob.mediaType()), blob.digest(), blob.size(), blob.annotations()),
        layer.diffId(),
        "base image " + base.manifest().digest(),
        new BlobContent.Remote(registry, base.repository(), layer.descriptor()));
  }

  private Layer layer(WheelLayer layer) {
    return new Layer(
        layer.blob(),
        layer.diffId(),
        MADE_BY + String.join(", ", layer.packages()),
        new BlobContent.Remote(registry, layerRepository, layer.blob()));
  }

  /** A layer that all services have: it is sent once, to where they share layers. */
  private Layer shared(LayerBlob made, String what) {
    registry.push(layerRepository, made.descriptor(), new BlobContent.Local(made.file()));
    return new Layer(
        made.descriptor(),
        made.diffId(),
        MADE_BY + what,
        new BlobContent.Remote(registry, layerRepository, made.descriptor()));
  }

  private static Layer layer(LayerBlob made, String what) {
    return new Layer(
        made.descriptor(), made.diffId(), MADE_BY + what, new BlobContent.Local(made.file()));
  }

  private static BaseImage base(List<BaseImage> bases, Platform platform) {
    return bases.stream()
        .filter(base -> base.platform() == platform)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No base image for " + platform));
  }
}
