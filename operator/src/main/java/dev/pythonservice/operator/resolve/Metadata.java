package dev.pythonservice.operator.resolve;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;

/** What says which object one is, and whose: its type and its metadata without managed fields. */
final class Metadata {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> KEPT = Set.of("apiVersion", "kind", "metadata");
  private static final String MANAGED_FIELDS = "managedFields";

  /** What is most of an object, whatever its kind. */
  private static final String NOTHING =
      """
      {"spec": null, "status": null}\
      """;

  private Metadata() {}

  /**
   * What is left of an object's JSON.
   *
   * @throws UncheckedIOException when it is no JSON
   */
  static byte[] of(byte[] object) {
    ByteArrayOutputStream left = new ByteArrayOutputStream();
    try (JsonParser from = JSON.createParser(object);
        JsonGenerator to = JSON.createGenerator(left)) {
      from.nextToken();
      to.writeStartObject();
      while (from.nextToken() == JsonToken.FIELD_NAME) {
        String field = from.currentName();
        JsonToken value = from.nextToken();
        if (!KEPT.contains(field)) {
          from.skipChildren();
        } else if (value == JsonToken.START_OBJECT) {
          to.writeFieldName(field);
          copyWithoutManagedFields(from, to);
        } else {
          to.writeFieldName(field);
          to.copyCurrentStructure(from);
        }
      }
      to.writeEndObject();
    } catch (IOException problem) {
      throw new UncheckedIOException("This is no JSON", problem);
    }
    return left.toByteArray();
  }

  private static void copyWithoutManagedFields(JsonParser from, JsonGenerator to)
      throws IOException {
    to.writeStartObject();
    while (from.nextToken() == JsonToken.FIELD_NAME) {
      String field = from.currentName();
      from.nextToken();
      if (field.equals(MANAGED_FIELDS)) {
        from.skipChildren();
      } else {
        to.writeFieldName(field);
        to.copyCurrentStructure(from);
      }
    }
    to.writeEndObject();
  }

  /** Takes everything else from an object. */
  static void empty(HasMetadata object) {
    object.getMetadata().setManagedFields(List.of());
    try {
      JSON.readerForUpdating(object).readValue(NOTHING);
    } catch (IOException problem) {
      throw new UncheckedIOException("%s cannot be emptied".formatted(object.getKind()), problem);
    }
  }
}
