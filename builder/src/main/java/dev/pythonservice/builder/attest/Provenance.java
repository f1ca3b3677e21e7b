package dev.pythonservice.builder.attest;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How an image came about: SLSA provenance v1. It is about one run of the builder, so it has times;
 * the image that it is about has none of them.
 *
 * @param parameters what was asked for from outside, by name; values as JSON writes them
 * @param materials everything that went into the image
 * @param builderVersion the version of this program
 * @param startedOn when the build started
 * @param finishedOn when the image was in the registry
 * @param verdicts what the build checked, in order
 */
public record Provenance(
    Map<String, Object> parameters,
    List<Material> materials,
    String builderVersion,
    Instant startedOn,
    Instant finishedOn,
    List<BuildVerdict> verdicts) {

  /** The predicate type of SLSA provenance v1. */
  public static final String TYPE = "https://slsa.dev/provenance/v1";

  /** Who builds: this program, wherever it runs. The key says on whose behalf. */
  public static final String BUILDER = "https://pythonservice.dev/builder/v1";

  /** What {@link #parameters} mean: see docs/signing.md. */
  static final String BUILD_TYPE = "https://pythonservice.dev/build/v1";

  /** The name of the material that is the project itself, and of its revision among the notes. */
  public static final String SOURCE = "source";

  /** See {@link #SOURCE}. */
  public static final String REVISION = "revision";

  /** SLSA v1 names fields of others by who brings them. */
  static final String VERDICTS = "pythonservice_verdicts";

  public Provenance {
    parameters = Map.copyOf(parameters);
    materials = List.copyOf(materials);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * Something that went into an image (in-toto ResourceDescriptor v1).
   *
   * @param name what it is for people: a file's name, or what it is for
   * @param uri what it is for programs; empty when its name is all
   * @param digests its digests by algorithm; {@code gitCommit} for a commit
   * @param downloadedFrom where it was fetched, without passwords
   * @param annotations what else is known of it
   */
  public record Material(
      String name,
      String uri,
      Map<String, String> digests,
      Optional<String> downloadedFrom,
      Map<String, String> annotations) {

    public Material {
      digests = Map.copyOf(digests);
      annotations = Map.copyOf(annotations);
    }

    private ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
      if (!uri.isEmpty()) {
        json.put("uri", uri);
      }
      ObjectNode all = json.putObject("digest");
      new TreeMap<>(digests).forEach(all::put);
      downloadedFrom.ifPresent(address -> json.put("downloadLocation", address));
      if (!annotations.isEmpty()) {
        ObjectNode notes = json.putObject("annotations");
        new TreeMap<>(annotations).forEach(notes::put);
      }
      return json;
    }
  }

  /**
   * What a build says of a rule that it checked.
   *
   * @param rule the rule
   * @param passed whether it is kept
   * @param message what was found, in a sentence
   */
  public record BuildVerdict(String rule, boolean passed, String message) {}

  /** The statement that says so of some images, the index first. */
  public Statement about(List<Subject> subjects) {
    ObjectNode predicate = JsonNodeFactory.instance.objectNode();
    ObjectNode definition = predicate.putObject("buildDefinition").put("buildType", BUILD_TYPE);
    definition.set(
        "externalParameters", JsonMapper.shared().valueToTree(new TreeMap<>(parameters)));
    ArrayNode dependencies = definition.putArray("resolvedDependencies");
    materials.forEach(material -> dependencies.add(material.json()));
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder")
        .put("id", BUILDER)
        .putObject("version")
        .put("pythonservice-builder", builderVersion);
    run.putObject("metadata").put("startedOn", time(startedOn)).put("finishedOn", time(finishedOn));
    ArrayNode said = predicate.putArray(VERDICTS);
    verdicts.forEach(verdict ->
        said.addObject()
            .put("rule", verdict.rule())
            .put("passed", verdict.passed())
            .put("message", verdict.message()));
    return new Statement(subjects, TYPE, predicate);
  }

  /** What a statement says of who built. */
  static String builderOf(Statement provenance) {
    return provenance.predicate().path("runDetails").path("builder").path("id").asString("nobody");
  }

  /** When it says that the build ended, in a form that sorts. */
  static String finishedOn(Statement provenance) {
    return provenance
        .predicate()
        .path("runDetails")
        .path("metadata")
        .path("finishedOn")
        .asString("");
  }

  /** The revision of the source that it names; empty when it names none. */
  static String revisionOf(Statement provenance) {
    return provenance
        .predicate()
        .path("buildDefinition")
        .path("resolvedDependencies")
        .values()
        .stream()
        .filter(material -> material.path("name").asString("").equals(SOURCE))
        .map(material -> material.path("annotations").path(REVISION).asString(""))
        .findFirst()
        .orElse("");
  }

  /** The rules that a build itself says are not kept. */
  static List<BuildVerdict> failed(Statement provenance) {
    return provenance.predicate().path(VERDICTS).values().stream()
        .map(Provenance::verdict)
        .filter(verdict -> !verdict.passed())
        .toList();
  }

  private static BuildVerdict verdict(JsonNode json) {
    return new BuildVerdict(
        json.path("rule").asString(""),
        json.path("passed").asBoolean(false),
        json.path("message").asString(""));
  }

  /** RFC 3339 in seconds, as SLSA has it. */
  private static String time(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
