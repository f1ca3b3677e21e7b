package dev.pythonservice.builder.adopt;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * An environment that {@code conda env export} wrote, or people in the same form, as far as package
 * indexes have what is in it.
 *
 * @param file its name
 * @param python the series of Python in it; empty where it has none
 * @param requirements its Python packages, as requirements (PEP 508)
 * @param notes what is in it besides, which no package index has
 * @see <a
 *     href="https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html">Managing
 *     environments</a>
 */
record CondaEnvironment(String file, String python, List<String> requirements, List<Note> notes) {

  private static final List<String> FILES = List.of("environment.yml", "environment.yaml");

  /** {@code name=version=build}, or a name with any specifier. */
  private static final Pattern PACKAGE =
      Pattern.compile(
          "(?:[\\w.:/-]+::)?(?<name>[A-Za-z0-9_][A-Za-z0-9._-]*)\\s*(?:=(?<version>[^=<>!~,*|\\s]+)(?:=(?<build>\\S+))?|(?<range>[=<>!~].*))?");

  /** Builds of Python packages begin so: for one Python, or for all. */
  private static final Pattern PYTHON_BUILD = Pattern.compile("py(h[0-9a-f]|\\d).*");

  /** What an index gives along with an environment. */
  private static final Set<String> OF_ANY_ENVIRONMENT =
      Set.of("pip", "setuptools", "wheel", "python_abi");

  CondaEnvironment {
    requirements = List.copyOf(requirements);
    notes = List.copyOf(notes);
  }

  /** The environment of a project, if it has one. */
  static Optional<CondaEnvironment> in(Path project) {
    return FILES.stream()
        .flatMap(file -> ProjectFiles.text(project, file).map(text -> of(file, text)).stream())
        .findFirst();
  }

  /**
   * Reads one.
   *
   * @throws BuildFailure when it is no YAML
   */
  static CondaEnvironment of(String file, String text) {
    Reading reading = new Reading(file);
    for (JsonNode one : parsed(file, text).path("dependencies")) {
      if (one.isString()) {
        reading.ofConda(one.asString());
      }
      one.path("pip").forEach(requirement -> reading.ofPip(requirement.asString("")));
    }
    return new CondaEnvironment(file, reading.python, reading.requirements, reading.notes);
  }

  private static JsonNode parsed(String file, String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (JacksonException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s is not valid YAML: %s; correct it and try again"
              .formatted(file, exception.getOriginalMessage().replaceAll("\\s+", " ").strip()));
    }
  }

  /** What was read so far. */
  private static final class Reading {

    private final String file;
    private final Properties names = names();
    private final List<String> requirements = new ArrayList<>();
    private final List<Note> notes = new ArrayList<>();
    private String python = "";

    Reading(String file) {
      this.file = file;
    }

    void ofConda(String line) {
      Matcher one = PACKAGE.matcher(line.strip());
      if (!one.matches()) {
        note(line, "it is not understood; 'uv add' adds it under the name that its index has");
        return;
      }
      String name = one.group("name");
      Optional<String> version = Optional.ofNullable(one.group("version"));
      boolean isPython =
          Optional.ofNullable(one.group("build"))
              .map(build -> PYTHON_BUILD.matcher(build).matches())
              .orElseGet(() -> !isKnownLibrary(name));
      if (name.equals("python")) {
        python = version.map(CondaEnvironment::series).orElse("");
      } else if (OF_ANY_ENVIRONMENT.contains(name)) {
        note(line, "each environment of conda has it; 'uv add' adds it where the code imports it");
      } else if (isPython) {
        requirements.add(
            names.getProperty(name, name)
                + version
                    .map(exact -> matching(exact, one.group("build") != null))
                    .orElse(range(one.group("range"))));
      } else {
        note(
            line,
            "it is no Python package: what needs it must bring it along in its wheel, or the"
                + " platform's base image must have it");
      }
    }

    void ofPip(String requirement) {
      if (requirement.startsWith("-")) {
        note("pip: " + requirement, "an option of pip; see uv's settings for the like of it");
      } else {
        requirements.add(requirement);
      }
    }

    private void note(String line, String remedy) {
      notes.add(new Note(file, line, remedy));
    }

    private boolean isKnownLibrary(String name) {
      return names.getProperty(name, name).isEmpty() || name.startsWith("_");
    }
  }

  /** Of {@code 3.13.5} that is {@code 3.13}. */
  private static String series(String version) {
    return Stream.of(version.split("\\.", -1))
        .limit(2)
        .reduce((major, minor) -> major + "." + minor)
        .orElse(version);
  }

  /** People mean with {@code =1.26} what begins so; an export has whole versions. */
  private static String matching(String version, boolean hasBuild) {
    boolean isWhole = hasBuild || version.split("\\.", -1).length > 2;
    return "==" + version + (isWhole ? "" : ".*");
  }

  private static String range(@Nullable String given) {
    return Objects.requireNonNullElse(given, "").strip();
  }

  /** Names on package indexes of packages that conda has under others; none for libraries. */
  private static Properties names() {
    Properties names = new Properties();
    try (InputStream stream = CondaEnvironment.class.getResourceAsStream("conda.properties")) {
      names.load(Objects.requireNonNull(stream, "conda.properties is not in the program"));
    } catch (IOException exception) {
      throw new UncheckedIOException("conda.properties cannot be read", exception);
    }
    return names;
  }
}
