package dev.pythonservice.e2e.images;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Files of this project.
 *
 * @param files their texts by their paths, relative to the root
 */
record TextFiles(SequencedMap<String, String> files) implements LayerFinish {

  TextFiles {
    files = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(files));
  }

  /** One file, from the folder {@code images} of the class path. */
  static TextFiles of(String path, String resource) {
    SequencedMap<String, String> files = new LinkedHashMap<>();
    files.put(path, Resources.text(resource));
    return new TextFiles(files);
  }

  @Override
  public void finish(LayerFolder layer) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      layer.write(file.getKey(), file.getValue());
    }
  }
}
