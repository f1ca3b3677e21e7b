package dev.pythonservice.builder;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build gave the program. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {BuilderCommand.NAME + " " + read()};
  }

  private static String read() {
    Properties properties = new Properties();
    try (InputStream stream = Version.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(stream, "version.properties is not in the program"));
    } catch (IOException exception) {
      throw new UncheckedIOException("version.properties cannot be read", exception);
    }
    return properties.getProperty("version");
  }
}
