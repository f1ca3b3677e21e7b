package dev.pythonservice.builder.install;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.ElfFile.Machine;
import dev.pythonservice.builder.install.ElfFile.SymbolVersion;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether a wheel's native code runs on a base image. The tags in a wheel's name say so, too, and
 * were written by somebody: a library built on a new system and tagged for an old one installs and
 * does not start.
 */
final class NativeCheck {

  private static final String GLIBC = "libc.so.6";
  private static final String MUSL = "libc.musl-";

  private final Platform platform;
  private final BaseFacts base;

  NativeCheck(Platform platform, BaseFacts base) {
    this.platform = platform;
    this.base = base;
  }

  /**
   * Looks at every native file of an unpacked wheel.
   *
   * @return what may hinder the program: libraries that are nowhere to be seen, and files for other
   *     systems that Python does not import by itself
   * @throws BuildFailure when a module that Python imports, or all native code, is for another
   *     architecture or C library, or when something needs a newer C or C++ library
   * @throws IOException when the files cannot be read
   */
  List<String> check(ChosenWheel wheel, Path root) throws IOException {
    List<Native> natives = new ArrayList<>();
    Set<String> brought = new TreeSet<>();
    List<String> warnings = new ArrayList<>();
    for (Path file : files(root)) {
      String name = file.getFileName().toString();
      brought.add(name);
      if (mayBeNative(file, name)) {
        try {
          Optional<ElfFile> elf = ElfFile.read(file);
          elf.ifPresent(found -> natives.add(new Native(root.relativize(file), found)));
        } catch (IOException exception) {
          warnings.add(
              "%s: %s cannot be looked into: %s"
                  .formatted(wheel.locked(), root.relativize(file), exception.getMessage()));
        }
      }
    }
    boolean hasFitting = natives.stream().anyMatch(this::fits);
    for (Native file : natives) {
      if (fits(file)) {
        checkVersions(wheel, file, brought);
      } else if (file.isModule() || (!hasFitting && !isForAnyPlatform(wheel))) {
        throw doesNotFit(wheel, file);
      } else {
        warnings.add(
            "%s: %s is for another system than %s, %s"
                .formatted(wheel.locked(), file.path, platform, base.libc()));
      }
    }
    warnings.addAll(missing(wheel, natives, brought));
    return List.copyOf(warnings);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static boolean mayBeNative(Path file, String name) {
    return name.endsWith(".so") || name.contains(".so.") || Files.isExecutable(file);
  }

  private boolean fits(Native file) {
    return file.elf.machine() == machine() && !isForOtherLibrary(file.elf);
  }

  private Machine machine() {
    return switch (platform) {
      case LINUX_AMD64 -> Machine.X86_64;
      case LINUX_ARM64 -> Machine.AARCH64;
    };
  }

  private boolean isForOtherLibrary(ElfFile elf) {
    return switch (base.libc().family()) {
      case GLIBC -> elf.needed().stream().anyMatch(name -> name.startsWith(MUSL));
      case MUSL -> elf.needed().contains(GLIBC);
    };
  }

  private static boolean isForAnyPlatform(ChosenWheel wheel) {
    return wheel.file().fileName().endsWith("-any.whl");
  }

  private BuildFailure doesNotFit(ChosenWheel wheel, Native file) {
    String is =
        file.elf.machine() == machine()
            ? (base.libc().family() == Family.GLIBC ? "musl" : "glibc")
            : "another architecture";
    return new BuildFailure(
        ExitCode.INPUT,
        "%s: %s in %s is for %s, and the image is for %s with %s; lock another version, or build the package for this platform"
            .formatted(
                wheel.locked(), file.path, wheel.file().fileName(), is, platform, base.libc()));
  }

  private void checkVersions(ChosenWheel wheel, Native file, Set<String> brought) {
    for (SymbolVersion needed : file.elf.versions()) {
      int underscore = needed.version().lastIndexOf('_');
      String prefix = needed.version().substring(0, Math.max(0, underscore));
      String number = needed.version().substring(underscore + 1);
      boolean isNumber = number.matches("\\d+(\\.\\d+)*");
      if (isNumber && !brought.contains(needed.library())) {
        present(prefix)
            .filter(present -> compare(number, present) > 0)
            .ifPresent(present -> {
              throw needsNewer(wheel, file, needed, prefix + " " + present);
            });
      }
    }
  }

  private Optional<String> present(String prefix) {
    boolean isGlibc = prefix.equals("GLIBC") && base.libc().family() == Family.GLIBC;
    return isGlibc
        ? Optional.of(base.libc().major() + "." + base.libc().minor())
        : Optional.ofNullable(base.symbolVersions().get(prefix));
  }

  private static BuildFailure needsNewer(
      ChosenWheel wheel, Native file, SymbolVersion needed, String present) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s: %s in %s needs %s of %s, and the base image has %s, whatever the wheel's name says; use a newer base image or another version"
            .formatted(
                wheel.locked(),
                file.path,
                wheel.file().fileName(),
                needed.version(),
                needed.library(),
                present));
  }

  private List<String> missing(ChosenWheel wheel, List<Native> natives, Set<String> brought) {
    TreeMap<String, Path> missing = new TreeMap<>();
    for (Native file : natives) {
      if (fits(file)) {
        file.elf.needed().stream()
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .filter(name -> !brought.contains(name) && !base.libraries().contains(name))
            .forEach(name -> missing.putIfAbsent(name, file.path));
      }
    }
    return missing.entrySet().stream()
        .map(library ->
            "%s: %s needs %s, which neither the wheel nor the base image has; another package may bring it"
                .formatted(wheel.locked(), library.getValue(), library.getKey()))
        .collect(Collectors.toList());
  }

  private static int compare(String one, String other) {
    int[] first = Arrays.stream(one.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] second = Arrays.stream(other.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(first, second);
  }

  /** A native file and where it is under the environment's root. */
  private record Native(Path path, ElfFile elf) {

    /** A module of CPython says so by its name, or by what it exports. */
    private boolean isModule() {
      String name = path.getFileName().toString();
      return elf.exportsModule() || name.contains(".cpython-") || name.endsWith(".abi3.so");
    }
  }
}
