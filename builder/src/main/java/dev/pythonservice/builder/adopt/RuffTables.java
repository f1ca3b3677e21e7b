package dev.pythonservice.builder.adopt;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.TreeMap;

/** The tables of Ruff in a {@code pyproject.toml}, as they come together. */
final class RuffTables {

  private static final String TOP = "tool.ruff";

  private final Map<String, Map<String, String>> tables = new TreeMap<>();
  private final SequencedSet<String> selected = new LinkedHashSet<>();
  private final SequencedSet<String> ignored = new LinkedHashSet<>();
  private final SequencedSet<String> excluded = new LinkedHashSet<>();

  /** Sets an option, whose value is written as TOML. */
  void put(String table, String option, String value) {
    String name = table.isEmpty() ? TOP : TOP + "." + table;
    tables.computeIfAbsent(name, unused -> new LinkedHashMap<>()).putIfAbsent(option, value);
  }

  void put(String table, String option, List<String> values) {
    put(table, option, ProjectText.inline(values));
  }

  void select(String code) {
    selected.add(code);
  }

  void ignore(String code) {
    ignored.add(code);
  }

  void exclude(Collection<String> patterns) {
    excluded.addAll(patterns);
  }

  /** What is set for the whole, such as the line length; empty where it is not. */
  String top(String option) {
    return tables.getOrDefault(TOP, Map.of()).getOrDefault(option, "");
  }

  /** The tables as TOML. */
  String text() {
    if (!excluded.isEmpty()) {
      put("", "extend-exclude", List.copyOf(excluded));
    }
    if (!selected.isEmpty()) {
      put("lint", "select", List.copyOf(selected));
    }
    if (!ignored.isEmpty()) {
      put("lint", "ignore", List.copyOf(ignored));
    }
    StringBuilder text = new StringBuilder();
    tables.forEach((name, options) -> {
      text.append(text.isEmpty() ? "" : "\n").append('[').append(name).append("]\n");
      options.forEach(
          (option, value) -> text.append(option).append(" = ").append(value).append('\n'));
    });
    return text.toString();
  }
}
