package dev.pythonservice.builder.report;

import java.util.List;

/**
 * The image that a project's tests are run from. Nothing about it is signed or attached, and it
 * never serves.
 *
 * @param image the image index by digest, in the repository of the service's image
 * @param platforms the platforms that it has, such as {@code linux/arm64}
 */
public record TestImage(String image, List<String> platforms) {
  public TestImage {
    platforms = List.copyOf(platforms);
  }
}
