package dev.pythonservice.builder.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** The version that this program was built as. */
public final class BuilderVersion {

  private static final String FILE = "/dev/pythonservice/builder/version.properties";

  private BuilderVersion() {}

  /** Such as {@code 0.1.0}. */
  public static String read() {
    Properties properties = new Properties();
    try (InputStream stream = BuilderVersion.class.getResourceAsStream(FILE)) {
      properties.load(Objects.requireNonNull(stream, FILE + " is not in the program"));
    } catch (IOException exception) {
      throw new UncheckedIOException(FILE + " cannot be read", exception);
    }
    return properties.getProperty("version", "unknown");
  }
}
