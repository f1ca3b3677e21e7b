package dev.pythonservice.builder.install;

import dev.pythonservice.builder.install.NativeFile.SymbolVersion;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The native code of a wheel. It is read once and kept with the wheel's layer, so that every base
 * image under which the layer comes can be looked at, also where the wheel is not at hand.
 *
 * @param files programs and shared libraries
 * @param damaged what looks like one and cannot be read: the path, and why
 */
public record NativeFiles(List<NativeFile> files, List<String> damaged) {

  private static final String GLIBC = "libc.so.6";
  private static final String MUSL = "libc.musl-";

  public NativeFiles {
    files = List.copyOf(files);
    damaged = List.copyOf(damaged);
  }

  /**
   * Reads those of an unpacked wheel.
   *
   * @throws IOException when the folder cannot be read
   */
  static NativeFiles in(Path root) throws IOException {
    List<Path> all = files(root);
    Set<String> brought = new TreeSet<>();
    all.forEach(file -> brought.add(file.getFileName().toString()));
    List<NativeFile> natives = new ArrayList<>();
    List<String> damaged = new ArrayList<>();
    for (Path file : all) {
      if (mayBeNative(file)) {
        String path = root.relativize(file).toString();
        try {
          ElfFile.read(file).ifPresent(elf -> natives.add(of(path, elf, brought)));
        } catch (IOException exception) {
          damaged.add("%s cannot be looked into: %s".formatted(path, exception.getMessage()));
        }
      }
    }
    return new NativeFiles(natives, damaged);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .toList();
    }
  }

  private static boolean mayBeNative(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".so") || name.contains(".so.") || Files.isExecutable(file);
  }

  private static NativeFile of(String path, ElfFile elf, Set<String> brought) {
    return new NativeFile(
        path,
        platform(elf.machine()),
        libc(elf.needed()),
        elf.exportsModule() || isNamedModule(path.substring(path.lastIndexOf('/') + 1)),
        elf.needed().stream()
            .map(name -> name.substring(name.lastIndexOf('/') + 1))
            .filter(name -> !brought.contains(name))
            .distinct()
            .toList(),
        newest(
            elf.versions().stream()
                .filter(version -> !brought.contains(version.library()))
                .toList()));
  }

  private static Optional<Platform> platform(ElfFile.Machine machine) {
    return switch (machine) {
      case X86_64 -> Optional.of(Platform.LINUX_AMD64);
      case AARCH64 -> Optional.of(Platform.LINUX_ARM64);
      case OTHER -> Optional.empty();
    };
  }

  private static Optional<Family> libc(List<String> needed) {
    if (needed.contains(GLIBC)) {
      return Optional.of(Family.GLIBC);
    }
    return needed.stream().anyMatch(name -> name.startsWith(MUSL))
        ? Optional.of(Family.MUSL)
        : Optional.empty();
  }

  /** A module of CPython says so by its name, or by what it exports. */
  private static boolean isNamedModule(String name) {
    return name.contains(".cpython-") || name.endsWith(".abi3.so");
  }

  /**
   * The newest of each kind and library; those without a number say nothing that can be compared.
   */
  private static List<SymbolVersion> newest(Collection<ElfFile.SymbolVersion> versions) {
    Map<String, SymbolVersion> newest = new TreeMap<>();
    for (ElfFile.SymbolVersion version : versions) {
      int underscore = version.version().lastIndexOf('_');
      String kind = version.version().substring(0, Math.max(0, underscore));
      String number = version.version().substring(underscore + 1);
      if (number.matches("\\d{1,6}(\\.\\d{1,6})*")) {
        newest.merge(
            version.library() + " " + kind,
            new SymbolVersion(version.library(), kind, number),
            (one, other) -> compare(one.number(), other.number()) >= 0 ? one : other);
      }
    }
    return List.copyOf(newest.values());
  }

  /** Compares versions such as {@code 2.34}. */
  static int compare(String one, String other) {
    int[] first = Arrays.stream(one.split("\\.")).mapToInt(Integer::parseInt).toArray();
    int[] second = Arrays.stream(other.split("\\.")).mapToInt(Integer::parseInt).toArray();
    return Arrays.compare(first, second);
  }
}
