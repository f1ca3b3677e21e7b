package dev.pythonservice.e2e.tools;

import java.nio.file.Path;

/**
 * Built tools.
 *
 * @param folder the folder that holds the programs; absolute
 * @param stages the folder with kwok's stage files, which belong to its program
 * @param key what decides the programs' bytes: pinned versions and machine
 */
public record Tools(Path folder, Path stages, String key) {

  /** The folder of everything that belongs to these tools. */
  Path home() {
    return folder.resolveSibling("");
  }

  /** The path of a program. */
  public String path(Tool tool) {
    return folder.resolve(tool.program()).toString();
  }
}
