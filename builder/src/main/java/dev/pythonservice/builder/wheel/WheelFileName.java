package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file name of a wheel (binary distribution format, "File name convention").
 *
 * @param text the whole name; it cannot name another folder
 * @param name the package, as the file name writes it
 * @param version its version
 * @param platforms the platform tags, such as {@code manylinux_2_28_aarch64}
 */
record WheelFileName(String text, String name, String version, List<String> platforms) {

  private static final Pattern PATTERN =
      Pattern.compile(
          "([A-Za-z0-9_.]+)-([A-Za-z0-9_.!+]+)(?:-[0-9][A-Za-z0-9_.]*)?-[A-Za-z0-9_.]+-[A-Za-z0-9_.]+-([A-Za-z0-9_.]+)\\.whl");

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException when it is none of a wheel
   */
  static WheelFileName of(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no file name of a wheel: " + text);
    }
    return new WheelFileName(
        text, matcher.group(1), matcher.group(2), List.of(matcher.group(3).split("\\.")));
  }

  /**
   * Reads the name of a wheel that a build made; foreign code chose it.
   *
   * @throws BuildFailure when it is none of a wheel
   */
  static WheelFileName ofBuilt(WheelJob job, Path wheel) {
    try {
      return of(wheel.getFileName().toString());
    } catch (IllegalArgumentException exception) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: its build made %s, which is no name of a wheel; see to its build backend"
              .formatted(job, wheel.getFileName()));
    }
  }

  /** Whether it runs everywhere: pure Python. */
  boolean isPure() {
    return platforms.contains("any");
  }

  /** Whether its tag is that of the machine that built it, which promises nothing to others. */
  boolean isUnrepaired() {
    return platforms.stream().anyMatch(platform -> platform.startsWith("linux_"));
  }
}
