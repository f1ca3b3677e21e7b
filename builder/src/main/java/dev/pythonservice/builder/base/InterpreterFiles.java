package dev.pythonservice.builder.base;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.registry.Registry;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The interpreter of a base image as files of this machine: the program, its standard library and
 * the shared libraries, run by the image's own loader. Nothing else of the image is unpacked.
 *
 * @param image the base image's variant for this machine
 */
record InterpreterFiles(BaseImage image) {

  /**
   * Unpacks them. The folder appears whole or not at all, and who comes second uses the first
   * one's.
   *
   * @param work a folder on the same disk, where they are until all are there
   * @param root the folder that appears
   * @param check looks at the unpacked folder before it appears
   * @throws BuildFailure when a layer cannot be read, or the folder cannot be written
   */
  void unpack(Registry registry, Path work, Path root, Consumer<Path> check) {
    Path unfinished = null;
    try {
      Files.createDirectories(root.getParent());
      unfinished = Files.createTempDirectory(Files.createDirectories(work), "interpreter-");
      new UnpackedImage(image, this::isNeeded).write(registry, unfinished);
      check.accept(unfinished);
      Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
      appear(unfinished, root);
    } catch (IOException exception) {
      throw new BuildFailure(
          ExitCode.MACHINE,
          "The interpreter of the base image %s cannot be unpacked to %s: %s; see to the rights and the space there, or name another folder with --cache"
              .formatted(image.reference(), root, exception.getMessage()));
    } finally {
      if (unfinished != null) {
        Folders.delete(unfinished);
      }
    }
  }

  /** Another builder may have been faster; its folder has the same files. */
  private static void appear(Path unfinished, Path root) throws IOException {
    try {
      Files.move(unfinished, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException exception) {
      if (!Files.isDirectory(root)) {
        throw exception;
      }
    }
  }

  /**
   * The folder above bin, without a slash at its start, such as {@code usr} or {@code usr/local}.
   */
  private String home() {
    String program = image.facts().interpreter();
    return program.substring(1, Math.max(1, program.lastIndexOf("/bin/")));
  }

  /** Whether a file is part of the program, of its standard library, or a shared library. */
  private boolean isNeeded(String path) {
    String program = image.facts().interpreter().substring(1);
    if (path.equals(program)) {
      return true;
    }
    String folder = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    String name = path.substring(path.lastIndexOf('/') + 1);
    boolean library =
        name.contains(".so") && libraryFolders().anyMatch(each -> each.equals(folder));
    String series = "/python" + image.facts().python().series() + "/";
    boolean standard =
        path.startsWith(home() + "/lib" + series) || path.startsWith(home() + "/lib64" + series);
    return library || (standard && !path.contains("/site-packages/") && !path.contains("/test/"));
  }

  private Stream<String> libraryFolders() {
    return Stream.concat(
        Stream.of(home() + "/lib"), SharedLibraries.folders(image.platform()).stream());
  }

  /** The interpreter in the folder that it is unpacked to, where that has a dynamic loader. */
  Optional<Interpreter> find(Path root, Map<String, String> environment) {
    return loader(root).map(loader -> interpreter(loader, root, environment));
  }

  /** The interpreter, in the folder that it is unpacked to. */
  Interpreter interpreter(Path root, Map<String, String> environment) {
    return find(root, environment).orElseThrow(this::withoutLoader);
  }

  private Interpreter interpreter(Path loader, Path root, Map<String, String> environment) {
    String libraries =
        libraryFolders()
            .distinct()
            .map(root::resolve)
            .filter(Files::isDirectory)
            .map(Path::toString)
            .collect(Collectors.joining(":"));
    Map<String, String> all = new HashMap<>(environment);
    all.put("PYTHONHOME", root.resolve(home()).toString());
    return new Interpreter(
        List.of(
            loader.toString(),
            "--library-path",
            libraries,
            root.resolve(image.facts().interpreter().substring(1)).toString()),
        image.facts().python(),
        all);
  }

  /** The loader by the names that the platforms' binary interfaces give it. */
  private Optional<Path> loader(Path root) {
    return loaderNames().stream()
        .flatMap(name -> Stream.of(root.resolve(name), root.resolve("usr").resolve(name)))
        .filter(Files::isRegularFile)
        .findFirst();
  }

  private List<String> loaderNames() {
    String machine = image.platform().machine();
    return switch (image.facts().libc().family()) {
      case GLIBC ->
          List.of(
              "lib64/ld-linux-%s.so.2".formatted(machine.replace('_', '-')),
              "lib/ld-linux-%s.so.1".formatted(machine));
      case MUSL -> List.of("lib/ld-musl-%s.so.1".formatted(machine));
    };
  }

  private BuildFailure withoutLoader() {
    return new BuildFailure(
        ExitCode.INPUT,
        "The base image %s for %s has no dynamic loader %s; name a folder with CPython %s with --interpreter"
            .formatted(image.reference(), image.platform(), loaderNames(), image.facts().python()));
  }
}
