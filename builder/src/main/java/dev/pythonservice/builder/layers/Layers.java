package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.install.InstalledWheel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes layers of installed wheels. May be used by several threads at once. */
public final class Layers {

  private final Bytecode bytecode;
  private final Path work;

  /**
   * Layers.
   *
   * @param bytecode what compiles the wheels' Python files
   * @param work a folder that is deleted after the build
   */
  public Layers(Bytecode bytecode, Path work) {
    this.bytecode = bytecode;
    this.work = work.toAbsolutePath();
  }

  /**
   * Makes the layer of a group.
   *
   * @param installed the group's wheels, in any order
   * @throws BuildFailure when it cannot be written
   */
  public LayerBlob write(WheelGroup group, List<InstalledWheel> installed) {
    List<InstalledWheel> ordered =
        installed.stream()
            .sorted(
                Comparator.<InstalledWheel, String>comparing(one -> one.wheel().locked().name())
                    .thenComparing(one -> one.wheel().file().fileName()))
            .toList();
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    List<WheelFacts> facts = new ArrayList<>();
    try {
      Files.createDirectories(work);
      for (InstalledWheel wheel : ordered) {
        SortedMap<String, LayerEntry> own = entries(wheel.root());
        entries.putAll(own);
        entries.putAll(bytecode.of(packages(own)));
        facts.add(FactsReader.read(wheel, bytecode.interpreter().version()));
      }
      return LayerArchive.write(
          entries, work.resolve(group.key().digest().hex() + ".tar.zst"), facts);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "the layer of %s cannot be written in %s: %s; make room there"
              .formatted(
                  group.wheels().stream()
                      .map(wheel -> wheel.locked().name())
                      .collect(Collectors.joining(", ")),
                  work,
                  exception.getMessage()));
    }
  }

  /** Scripts and data are not imported, and so not compiled. */
  private SortedMap<String, LayerEntry> packages(SortedMap<String, LayerEntry> entries) {
    String folder = inImage(InstalledPaths.sitePackages(bytecode.interpreter().version())) + "/";
    return entries.subMap(folder, folder + Character.MAX_VALUE);
  }

  private static SortedMap<String, LayerEntry> entries(Path root) throws IOException {
    SortedMap<String, LayerEntry> entries = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
          entries.put(
              inImage(root.relativize(path).toString()),
              new LayerEntry.Existing(path, isProgram(path)));
        }
      }
    }
    return entries;
  }

  /** By its mode: whether it could be run here depends on how the file system is mounted. */
  private static boolean isProgram(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
        .contains(PosixFilePermission.OWNER_EXECUTE);
  }

  private static String inImage(String path) {
    return InstalledPaths.ENVIRONMENT.substring(1) + "/" + path;
  }
}
