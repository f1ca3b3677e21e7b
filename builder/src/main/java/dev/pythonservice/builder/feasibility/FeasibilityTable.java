package dev.pythonservice.builder.feasibility;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Feasibility of several targets as a table for people. */
public final class FeasibilityTable {

  private static final String GAP = "  ";

  private FeasibilityTable() {}

  /** The table: a line for each target, and one for each of its blockers with its remedy. */
  public static String of(List<Feasibility> all) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("TARGET", "FEASIBLE", "WHEELS", "BLOCKERS"));
    all.forEach(one -> rows.add(row(one)));
    StringBuilder text = new StringBuilder();
    int columns = rows.getFirst().size();
    int[] widths = IntStream.range(0, columns).map(column -> width(rows, column)).toArray();
    rows.forEach(row -> append(text, row, widths));
    for (Feasibility one : all) {
      if (!one.feasible()) {
        text.append('\n').append(one.target()).append(":\n");
        one.blockers().forEach(blocker -> append(text, blocker));
      }
    }
    return text.toString();
  }

  private static List<String> row(Feasibility one) {
    return List.of(
        one.target().toString(),
        one.feasible() ? "yes" : "no",
        Integer.toString(one.wheels().size()),
        one.feasible()
            ? "-"
            : String.join(", ", one.blockers().stream().map(Blocker::packageName).toList()));
  }

  private static int width(List<List<String>> rows, int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private static void append(StringBuilder text, List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String cell = row.get(column);
      line.append(cell).append(" ".repeat(widths[column] - cell.length())).append(GAP);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static void append(StringBuilder text, Blocker blocker) {
    text.append(GAP)
        .append(
            "%s %s (%s): %s; %s%n"
                .formatted(
                    blocker.packageName(),
                    blocker.version(),
                    blocker.reason().word(),
                    blocker.message(),
                    blocker.remedy()));
  }
}
