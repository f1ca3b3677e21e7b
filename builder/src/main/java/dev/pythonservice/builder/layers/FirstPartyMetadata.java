package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.lock.FirstParty;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an installer writes beside a package's modules, for a package that is used in place: so that
 * {@code importlib.metadata} finds it, its entry points and its scripts.
 */
final class FirstPartyMetadata {

  /** Entry points specification, "Data model", without the extras that nothing uses any more. */
  private static final Pattern REFERENCE =
      Pattern.compile("([\\w.]+)\\s*:\\s*(\\w+)([\\w.]*)\\s*(\\[.*])?");

  private static final Pattern SCRIPT = Pattern.compile("[^/\\\\\\p{Cntrl}]+");

  private FirstPartyMetadata() {}

  /**
   * The files of a package.
   *
   * @param sitePackages the folder of packages in the image, with a slash at its end
   * @throws BuildFailure when a script has no valid name or does not name a function
   */
  static SortedMap<String, LayerEntry> of(FirstParty one, String sitePackages) {
    String folder =
        "%s-%s.dist-info/".formatted(one.name().replace('-', '_'), one.version().replace('-', '_'));
    SortedMap<String, String> files = new TreeMap<>();
    files.put(folder + "METADATA", metadata(one));
    String entryPoints = entryPoints(one);
    if (!entryPoints.isEmpty()) {
      files.put(folder + "entry_points.txt", entryPoints);
    }
    SortedMap<String, String> scripts = new TreeMap<>(one.scripts());
    scripts.putAll(one.guiScripts());
    SortedMap<String, String> record = new TreeMap<>(files);
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    scripts.forEach((name, reference) -> {
      String script = script(one, name, reference);
      record.put("../../../bin/" + name, script);
      entries.put(
          ApplicationLayer.inEnvironment("bin/" + name), ApplicationLayer.made(script, true));
    });
    files.forEach(
        (path, text) -> entries.put(sitePackages + path, ApplicationLayer.made(text, false)));
    entries.put(
        sitePackages + folder + "RECORD",
        ApplicationLayer.made(lines(record, folder + "RECORD"), false));
    return entries;
  }

  private static String lines(SortedMap<String, String> files, String self) {
    SortedMap<String, String> lines = new TreeMap<>();
    files.forEach((path, text) ->
        lines.put(
            path, InstalledPaths.recordLine(path, text.getBytes(StandardCharsets.UTF_8)) + "\n"));
    lines.put(self, self + ",,\n");
    return String.join("", lines.values());
  }

  /** Core metadata specification. */
  private static String metadata(FirstParty one) {
    StringBuilder text = new StringBuilder();
    text.append("Metadata-Version: 2.4\n");
    text.append("Name: ").append(one.name()).append('\n');
    text.append("Version: ").append(one.version()).append('\n');
    if (!one.requiresPython().isEmpty()) {
      text.append("Requires-Python: ").append(one.requiresPython()).append('\n');
    }
    one.dependencies()
        .forEach(requirement -> text.append("Requires-Dist: ").append(requirement).append('\n'));
    return text.toString();
  }

  private static String entryPoints(FirstParty one) {
    SortedMap<String, Map<String, String>> groups = new TreeMap<>(one.entryPoints());
    groups.put("console_scripts", one.scripts());
    groups.put("gui_scripts", one.guiScripts());
    return groups.entrySet().stream()
        .filter(group -> !group.getValue().isEmpty())
        .map(group ->
            "[%s]\n%s"
                .formatted(
                    group.getKey(),
                    new TreeMap<>(group.getValue())
                        .entrySet().stream()
                            .map(point -> "%s = %s\n".formatted(point.getKey(), point.getValue()))
                            .collect(Collectors.joining())))
        .collect(Collectors.joining("\n"));
  }

  /** Letter for letter what uv writes, so that a process looks the same in both worlds. */
  private static String script(FirstParty one, String name, String reference) {
    Matcher matcher = REFERENCE.matcher(reference.strip());
    boolean validName = SCRIPT.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    if (!matcher.matches() || !validName) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s/pyproject.toml: [project.scripts] %s = \"%s\" is no script; write NAME = \"module:function\""
              .formatted(one.folder(), name, reference));
    }
    String object = matcher.group(2);
    return """
    #!%s
    # -*- coding: utf-8 -*-
    import sys
    from %s import %s
    if __name__ == "__main__":
        if sys.argv[0].endswith("-script.pyw"):
            sys.argv[0] = sys.argv[0][:-11]
        elif sys.argv[0].endswith(".exe"):
            sys.argv[0] = sys.argv[0][:-4]
        sys.exit(%s%s())
    """
        .formatted(InstalledPaths.INTERPRETER, matcher.group(1), object, object, matcher.group(3));
  }
}
