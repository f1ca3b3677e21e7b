package dev.pythonservice.builder.adopt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Dockerfile says of how its image runs: that of its last stage.
 *
 * @param python the series of Python in the name of its base image; empty where that does not say
 * @param musl whether that name says Alpine
 * @param environment the variables that it sets
 * @param commands the commands that the image runs, each as its words; most often one
 * @param installs the instructions that install what is no Python package
 * @param hasHealthCheck whether it has a health check
 */
record ContainerFile(
    String python,
    boolean musl,
    Map<String, String> environment,
    List<List<String>> commands,
    List<String> installs,
    boolean hasHealthCheck) {

  private static final Pattern BASE_PYTHON = Pattern.compile("python:(3\\.\\d+)");
  private static final Pattern SYSTEM_PACKAGES =
      Pattern.compile("\\b(apt-get|apt|apk|dnf|yum|microdnf)\\b[^&;|]*\\b(install|add)\\b[^&;|]*");
  private static final Pattern ASSIGNMENT = Pattern.compile("(\\w+)=(.*)", Pattern.DOTALL);

  static ContainerFile of(String text) {
    Reading reading = new Reading();
    instructions(text).forEach(reading::read);
    return reading.result();
  }

  /** The instructions, one a line: comments left out, lines that go on joined. */
  private static List<String> instructions(String text) {
    String withoutComments = text.replaceAll("(?m)^\\s*#.*\\R?", "");
    return withoutComments
        .replaceAll("\\\\[ \\t]*\\R", " ")
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  /** What was read so far of the stage that is being read. */
  private static final class Reading {

    private final JsonMapper json = new JsonMapper();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> installs = new ArrayList<>();
    private String base = "";
    private String entryPoint = "";
    private String command = "";
    private boolean healthCheck;

    void read(String instruction) {
      String[] parts = instruction.split("\\s+", 2);
      String rest = parts.length < 2 ? "" : parts[1];
      switch (parts[0].toUpperCase(Locale.ROOT)) {
        case "FROM" -> begin(rest);
        case "ENV" -> set(rest);
        case "CMD" -> command = rest;
        case "ENTRYPOINT" -> entryPoint = rest;
        case "HEALTHCHECK" -> healthCheck = !rest.equalsIgnoreCase("NONE");
        case "RUN" -> {
          Matcher packages = SYSTEM_PACKAGES.matcher(rest);
          while (packages.find()) {
            installs.add(packages.group().strip().replaceAll("\\s+", " "));
          }
        }
        default -> {
          // It says nothing of how the image runs.
        }
      }
    }

    private void begin(String image) {
      base = image;
      environment.clear();
      installs.clear();
      entryPoint = "";
      command = "";
      healthCheck = false;
    }

    private void set(String rest) {
      boolean isOld = !rest.split("\\s+", 2)[0].contains("=");
      if (isOld) {
        String[] parts = rest.split("\\s+", 2);
        environment.put(parts[0], parts.length < 2 ? "" : parts[1]);
        return;
      }
      ShellWords.of(rest, environment).stream()
          .flatMap(List::stream)
          .map(ASSIGNMENT::matcher)
          .filter(Matcher::matches)
          .forEach(one -> environment.put(one.group(1), one.group(2)));
    }

    ContainerFile result() {
      Matcher series = BASE_PYTHON.matcher(base);
      return new ContainerFile(
          series.find() ? series.group(1) : "",
          base.contains("alpine"),
          Map.copyOf(environment),
          commands(),
          List.copyOf(installs),
          healthCheck);
    }

    /** The command is the entry point's arguments, unless a shell runs the entry point. */
    private List<List<String>> commands() {
      List<String> first = array(entryPoint);
      List<String> second = array(command);
      if (!entryPoint.isEmpty() && first.isEmpty()) {
        return ShellWords.of(entryPoint, environment);
      }
      if (second.isEmpty() && first.isEmpty()) {
        return ShellWords.of(command, environment);
      }
      List<String> all = new ArrayList<>(first);
      all.addAll(second);
      return List.of(all);
    }

    /** The words of the form that is a JSON array; none where it is the shell's form. */
    private List<String> array(String rest) {
      if (!rest.startsWith("[")) {
        return List.of();
      }
      try {
        return List.of(json.readValue(rest, String[].class));
      } catch (JacksonException exception) {
        // Docker takes what is no JSON for the shell's form.
        return List.of();
      }
    }
  }
}
