package dev.pythonservice.builder.lock;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A package whose source is in the project's tree: the project itself, a workspace member, a path
 * dependency. It is used in place, by what its {@code pyproject.toml} says statically; nothing of
 * it runs.
 *
 * @param name its name, normalised (PEP 503)
 * @param version its version; {@code 0} where it is dynamic, because finding it out would run code
 * @param folder its folder, relative to the tree's root, with forward slashes; {@code .} for the
 *     root
 * @param installed whether an installation knows it as a package; false for the project itself when
 *     it is no package (uv's "virtual" project), which is only imported from
 * @param sourceRoots the folders to import from, relative to the tree's root
 * @param scripts console scripts: name to {@code module:function}
 * @param guiScripts scripts with a window, by name; they are installed like the others
 * @param entryPoints entry points of plug-ins: group to name to {@code module:object}
 * @param dependencies requirements as {@code [project] dependencies} has them (PEP 508)
 * @param requiresPython its {@code requires-python}; empty where it says nothing
 * @param needsWheel why it must be built into a wheel first, in a few words; absent when it can be
 *     used in place
 * @param marker when it is installed; empty means always
 */
public record FirstParty(
    String name,
    String version,
    String folder,
    boolean installed,
    List<String> sourceRoots,
    Map<String, String> scripts,
    Map<String, String> guiScripts,
    Map<String, Map<String, String>> entryPoints,
    List<String> dependencies,
    String requiresPython,
    Optional<String> needsWheel,
    String marker) {

  public FirstParty {
    sourceRoots = List.copyOf(sourceRoots);
    scripts = Map.copyOf(scripts);
    guiScripts = Map.copyOf(guiScripts);
    entryPoints = Map.copyOf(entryPoints);
    dependencies = List.copyOf(dependencies);
  }

  /** The same as a package without files, the way a wheel that was built of it is looked for. */
  public LockedPackage asPackage() {
    return new LockedPackage(
        name, version, new Origin.Path(folder), List.of(), Optional.empty(), marker);
  }
}
