package dev.pythonservice.e2e.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A folder in the OCI image layout (OCI image specification, "Image Layout") that holds one image
 * index.
 *
 * @param folder where it is
 */
record OciLayout(Path folder) {
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ALGORITHM = "sha256:";
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /** An empty object, to be filled in the order in which its fields shall be written. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The texts as an array. */
  static ArrayNode array(List<String> texts) {
    ArrayNode array = JSON.createArrayNode();
    texts.forEach(array::add);
    return array;
  }

  /** The texts as an object. */
  static ObjectNode object(Map<String, String> texts) {
    ObjectNode object = object();
    texts.forEach(object::put);
    return object;
  }

  /** Starts a layout in a folder, which is made. */
  static OciLayout start(Path folder) throws IOException {
    OciLayout layout = new OciLayout(folder);
    Files.createDirectories(layout.blobs());
    Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    return layout;
  }

  /** Takes a file into the layout and gives its descriptor. */
  ObjectNode add(String mediaType, Path file) throws IOException {
    String digest = Digests.of(file);
    long size = Files.size(file);
    Files.move(file, blobs().resolve(digest), StandardCopyOption.REPLACE_EXISTING);
    return descriptor(mediaType, digest, size);
  }

  /** Takes a document into the layout and gives its descriptor. */
  ObjectNode add(String mediaType, ObjectNode document) throws IOException {
    byte[] content = JSON.writeValueAsBytes(document);
    String digest = Digests.of(content);
    Files.write(blobs().resolve(digest), content);
    return descriptor(mediaType, digest, content.length);
  }

  /** Ends the layout with the image index it is for. */
  void finish(ObjectNode imageIndex, String tag) throws IOException {
    imageIndex.putObject("annotations").put("org.opencontainers.image.ref.name", tag);
    ObjectNode index = object();
    index.put("schemaVersion", 2);
    index.put("mediaType", INDEX);
    index.putArray("manifests").add(imageIndex);
    Files.write(folder.resolve("index.json"), JSON.writeValueAsBytes(index));
  }

  /**
   * The digest of the image index, with its algorithm.
   *
   * @throws IOException when there is none
   */
  String digest() throws IOException {
    String index = Files.readString(folder.resolve("index.json"));
    try {
      String digest = JSON.readTree(index).at("/manifests/0/digest").asText();
      if (DIGEST.matcher(digest).matches()) {
        return digest;
      }
    } catch (JsonProcessingException broken) {
      throw new IOException(folder + " holds no image index", broken);
    }
    throw new IOException(folder + " holds no image index");
  }

  /**
   * The manifest of a platform.
   *
   * @throws IOException when the image is not for that platform
   */
  JsonNode manifest(Platform platform) throws IOException {
    for (JsonNode descriptor : document(digest()).path("manifests")) {
      if (descriptor.at("/platform/architecture").asText().equals(platform.architecture())) {
        return document(descriptor.path("digest").asText());
      }
    }
    throw new IOException("%s has no image for %s".formatted(folder, platform.architecture()));
  }

  /** The document with a digest. */
  JsonNode document(String digest) throws IOException {
    return JSON.readTree(Files.readString(blob(digest)));
  }

  /** The files of the layers of a manifest, lowest first. */
  List<Path> layers(JsonNode manifest) throws IOException {
    List<Path> files = new ArrayList<>();
    for (JsonNode layer : manifest.path("layers")) {
      files.add(blob(layer.path("digest").asText()));
    }
    return files;
  }

  /** Takes a blob of another layout into this one. */
  void copy(String digest, OciLayout other) throws IOException {
    Files.copy(other.blob(digest), blob(digest), StandardCopyOption.REPLACE_EXISTING);
  }

  /** Whether everything the image index needs is there; with sizes only, so that it is quick. */
  boolean isComplete() {
    try {
      return isComplete(digest());
    } catch (IOException broken) {
      return false;
    }
  }

  private boolean isComplete(String digest) throws IOException {
    JsonNode document = JSON.readTree(Files.readString(blob(digest), StandardCharsets.UTF_8));
    for (JsonNode child : children(document)) {
      Path blob = blob(child.path("digest").asText());
      if (!Files.exists(blob) || Files.size(blob) != child.path("size").asLong()) {
        return false;
      }
      String type = child.path("mediaType").asText();
      if (type.equals(MANIFEST) && !isComplete(child.path("digest").asText())) {
        return false;
      }
    }
    return true;
  }

  /** The descriptors in an image index or a manifest. */
  private static List<JsonNode> children(JsonNode document) {
    return Stream.concat(
            Stream.of("manifests", "layers").flatMap(field -> document.path(field).valueStream()),
            document.has("config") ? Stream.of(document.path("config")) : Stream.empty())
        .toList();
  }

  /** Whether every blob has the digest that it is called by. */
  boolean isIntact() throws IOException {
    if (!isComplete()) {
      return false;
    }
    try (Stream<Path> files = Files.list(blobs())) {
      for (Path file : files.toList()) {
        if (!Digests.of(file).equals(file.getFileName().toString())) {
          return false;
        }
      }
    }
    return true;
  }

  private Path blobs() {
    return folder.resolve("blobs/sha256");
  }

  private Path blob(String digest) throws IOException {
    if (!DIGEST.matcher(digest).matches()) {
      throw new IOException("'" + digest + "' in " + folder + " is no digest");
    }
    return blobs().resolve(digest.substring(ALGORITHM.length()));
  }

  private static ObjectNode descriptor(String mediaType, String digest, long size) {
    return object().put("mediaType", mediaType).put("digest", ALGORITHM + digest).put("size", size);
  }
}
