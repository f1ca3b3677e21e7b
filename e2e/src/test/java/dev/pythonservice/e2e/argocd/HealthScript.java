package dev.pythonservice.e2e.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;

/**
 * A health check of Argo CD: a script that finds the object in the global {@code obj} and returns a
 * table with {@code status} and {@code message}. Argo CD runs it without the libraries that reach
 * out of the script (resource_customizations in Argo CD, util/lua).
 *
 * @param file the script
 */
record HealthScript(Path file) {

  /** What a script says of an object. */
  record Health(String status, String message) {}

  Health of(Path object) {
    Globals globals = JsePlatform.standardGlobals();
    for (String library : new String[] {"os", "io", "luajava", "package", "require", "dofile"}) {
      globals.set(library, LuaValue.NIL);
    }
    globals.set("obj", value(Serialization.unmarshal(read(object), JsonNode.class)));
    LuaValue health = globals.load(read(file), file.toString()).call();
    return new Health(health.get("status").checkjstring(), health.get("message").optjstring(""));
  }

  private static LuaValue value(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> {
        LuaTable table = new LuaTable();
        node.properties().forEach(field -> table.set(field.getKey(), value(field.getValue())));
        yield table;
      }
      case ARRAY -> {
        LuaTable table = new LuaTable();
        for (int index = 0; index < node.size(); index++) {
          table.set(index + 1, value(node.get(index)));
        }
        yield table;
      }
      case BOOLEAN -> LuaValue.valueOf(node.booleanValue());
      case NUMBER -> LuaValue.valueOf(node.doubleValue());
      case STRING -> LuaValue.valueOf(node.textValue());
      default -> LuaValue.NIL;
    };
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException problem) {
      throw new UncheckedIOException(file + " cannot be read", problem);
    }
  }
}
