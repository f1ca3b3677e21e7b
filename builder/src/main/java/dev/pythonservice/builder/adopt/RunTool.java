package dev.pythonservice.builder.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Programs that uv fetches and runs, each at the version that was tried. */
enum RunTool {
  /** Translates what Poetry and Pipenv are told. */
  MIGRATOR("migrate-to-uv"),
  /** Reads the tables that are made for it. */
  RUFF("ruff");

  private static final String FILE = "tools.properties";

  private final String title;

  RunTool(String title) {
    this.title = title;
  }

  /** The program as {@code uv tool run} takes it, such as {@code ruff==0.17.6}. */
  String pinned() {
    Properties versions = new Properties();
    try (InputStream stream = RunTool.class.getResourceAsStream(FILE)) {
      versions.load(Objects.requireNonNull(stream, FILE + " is not in the program"));
    } catch (IOException exception) {
      throw new UncheckedIOException(FILE + " cannot be read", exception);
    }
    return title + "==" + versions.getProperty(title);
  }

  @Override
  public String toString() {
    return title;
  }
}
