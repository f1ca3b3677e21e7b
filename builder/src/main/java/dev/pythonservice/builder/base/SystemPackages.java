package dev.pythonservice.builder.base;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The packages of an image, from the database of its package manager: Debian's and Alpine's, and
 * those of images that are made like theirs. Of RPM's, which is a database file, nothing is read.
 *
 * @param files the image's files
 * @param system the variables of os-release(5)
 */
record SystemPackages(ImageFiles files, Map<String, String> system) {

  /** The packages of an image. */
  static SystemPackages of(ImageFiles files) {
    String text =
        Stream.of("etc/os-release", "usr/lib/os-release")
            .flatMap(path -> files.facts(path).stream())
            .map(FileFacts::text)
            .findFirst()
            .orElse("");
    Map<String, String> variables = new HashMap<>();
    text.lines()
        .map(line -> line.split("=", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> variables.put(parts[0].strip(), unquoted(parts[1].strip())));
    return new SystemPackages(files, variables);
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && (value.startsWith("\"") || value.startsWith("'"));
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** The distribution, for people; empty when the image does not say. */
  String distribution() {
    return system.getOrDefault("PRETTY_NAME", "");
  }

  /** All packages, sorted by name and architecture. */
  List<SystemPackage> all() {
    List<SystemPackage> all = new ArrayList<>();
    Stream.concat(Stream.of("var/lib/dpkg/status"), statusFiles())
        .flatMap(path -> stanzas(path).stream())
        .filter(SystemPackages::isInstalled)
        .forEach(stanza -> all.add(debian(stanza)));
    Stream.of("lib/apk/db/installed", "usr/lib/apk/db/installed")
        .flatMap(path -> stanzas(path).stream())
        .filter(stanza -> stanza.containsKey("P"))
        .forEach(stanza -> all.add(alpine(stanza)));
    return all.stream()
        .distinct()
        .sorted(
            Comparator.comparing(SystemPackage::name).thenComparing(SystemPackage::architecture))
        .toList();
  }

  /** Images without a package manager have a file for each package, and sums of files beside. */
  private Stream<String> statusFiles() {
    return files
        .resolve("var/lib/dpkg/status.d")
        .map(files::in)
        .orElseGet(Stream::empty)
        .filter(path -> !path.endsWith(".md5sums"));
  }

  /** A package that was removed and whose settings stayed has a status, too (dpkg-query(1)). */
  private static boolean isInstalled(Map<String, String> stanza) {
    return stanza.containsKey("Package")
        && stanza.getOrDefault("Status", "install ok installed").endsWith(" installed");
  }

  /** Paragraphs of {@code Name: value} with lines that go on after a blank (deb822(5), apk). */
  private List<Map<String, String>> stanzas(String path) {
    List<Map<String, String>> stanzas = new ArrayList<>();
    Map<String, String> stanza = new HashMap<>();
    String text = files.facts(path).map(FileFacts::text).orElse("");
    for (String line : (Iterable<String>) text.lines()::iterator) {
      int colon = line.indexOf(':');
      if (line.isBlank()) {
        stanzas.add(stanza);
        stanza = new HashMap<>();
      } else if (colon > 0 && !Character.isWhitespace(line.charAt(0))) {
        stanza.putIfAbsent(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    stanzas.add(stanza);
    return stanzas;
  }

  private SystemPackage debian(Map<String, String> stanza) {
    String name = stanza.getOrDefault("Package", "");
    String version = stanza.getOrDefault("Version", "");
    String architecture = stanza.getOrDefault("Architecture", "");
    String source = stanza.getOrDefault("Source", name).split(" ", 2)[0];
    return new SystemPackage(
        name,
        version,
        architecture,
        source,
        "",
        purl("deb", "debian", name, version, architecture));
  }

  private SystemPackage alpine(Map<String, String> stanza) {
    String name = stanza.getOrDefault("P", "");
    String version = stanza.getOrDefault("V", "");
    String architecture = stanza.getOrDefault("A", "");
    return new SystemPackage(
        name,
        version,
        architecture,
        stanza.getOrDefault("o", name),
        stanza.getOrDefault("L", ""),
        purl("apk", "alpine", name, version, architecture));
  }

  /** A package URL (purl-spec, types {@code deb} and {@code apk}). */
  private String purl(
      String type, String usualSystem, String name, String version, String architecture) {
    String id = system.getOrDefault("ID", usualSystem);
    String release = system.getOrDefault("VERSION_ID", system.getOrDefault("VERSION_CODENAME", ""));
    return "pkg:%s/%s/%s@%s?arch=%s&distro=%s"
        .formatted(
            type,
            encoded(id),
            encoded(name),
            encoded(version),
            encoded(architecture),
            encoded(release.isEmpty() ? id : id + "-" + release));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("%7E", "~")
        .replace("%3A", ":");
  }
}
