package dev.pythonservice.builder.registry;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is attached to a manifest, such as its bill of materials (OCI distribution-spec, "Listing
 * Referrers"). Where a registry knows no referrers, an index under the tag {@code sha256-…} lists
 * them ("Referrers Tag Schema").
 *
 * @param registry the client
 */
public record Referrers(Registry registry) {

  /** Someone else may write the index at the same time; more often than this is no accident. */
  private static final int MOST_TRIES = 5;

  private static final int MOST_PAGES = 100;

  /** The configuration of what needs none (OCI image-spec, "Guidance for an Empty Descriptor"). */
  private static final byte[] EMPTY_BYTES = {'{', '}'};

  private static final Descriptor EMPTY =
      new Descriptor(MediaTypes.EMPTY, Digest.ofBytes(EMPTY_BYTES), EMPTY_BYTES.length);

  /**
   * Attaches some JSON or other small content to a manifest. The same content again changes
   * nothing.
   *
   * @param repository where the manifest is
   * @param subject the manifest
   * @param artifactType what kind of content it is, which is its media type, too
   * @param annotations what is said about it
   * @return the manifest that was written
   */
  public Manifest attach(
      Repository repository,
      Descriptor subject,
      String artifactType,
      byte[] content,
      Map<String, String> annotations) {
    Descriptor blob = new Descriptor(artifactType, Digest.ofBytes(content), content.length);
    return attach(repository, subject, blob, new BlobContent.Small(content), annotations);
  }

  /**
   * Attaches a blob to a manifest.
   *
   * @param blob the blob, whose media type says what kind of content it is
   * @param content where its bytes come from, when the repository does not have them
   * @return the manifest that was written
   */
  public Manifest attach(
      Repository repository,
      Descriptor subject,
      Descriptor blob,
      BlobContent content,
      Map<String, String> annotations) {
    registry.push(repository, blob, content);
    registry.push(repository, EMPTY, new BlobContent.Small(EMPTY_BYTES));
    Manifest manifest = artifact(subject, blob.mediaType(), EMPTY, blob, annotations);
    boolean known = registry.push(repository, manifest);
    if (!known) {
      list(repository, subject.digest(), entry(manifest, blob.mediaType(), annotations));
    }
    return manifest;
  }

  /**
   * Attaches a blob as {@link #attach(Repository, Descriptor, Descriptor, BlobContent, Map)} does,
   * but asks first whether that was done before.
   *
   * @return the manifest, written or found
   */
  public Manifest attachOnce(
      Repository repository,
      Descriptor subject,
      Descriptor blob,
      BlobContent content,
      Map<String, String> annotations) {
    Manifest manifest = artifact(subject, blob.mediaType(), EMPTY, blob, annotations);
    boolean attached =
        of(repository, subject.digest(), blob.mediaType()).stream()
            .anyMatch(each -> each.digest().equals(manifest.digest()));
    return attached ? manifest : attach(repository, subject, blob, content, annotations);
  }

  private static Manifest artifact(
      Descriptor subject,
      String artifactType,
      Descriptor config,
      Descriptor layer,
      Map<String, String> annotations) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.MANIFEST)
            .put("artifactType", artifactType);
    json.set("config", config.json());
    json.putArray("layers").add(layer.json());
    json.set("subject", plain(subject).json());
    return Manifest.of(MediaTypes.MANIFEST, annotated(json, annotations));
  }

  private static Descriptor plain(Descriptor descriptor) {
    return new Descriptor(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  private static ObjectNode annotated(ObjectNode json, Map<String, String> annotations) {
    if (!annotations.isEmpty()) {
      ObjectNode all = json.putObject("annotations");
      annotations.entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(entry -> all.put(entry.getKey(), entry.getValue()));
    }
    return json;
  }

  private static ObjectNode entry(
      Manifest manifest, String artifactType, Map<String, String> annotations) {
    ObjectNode json = manifest.descriptor().json().put("artifactType", artifactType);
    return annotated(json, annotations);
  }

  /**
   * Adds an entry to the index under the tag. A registry cannot say "only if nobody wrote since",
   * so what another builder just wrote could be lost; therefore the index is read again afterwards.
   * What remains is a builder that read before this one wrote, and writes after this one looked.
   */
  private void list(Repository repository, Digest subject, ObjectNode entry) {
    for (int tries = 0; ; tries++) {
      List<JsonNode> listed = listed(repository, subject);
      if (listed.stream().anyMatch(each -> digest(each).equals(digest(entry)))) {
        return;
      }
      if (tries == MOST_TRIES) {
        throw Problems.contended(repository, tag(subject));
      }
      Manifest index = index(Stream.concat(listed.stream(), Stream.of(entry)));
      registry.push(repository, index);
      registry.tag(repository, index, tag(subject));
    }
  }

  private static String digest(JsonNode entry) {
    return entry.path("digest").asString("");
  }

  private static Manifest index(Stream<? extends JsonNode> entries) {
    ArrayNode manifests = JsonNodeFactory.instance.arrayNode();
    entries
        .collect(
            Collectors.toMap(
                Referrers::digest, Function.identity(), (one, same) -> one, LinkedHashMap::new))
        .values()
        .forEach(manifests::add);
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schemaVersion", 2)
            .put("mediaType", MediaTypes.INDEX);
    json.set("manifests", manifests);
    return Manifest.of(MediaTypes.INDEX, json);
  }

  private static String tag(Digest subject) {
    return "sha256-" + subject.hex();
  }

  private List<JsonNode> listed(Repository repository, Digest subject) {
    return registry
        .manifest(repository, tag(subject))
        .map(Manifest::json)
        .map(json -> json.path("manifests").values().stream().toList())
        .orElseGet(List::of);
  }

  /**
   * What is attached to a manifest.
   *
   * @param artifactType of which kind
   * @return what points to each, in the order of the registry
   */
  public List<Descriptor> of(Repository repository, Digest subject, String artifactType) {
    return all(repository, subject).stream()
        .filter(entry -> entry.path("artifactType").asString("").equals(artifactType))
        .map(Descriptor::of)
        .toList();
  }

  /**
   * The content of what is attached to a manifest.
   *
   * @param artifact one of those that {@link #of} gives
   * @param largest how many bytes it may have
   * @return the content; empty where the registry does not have the artifact any more
   */
  public Optional<byte[]> content(Repository repository, Descriptor artifact, int largest) {
    return registry
        .manifest(repository, artifact.digest().toString())
        .map(manifest -> Descriptor.of(manifest.json().path("layers").path(0)))
        .map(blob -> registry.smallBlob(repository, blob, largest));
  }

  private List<JsonNode> all(Repository repository, Digest subject) {
    URI first = registry.address(repository, "referrers/" + subject);
    String purpose = "listing the referrers of " + subject;
    Optional<Registry.Page> page = registry.page(repository, first, purpose);
    if (page.isEmpty()) {
      return listed(repository, subject);
    }
    return Stream.iterate(
            page,
            Optional::isPresent,
            last ->
                last.flatMap(Registry.Page::next)
                    .flatMap(next -> registry.page(repository, next, purpose)))
        .limit(MOST_PAGES)
        .flatMap(Optional::stream)
        .flatMap(each -> each.index().json().path("manifests").values().stream())
        .toList();
  }
}
