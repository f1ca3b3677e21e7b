package dev.pythonservice.builder;

import dev.pythonservice.builder.report.BuilderVersion;
import picocli.CommandLine.IVersionProvider;

/** The version that the build gave the program. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {BuilderCommand.NAME + " " + BuilderVersion.read()};
  }
}
