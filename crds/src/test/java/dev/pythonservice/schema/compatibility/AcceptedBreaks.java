package dev.pythonservice.schema.compatibility;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Breaks that were decided on, each with its reason.
 *
 * @param reasonsByPlace the reason for each {@link Break#place}
 */
record AcceptedBreaks(Map<String, String> reasonsByPlace) {

  private static final String SEPARATOR = " because ";

  AcceptedBreaks {
    reasonsByPlace = Map.copyOf(reasonsByPlace);
  }

  /**
   * Reads the committed list: a line for each, {@code PLACE because REASON}; lines that begin with
   * {@code #} are comments.
   *
   * @throws IllegalStateException when a line has no reason
   */
  static AcceptedBreaks read(Path file) {
    try {
      return new AcceptedBreaks(
          Files.readAllLines(file).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(AcceptedBreaks::parse)
              .collect(Collectors.toMap(List::getFirst, List::getLast)));
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }

  /** What is wrong with these breaks: those nobody accepted, and acceptances that nothing needs. */
  List<String> problemsWith(List<Break> breaks) {
    Map<String, List<Break>> byPlace = breaks.stream().collect(Collectors.groupingBy(Break::place));
    Function<String, String> unused =
        place -> place + ": accepted-breaks.txt accepts a break that is not there; remove the line";
    return Stream.concat(
            breaks.stream()
                .filter(change -> !reasonsByPlace.containsKey(change.place()))
                .map(Break::toString),
            reasonsByPlace.keySet().stream()
                .filter(place -> !byPlace.containsKey(place))
                .sorted()
                .map(unused))
        .toList();
  }

  private static List<String> parse(String line) {
    int separator = line.indexOf(SEPARATOR);
    if (separator < 0) {
      throw new IllegalStateException(
          "accepted-breaks.txt has a line without '%s': %s".formatted(SEPARATOR.strip(), line));
    }
    return List.of(line.substring(0, separator), line.substring(separator + SEPARATOR.length()));
  }
}
