package dev.pythonservice.builder.adopt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.eclipse.jgit.diff.DiffAlgorithm;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An adoption as text for people, and as JSON for programs. */
public final class Explanation {

  private final JsonMapper json = new JsonMapper();

  /** What would change in the files, as a unified diff; of a lock, its size alone. */
  public String changes(Adoption adoption) {
    StringBuilder text = new StringBuilder();
    adoption.changes().forEach(change -> text.append(shown(change)));
    return text.toString();
  }

  /** What is not carried over, and where the locks differ. */
  public String findings(Adoption adoption) {
    StringBuilder text = new StringBuilder();
    if (!adoption.notes().isEmpty()) {
      text.append("Not carried over as it is:\n");
      adoption.notes().forEach(note -> text.append("  ").append(note).append('\n'));
    }
    if (!adoption.differences().isEmpty()) {
      text.append("The new lock differs:\n");
      adoption
          .differences()
          .forEach(difference -> text.append("  ").append(difference).append('\n'));
    }
    return text.toString();
  }

  /** All of it for programs. */
  public String json(Adoption adoption) {
    ObjectNode tree = json.createObjectNode();
    ArrayNode files = tree.putArray("files");
    adoption
        .changes()
        .forEach(change ->
            files
                .addObject()
                .put("file", change.file())
                .put("isNew", change.before().isEmpty())
                .put("after", change.after()));
    tree.set("notes", json.valueToTree(adoption.notes()));
    tree.set("differences", json.valueToTree(adoption.differences()));
    return json.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
  }

  private static String shown(Change change) {
    boolean isLock = change.file().equals(ProjectFiles.LOCK);
    if (isLock) {
      long packages = change.after().lines().filter("[[package]]"::equals).count();
      return "+++ %s (%d packages, the project's own among them)%n"
          .formatted(change.file(), packages);
    }
    return "--- %s%n+++ %s%n%s"
        .formatted(
            change.before().isPresent() ? change.file() : "/dev/null",
            change.file(),
            difference(change.before().orElse(""), change.after()));
  }

  private static String difference(String before, String after) {
    RawText old = raw(before);
    RawText changed = raw(after);
    EditList edits =
        DiffAlgorithm.getAlgorithm(DiffAlgorithm.SupportedAlgorithm.HISTOGRAM)
            .diff(RawTextComparator.DEFAULT, old, changed);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(bytes)) {
      formatter.format(edits, old, changed);
      formatter.flush();
      return bytes.toString(StandardCharsets.UTF_8);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static RawText raw(String text) {
    return new RawText(text.getBytes(StandardCharsets.UTF_8));
  }
}
