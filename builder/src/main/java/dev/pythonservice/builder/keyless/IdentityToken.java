package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Says who the builder is: a token of OpenID Connect in a file, which somebody may renew.
 *
 * @param file the file
 */
public record IdentityToken(Path file) {

  /**
   * The token as it is now.
   *
   * @throws BuildFailure when it cannot be read or is empty
   */
  public String read() {
    try {
      String token = Files.readString(file).strip();
      if (!token.isEmpty()) {
        return token;
      }
    } catch (IOException exception) {
      throw unusable("cannot be read (%s)".formatted(exception.getClass().getSimpleName()));
    }
    throw unusable("is empty");
  }

  private BuildFailure unusable(String why) {
    return new BuildFailure(
        ExitCode.INPUT,
        "The identity token %s %s; name the file with a token of OpenID Connect with --identity-token"
            .formatted(file, why));
  }
}
