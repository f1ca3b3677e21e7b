package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.registry.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody says about some images: an in-toto Statement v1.
 *
 * @param subjects which images
 * @param predicateType what kind of thing is said, a URI
 * @param predicate what is said
 */
public record Statement(List<Subject> subjects, String predicateType, JsonNode predicate) {

  /** The media type of a statement. */
  public static final String MEDIA_TYPE = "application/vnd.in-toto+json";

  private static final String TYPE = "https://in-toto.io/Statement/v1";

  public Statement {
    subjects = List.copyOf(subjects);
  }

  /** Reads one; empty when it is none. Subjects by another digest than SHA-256 are left out. */
  static Optional<Statement> read(byte[] json) {
    try {
      JsonNode node = JsonMapper.shared().readTree(json);
      if (!node.path("_type").asString("").equals(TYPE)) {
        return Optional.empty();
      }
      List<Subject> subjects = new ArrayList<>();
      for (JsonNode subject : node.path("subject")) {
        Digest.parse("sha256:" + subject.path("digest").path("sha256").asString(""))
            .ifPresent(
                digest -> subjects.add(new Subject(subject.path("name").asString(""), digest)));
      }
      return Optional.of(
          new Statement(subjects, node.path("predicateType").asString(""), node.path("predicate")));
    } catch (JacksonException exception) {
      return Optional.empty();
    }
  }

  /** As JSON in UTF-8; equal statements have equal bytes. */
  public byte[] bytes() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("_type", TYPE);
    ArrayNode list = json.putArray("subject");
    for (Subject subject : subjects) {
      ObjectNode each = list.addObject();
      if (!subject.name().isEmpty()) {
        each.put("name", subject.name());
      }
      each.putObject("digest").put("sha256", subject.digest().hex());
    }
    json.put("predicateType", predicateType);
    json.set("predicate", predicate);
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  /** Whether it is about this image. */
  boolean isAbout(Digest image) {
    return subjects.stream().anyMatch(subject -> subject.digest().equals(image));
  }
}
