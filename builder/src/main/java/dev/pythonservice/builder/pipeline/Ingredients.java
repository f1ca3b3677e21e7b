package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.wheel.BuiltWheels;
import java.util.List;

/**
 * What an image is made of, each in its exact version.
 *
 * @param source the project's files
 * @param bases the base image of each platform that was asked for
 * @param wheels wheels that were built before
 * @param key the digest of all that decides the plan
 */
record Ingredients(Source source, List<BaseImage> bases, BuiltWheels wheels, Digest key) {

  /** The base images of the platforms that a plan has an image for. */
  List<BaseImage> basesOf(Plan plan) {
    return bases.stream().filter(base -> plan.platform(base.platform()).feasible()).toList();
  }
}
