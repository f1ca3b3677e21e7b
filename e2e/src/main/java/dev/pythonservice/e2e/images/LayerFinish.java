package dev.pythonservice.e2e.images;

import java.io.IOException;

/**
 * What stands in for the installation scripts of a layer's packages, which are never run. The text
 * form is a part of the image's definition.
 */
sealed interface LayerFinish
    permits SystemFiles, PythonFiles, JavaFiles, TextFiles, LayerFinish.Nothing {

  /**
   * Adds to the unpacked layer what it lacks.
   *
   * @throws IOException when a file cannot be read or written
   */
  void finish(LayerFolder layer) throws IOException;

  /** For packages that need nothing but their files. */
  record Nothing() implements LayerFinish {
    @Override
    public void finish(LayerFolder layer) {}
  }
}
