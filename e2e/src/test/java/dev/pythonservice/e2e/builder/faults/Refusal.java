package dev.pythonservice.e2e.builder.faults;

import java.io.IOException;
import java.util.List;

/**
 * What a build is refused for.
 *
 * @param sentence what is wrong, as the name of the case
 * @param exitCode whose turn it is
 * @param words what the message must have in it: the thing, its place, the remedy
 * @param spoiling makes it wrong
 */
public record Refusal(String sentence, ExitCode exitCode, List<String> words, Spoiling spoiling) {

  static Refusal of(String sentence, ExitCode exitCode, Spoiling spoiling, String... words) {
    return new Refusal(sentence, exitCode, List.of(words), spoiling);
  }

  /** Makes a scene wrong. */
  @FunctionalInterface
  public interface Spoiling {
    void spoil(Scene scene) throws IOException;
  }

  @Override
  public String toString() {
    return sentence;
  }
}
