package dev.pythonservice.builder.install;

import dev.pythonservice.builder.policy.DeclaredLicence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A package's core metadata, as {@code METADATA} in a {@code .dist-info} folder has it.
 *
 * @param fields the values of each field by its name in lower case
 */
public record Metadata(Map<String, List<String>> fields) {

  public Metadata {
    fields = Map.copyOf(fields);
  }

  /** Reads the header; what follows the first empty line is a description. */
  public static Metadata parse(String text) {
    Map<String, List<String>> fields = new LinkedHashMap<>();
    List<String> last = new ArrayList<>();
    for (String line : text.lines().takeWhile(line -> !line.isEmpty()).toList()) {
      int colon = line.indexOf(':');
      boolean continues = line.startsWith(" ") || line.startsWith("\t");
      if (continues && !last.isEmpty()) {
        last.add(last.removeLast() + "\n" + line.strip());
      } else if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        last = fields.computeIfAbsent(name, none -> new ArrayList<>());
        last.add(line.substring(colon + 1).strip());
      }
    }
    return new Metadata(fields);
  }

  /** The first value of a field, where it has one that says something. */
  public Optional<String> first(String field) {
    return all(field).stream().filter(value -> !value.isEmpty()).findFirst();
  }

  /** All values of a field. */
  public List<String> all(String field) {
    return fields.getOrDefault(field.toLowerCase(Locale.ROOT), List.of());
  }

  /** What it says of the licence. */
  public DeclaredLicence licence() {
    return new DeclaredLicence(
        first("License-Expression"),
        first("License"),
        all("Classifier").stream().filter(text -> text.startsWith("License ::")).toList());
  }

  /** Whether two versions are the same although they may be written differently (PEP 440). */
  static boolean sameVersion(String one, String other) {
    return one.equals(other) || canonical(one).equals(canonical(other));
  }

  private static String canonical(String version) {
    String text = version.strip().toLowerCase(Locale.ROOT);
    int plus = text.indexOf('+');
    String local = plus < 0 ? "" : text.substring(plus).replaceAll("[-_.]", ".");
    String base =
        (plus < 0 ? text : text.substring(0, plus))
            .replaceFirst("^v", "")
            .replaceAll("^(\\d+!)?([\\d.]*\\d)-(\\d+)$", "$1$2.post$3")
            .replaceAll("[-_.]*(alpha|a)[-_.]*(?=\\d|$|\\.)", "a")
            .replaceAll("[-_.]*(beta|b)[-_.]*(?=\\d|$|\\.)", "b")
            .replaceAll("[-_.]*(preview|pre|rc|c)[-_.]*(?=\\d|$|\\.)", "rc")
            .replaceAll("[-_.]*(post|rev|r)[-_.]*(?=\\d|$|\\.)", ".post")
            .replaceAll("[-_.]*dev[-_.]*(?=\\d|$)", ".dev")
            .replaceAll("(?<!\\d)0+(?=\\d)", "")
            .replaceFirst("^0!", "")
            .replaceAll("(a|b|rc|post|dev)(?!\\d)", "$10")
            .replaceFirst(
                "^((?:\\d+!)?\\d+(?:\\.\\d+)*?)(?:\\.0)+(?=[^.\\d]|\\.post|\\.dev|$)", "$1");
    return base + local;
  }
}
