package dev.pythonservice.builder.wheel;

import java.nio.file.Path;

/** A place that is not a folder of this machine and has built wheels, with what they are. */
public interface WheelPlace {

  /**
   * Reads {@code wheels.json}.
   *
   * @param reference where
   * @throws dev.pythonservice.builder.failure.BuildFailure when there is none, or it cannot be had
   */
  byte[] list(String reference);

  /**
   * Brings one wheel into a folder.
   *
   * @param reference where
   * @param wheel the wheel
   * @param folder a folder that is there
   * @return its file, with the right hash
   * @throws dev.pythonservice.builder.failure.BuildFailure when it cannot be had, or is another one
   */
  Path fetch(String reference, BuiltWheel wheel, Path folder);
}
