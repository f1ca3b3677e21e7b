package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes the last layer: the project's files, and the virtual environment as far as it is not
 * wheels. Packages of the project are used where they lie.
 */
public final class ApplicationLayer {

  /** Where the project's files are in an image. */
  public static final String FOLDER = "/app";

  /** The file of the environment that names where the project's packages are imported from. */
  public static final String ROOTS = "_application.pth";

  private final Bytecode bytecode;
  private final Path work;

  /**
   * The layer.
   *
   * @param bytecode what compiles the project's Python files
   * @param work a folder that is deleted after the build
   */
  public ApplicationLayer(Bytecode bytecode, Path work) {
    this.bytecode = bytecode;
    this.work = work.toAbsolutePath();
  }

  /**
   * Writes the layer.
   *
   * @param source the project's files
   * @param packages the project's packages that are used in place, the project itself first
   * @param base whose interpreter it is
   * @param file where the layer is written
   * @throws BuildFailure when a script cannot be installed, or the layer not be written
   */
  public LayerBlob write(Source source, List<FirstParty> packages, BaseFacts base, Path file) {
    try {
      Files.createDirectories(work);
      SortedMap<String, LayerEntry> entries = projectFiles(source);
      entries.putAll(bytecode.of(entries));
      entries.putAll(environment(base));
      String sitePackages = inEnvironment(InstalledPaths.sitePackages(base.python()) + "/");
      entries.put(sitePackages + ROOTS, made(sourceRoots(packages), false));
      for (FirstParty one : packages.stream().filter(FirstParty::installed).toList()) {
        entries.putAll(FirstPartyMetadata.of(one, sitePackages));
      }
      return LayerArchive.write(entries, file, List.of());
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "the layer of %s cannot be written to %s: %s; make room there"
              .formatted(source.project(), file, exception.getMessage()));
    }
  }

  private static SortedMap<String, LayerEntry> projectFiles(Source source) {
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    for (SourceFile file : source.files()) {
      entries.put(
          FOLDER.substring(1) + "/" + file.path(),
          file.linkTarget()
              .<LayerEntry>map(LayerEntry.Link::new)
              .orElseGet(() ->
                  new LayerEntry.Existing(
                      source.tree().resolve(file.path()),
                      file.executable(),
                      Optional.of(file.content()))));
    }
    return entries;
  }

  /** What {@code python -m venv} makes: a marker file and links (PEP 405). */
  private static SortedMap<String, LayerEntry> environment(BaseFacts base) {
    String home = base.interpreter().substring(0, base.interpreter().lastIndexOf('/'));
    String marker =
        """
        home = %s
        implementation = CPython
        version_info = %s
        include-system-site-packages = false
        """
            .formatted(home.isEmpty() ? "/" : home, base.python());
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    entries.put(inEnvironment("pyvenv.cfg"), made(marker, false));
    entries.put(inEnvironment("bin/python"), new LayerEntry.Link(base.interpreter()));
    entries.put(inEnvironment("bin/python3"), new LayerEntry.Link("python"));
    entries.put(
        inEnvironment("bin/python" + base.python().series()), new LayerEntry.Link("python"));
    entries.put(inEnvironment("lib64"), new LayerEntry.Link("lib"));
    return entries;
  }

  private static String sourceRoots(List<FirstParty> packages) {
    return packages.stream()
        .flatMap(one -> one.sourceRoots().stream())
        .distinct()
        .map(root -> root.equals(".") ? FOLDER : FOLDER + "/" + root)
        .map(root -> root + "\n")
        .collect(Collectors.joining());
  }

  static LayerEntry made(String text, boolean executable) {
    return new LayerEntry.Made(text.getBytes(StandardCharsets.UTF_8), executable);
  }

  static String inEnvironment(String path) {
    return InstalledPaths.ENVIRONMENT.substring(1) + "/" + path;
  }
}
