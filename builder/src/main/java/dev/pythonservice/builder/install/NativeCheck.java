package dev.pythonservice.builder.install;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.install.NativeFile.SymbolVersion;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Whether a wheel's native code runs on a base image. The tags in a wheel's name say so, too, and
 * were written by somebody: a library built on a new system and tagged for an old one installs and
 * does not start, and a wheel for any platform may bring code for one.
 */
public final class NativeCheck {

  private final Platform platform;
  private final BaseFacts base;

  /**
   * A check.
   *
   * @param platform the base image's platform
   * @param base what it brings
   */
  public NativeCheck(Platform platform, BaseFacts base) {
    this.platform = platform;
    this.base = base;
  }

  /**
   * A wheel and its native code.
   *
   * @param name the package and its version
   * @param fileName the wheel's file name
   * @param natives its native code
   */
  public record Checked(String name, String fileName, NativeFiles natives) {

    private boolean isForAnyPlatform() {
      return fileName.endsWith("-any.whl");
    }
  }

  /**
   * Looks at every native file of a wheel.
   *
   * @return what may hinder the program: libraries that are nowhere to be seen, and files for other
   *     systems that Python does not import by itself
   * @throws BuildFailure when a module that Python imports, or all native code, is for another
   *     architecture or C library, or when something needs a newer C or C++ library
   */
  public List<String> check(Checked wheel) {
    List<String> warnings = new ArrayList<>();
    wheel.natives().damaged().forEach(text -> warnings.add(wheel.name() + ": " + text));
    List<NativeFile> files = wheel.natives().files();
    boolean hasFitting = files.stream().anyMatch(this::fits);
    for (NativeFile file : files) {
      if (fits(file)) {
        checkVersions(wheel, file);
      } else if (file.module() || (!hasFitting && !wheel.isForAnyPlatform())) {
        throw doesNotFit(wheel, file);
      } else {
        warnings.add(
            "%s: %s is for another system than %s, %s"
                .formatted(wheel.name(), file.path(), platform, base.libc()));
      }
    }
    warnings.addAll(missing(wheel));
    return List.copyOf(warnings);
  }

  private boolean fits(NativeFile file) {
    return isForPlatform(file)
        && file.libc().filter(libc -> libc != base.libc().family()).isEmpty();
  }

  private boolean isForPlatform(NativeFile file) {
    return file.platform().filter(each -> each == platform).isPresent();
  }

  private BuildFailure doesNotFit(Checked wheel, NativeFile file) {
    String is =
        isForPlatform(file)
            ? (base.libc().family() == Family.GLIBC ? "musl" : "glibc")
            : "another architecture";
    return new BuildFailure(
        ExitCode.INPUT,
        "%s: %s in %s is for %s, and the image is for %s with %s; lock another version, or build the package for this platform"
            .formatted(wheel.name(), file.path(), wheel.fileName(), is, platform, base.libc()));
  }

  private void checkVersions(Checked wheel, NativeFile file) {
    for (SymbolVersion needed : file.versions()) {
      present(needed.kind())
          .filter(present -> NativeFiles.compare(needed.number(), present) > 0)
          .ifPresent(present -> {
            throw needsNewer(wheel, file, needed, needed.kind() + " " + present);
          });
    }
  }

  private Optional<String> present(String kind) {
    boolean isGlibc = kind.equals("GLIBC") && base.libc().family() == Family.GLIBC;
    return isGlibc
        ? Optional.of(base.libc().major() + "." + base.libc().minor())
        : Optional.ofNullable(base.symbolVersions().get(kind));
  }

  private static BuildFailure needsNewer(
      Checked wheel, NativeFile file, SymbolVersion needed, String present) {
    return new BuildFailure(
        ExitCode.INPUT,
        "%s: %s in %s needs %s of %s, and the base image has %s, whatever the wheel's name says; use a newer base image or another version"
            .formatted(
                wheel.name(), file.path(), wheel.fileName(), needed, needed.library(), present));
  }

  private List<String> missing(Checked wheel) {
    Map<String, String> missing = new TreeMap<>();
    for (NativeFile file : wheel.natives().files()) {
      if (fits(file)) {
        file.needed().stream()
            .filter(name -> !base.libraries().contains(name))
            .forEach(name -> missing.putIfAbsent(name, file.path()));
      }
    }
    return missing.entrySet().stream()
        .map(library ->
            "%s: %s needs %s, which neither the wheel nor the base image has; another package may bring it"
                .formatted(wheel.name(), library.getValue(), library.getKey()))
        .toList();
  }
}
