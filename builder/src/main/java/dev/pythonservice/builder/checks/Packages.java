package dev.pythonservice.builder.checks;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.registry.LayerArchive;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * The packages that a project imports, as far as type checkers read them: sources, stubs, and what
 * says whose they are.
 *
 * @param environment a folder laid out as a virtual environment
 * @param sitePackages the folder of packages in it
 * @param python the series of Python that they are for, such as {@code 3.13}
 * @param ownRoots folders from which the project's own packages are imported, absolute
 */
public record Packages(Path environment, Path sitePackages, String python, List<Path> ownRoots) {

  private static final Pattern FOLDER = Pattern.compile("python(3\\.\\d+)");

  /** What a type checker asks for: PEP 561 has the marker. */
  private static final Set<String> NAMES = Set.of("py.typed", "METADATA");

  /**
   * Those of a virtual environment of this machine.
   *
   * @throws BuildFailure when it is none
   */
  public static Packages of(Path environment) {
    Path library = environment.resolve("lib");
    try (Stream<Path> folders = Files.isDirectory(library) ? Files.list(library) : Stream.empty()) {
      return folders
          .map(folder -> FOLDER.matcher(folder.getFileName().toString()))
          .filter(Matcher::matches)
          .findFirst()
          .map(matcher ->
              new Packages(
                  environment,
                  library.resolve(matcher.group()).resolve("site-packages"),
                  matcher.group(1),
                  List.of()))
          .orElseThrow(() ->
              new BuildFailure(
                  ExitCode.INPUT,
                  "--environment %s is no virtual environment; name one, such as .venv"
                      .formatted(environment)));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Packages, of which none is there yet. Nothing in the folder can be run.
   *
   * @param roots folders from which the project's own packages are imported, relative to the tree
   */
  public static Packages within(CheckPlace place, PythonVersion python, List<String> roots) {
    Path environment = place.folder().resolve("packages");
    Packages packages =
        new Packages(
            environment,
            InstalledPaths.sitePackages(environment, python),
            python.series(),
            roots.stream().map(root -> place.tree().resolve(root).normalize()).toList());
    try {
      Files.createDirectories(packages.sitePackages());
      Files.writeString(
          packages.sitePackages().resolve("_project.pth"),
          packages.ownRoots().stream().map(root -> root + "\n").collect(Collectors.joining()));
      return packages;
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Adds what a layer of wheels has of it.
   *
   * @param layer the layer's blob
   * @param left how many bytes may still be written, for all layers together
   * @throws BuildFailure when it is more
   */
  public void add(InputStream layer, AtomicLong left) throws IOException {
    LayerArchive.read(layer, (entry, content) -> add(entry, content, left));
  }

  private void add(TarArchiveEntry entry, InputStream content, AtomicLong left) throws IOException {
    String root = InstalledPaths.ENVIRONMENT.substring(1) + "/";
    if (!entry.isFile() || !entry.getName().startsWith(root) || !isRead(entry.getName())) {
      return;
    }
    Path file = environment.resolve(entry.getName().substring(root.length())).normalize();
    if (!file.startsWith(environment)) {
      throw new IOException("it has an entry " + entry.getName() + ", which leads out of it");
    }
    if (left.addAndGet(-entry.getSize()) < 0) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "The sources of the packages are larger than --max-installed-bytes allows; leave some"
              + " out, or raise the limit");
    }
    Files.createDirectories(file.getParent());
    Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static boolean isRead(String path) {
    return path.endsWith(".py")
        || path.endsWith(".pyi")
        || NAMES.contains(path.substring(path.lastIndexOf('/') + 1));
  }
}
