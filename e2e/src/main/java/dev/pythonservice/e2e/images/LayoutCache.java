package dev.pythonservice.e2e.images;

import dev.pythonservice.e2e.process.LockFile;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.tools.SystemPackages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The images that were made on this machine, each in a folder named by the digest of its
 * definition, and the packages they were made of. A folder appears whole or not at all; one process
 * makes images at a time.
 */
final class LayoutCache {
  /**
   * Changes when other bytes come of the same definition, so that no older image is taken for a new
   * one.
   */
  private static final String FORMAT = "2";

  /** The programs that make images, and the packages that bring them. */
  private static final Map<String, String> PROGRAMS =
      Map.of("mmdebstrap", "mmdebstrap", "dpkg-deb", "dpkg", "gzip", "gzip");

  private final Path folder;
  private final List<BaseImage> catalogue;
  private final SystemPackages system;
  private final Progress progress;

  LayoutCache(Path folder, List<BaseImage> catalogue, SystemPackages system, Progress progress) {
    this.folder = folder;
    this.catalogue = List.copyOf(catalogue);
    this.system = system;
    this.progress = progress;
  }

  /** The layout of an image, which is made when it is not there. */
  OciLayout of(BaseImage image) throws IOException {
    OciLayout layout = layoutOf(image);
    return layout.isComplete() ? layout : make(image);
  }

  /** The layout of an image, every byte of it checked, and made again when it is damaged. */
  OciLayout checked(BaseImage image) throws IOException {
    OciLayout layout = of(image);
    if (layout.isIntact()) {
      return layout;
    }
    progress.say(image.name() + " is damaged in the cache, so it is made again");
    Folders.delete(layout.folder());
    return make(image);
  }

  private OciLayout make(BaseImage image) throws IOException {
    return make(
        layoutOf(image),
        (work, made) ->
            new ImageAssembly(image, packagesOf(image.suite(), work), work, progress).layOut(made));
  }

  /** The compilers on their base image, which are made when they are not there. */
  OciLayout of(Compilers compilers) throws IOException {
    OciLayout base = of(named(Compilers.BASE));
    String key = Digests.of(FORMAT + compilers.definition() + base.digest());
    OciLayout layout = new OciLayout(folder.resolve("layouts").resolve(key));
    return layout.isComplete()
        ? layout
        : make(layout, (work, made) -> compilers.layOut(base, work, made));
  }

  /** An image of the catalogue. */
  BaseImage named(String name) {
    return catalogue.stream()
        .filter(image -> image.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not in the catalogue"));
  }

  /** Makes a layout. */
  @FunctionalInterface
  private interface Making {

    /**
     * Makes it in a folder that is not there yet, with another one for what is needed on the way.
     */
    void run(Path work, Path made) throws IOException;
  }

  private OciLayout make(OciLayout layout, Making making) throws IOException {
    system.ensure(PROGRAMS, progress);
    Files.createDirectories(folder);
    try (LockFile _ =
        LockFile.hold(
            folder.resolve("lock"),
            () -> progress.say("waiting for another process that makes base images"))) {
      if (layout.isComplete()) {
        return layout;
      }
      Path work = emptyWork();
      Path made = work.resolve("layout");
      making.run(work, made);
      replace(layout.folder(), made);
      Folders.delete(work);
      return layout;
    }
  }

  private Map<Platform, DebianPackages> packagesOf(Suite suite, Path work) throws IOException {
    Map<Platform, DebianPackages> packages = new EnumMap<>(Platform.class);
    for (Platform platform : Platform.values()) {
      packages.put(platform, packagesOf(suite, platform, work));
    }
    return packages;
  }

  /** All images of a suite share its packages: they are downloaded once, at one point in time. */
  private DebianPackages packagesOf(Suite suite, Platform platform, Path work) throws IOException {
    SortedSet<String> names = new TreeSet<>();
    catalogue.stream()
        .filter(image -> image.suite().equals(suite))
        .forEach(image -> names.addAll(image.packages()));
    String key = Digests.of(suite.codename() + names);
    Path entry = folder.resolve("packages").resolve(platform.architecture()).resolve(key);
    if (!Checksums.match(entry)) {
      progress.say(
          "downloading packages of Debian %s for %s"
              .formatted(suite.codename(), platform.architecture()));
      Path made = Files.createTempDirectory(work, "packages");
      new DebianArchive(AptConfiguration.ofThisMachine()).download(suite, platform, names, made);
      Checksums.write(made);
      replace(entry, made);
    }
    return new DebianPackages(entry);
  }

  private OciLayout layoutOf(BaseImage image) {
    String definition =
        String.join(
            "\n",
            FORMAT,
            image.toString(),
            Resources.text("left-out.txt"),
            Resources.text("passwd"),
            Resources.text("group"),
            Resources.text("nsswitch.conf"),
            // The trust store is written by this Java.
            String.valueOf(Runtime.version().feature()));
    return new OciLayout(folder.resolve("layouts").resolve(Digests.of(definition)));
  }

  /** What is in it was left by a process that was ended: whoever holds the lock may delete it. */
  private Path emptyWork() throws IOException {
    Path work = folder.resolve("work");
    if (Files.exists(work)) {
      Folders.delete(work);
    }
    return Files.createDirectory(work);
  }

  private static void replace(Path entry, Path made) throws IOException {
    if (Files.exists(entry)) {
      Folders.delete(entry);
    }
    Files.createDirectories(Folders.parentOf(entry));
    Folders.allowAllToEnter(made);
    Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
  }
}
