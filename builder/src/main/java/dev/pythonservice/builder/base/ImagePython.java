package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The Python of an image.
 *
 * @param version its full version
 * @param interpreter its absolute path, with no link in it
 */
record ImagePython(PythonVersion version, String interpreter) {

  /** Where a container looks when its image does not say (Docker's default). */
  private static final String USUAL_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final Pattern INTERPRETER = Pattern.compile(".*/(python(\\d+\\.\\d+)(t?))");

  /**
   * Finds the Python that {@code python3} runs, as the image's PATH has it. Its version is the one
   * that the program itself holds; the image's label and the variable of the public Python images
   * are asked only when it holds none, since images that are made of others inherit both.
   *
   * @throws BuildFailure when there is none, or its version is nowhere
   */
  static ImagePython of(ImageFiles files, JsonNode config, String image) {
    String path = interpreter(files, config, image);
    Matcher matcher = INTERPRETER.matcher(path);
    if (!matcher.matches() || !matcher.group(3).isEmpty()) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "python3 of the base image %s is %s, which is no usual CPython (pythonX.Y, not free-threaded); use another base image"
              .formatted(image, path));
    }
    String series = matcher.group(2);
    String version =
        Stream.of(
                inBinary(files, path, series),
                text(config.path("config").path("Labels").path("dev.pythonservice.python.version")),
                variable(config, "PYTHON_VERSION"))
            .flatMap(Optional::stream)
            .filter(found -> found.startsWith(series + "."))
            .findFirst()
            .orElseThrow(() -> withoutVersion(image, path));
    return new ImagePython(PythonVersion.of(version), path);
  }

  private static String interpreter(ImageFiles files, JsonNode config, String image) {
    String path = variable(config, "PATH").orElse(USUAL_PATH);
    return Arrays.stream(path.split(":"))
        .map(folder -> folder + "/python3")
        .filter(files::isFile)
        .findFirst()
        .flatMap(files::resolve)
        .map(found -> "/" + found)
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "The base image %s has no python3 on its PATH %s; use one with CPython"
                    .formatted(image, path)));
  }

  /** The version is in the program, or in the library that is most of it, beside bin in lib. */
  private static Optional<String> inBinary(ImageFiles files, String interpreter, String series) {
    String home = interpreter.substring(0, interpreter.lastIndexOf("/bin/") + 1);
    return Stream.of(
            interpreter,
            home + "lib/libpython" + series + ".so.1.0",
            home + "lib64/libpython" + series + ".so.1.0",
            home + "lib/x86_64-linux-gnu/libpython" + series + ".so.1.0",
            home + "lib/aarch64-linux-gnu/libpython" + series + ".so.1.0")
        .flatMap(path -> files.facts(path).stream())
        .map(facts -> facts.words().stream().filter(word -> word.startsWith(series + ".")).toList())
        .filter(versions -> versions.size() == 1)
        .map(List::getFirst)
        .findFirst();
  }

  private static BuildFailure withoutVersion(String image, String interpreter) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s of the base image %s does not tell its full version; set the image's label dev.pythonservice.python.version to it, such as 3.13.5"
            .formatted(interpreter, image));
  }

  private static Optional<String> variable(JsonNode config, String name) {
    for (JsonNode variable : config.path("config").path("Env")) {
      String text = variable.asString("");
      if (text.startsWith(name + "=")) {
        return Optional.of(text.substring(name.length() + 1));
      }
    }
    return Optional.empty();
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }
}
