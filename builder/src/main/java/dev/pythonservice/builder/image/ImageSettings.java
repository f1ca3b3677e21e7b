package dev.pythonservice.builder.image;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * How the containers of an image run, and what is said about it; the same for all its platforms.
 *
 * @param command the command and its arguments; empty leaves the base image's entry point and
 *     command
 * @param environment variables beside those of the base image, which they replace where both have
 *     one; {@code PATH} included
 * @param workingDirectory where the command starts
 * @param created what the image says of its age: a time that follows from the input, never now
 * @param labels labels of the configuration beside those of the base image
 * @param annotations annotations of the index and of each manifest, such as {@code
 *     org.opencontainers.image.revision}
 */
public record ImageSettings(
    List<String> command,
    Map<String, String> environment,
    String workingDirectory,
    Instant created,
    Map<String, String> labels,
    Map<String, String> annotations) {

  /** A user without rights, as distroless images have it. */
  public static final String USER = "65532:65532";

  public ImageSettings {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }
}
