package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.source.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Wheels that were built before from what has none on an index. One counts for a package only when
 * it was built from exactly the source that the lock, or the project's tree, has now.
 */
public final class BuiltWheels {

  private static final String OCI = "oci://";
  private static final String HTTP = "http://";

  private final List<Offer> offers;

  private BuiltWheels(List<Offer> offers) {
    this.offers = List.copyOf(offers);
  }

  /** No built wheels. */
  public static BuiltWheels none() {
    return new BuiltWheels(List.of());
  }

  /**
   * Reads which wheels there are. Those from afar come to this machine only when they are asked
   * for.
   *
   * @param places folders, artifacts as {@code oci://REFERENCE}, or servers of {@code serve-wheels}
   *     as {@code http://ADDRESS/#sha256=HASH}; earlier ones win
   * @param artifacts the registry
   * @param served wheels of servers
   * @param kept a folder for wheels from afar; it may be kept between builds
   * @throws BuildFailure when a place has no {@code wheels.json} or cannot be read
   */
  public static BuiltWheels from(
      List<String> places, WheelArtifacts artifacts, WheelPlace served, Path kept) {
    List<Offer> offers = new ArrayList<>();
    for (String place : places) {
      if (place.startsWith(OCI)) {
        offers.addAll(fromAfar(artifacts, place.substring(OCI.length()), kept));
      } else if (place.startsWith(HTTP)) {
        offers.addAll(fromAfar(served, place, kept));
      } else {
        Path folder = Path.of(place).toAbsolutePath();
        for (BuiltWheel wheel : WheelList.read(WheelList.bytes(folder), place)) {
          offers.add(new Offer(wheel, one -> existing(folder, one)));
        }
      }
    }
    return new BuiltWheels(offers);
  }

  private static List<Offer> fromAfar(WheelPlace place, String reference, Path kept) {
    return WheelList.read(place.list(reference), reference).stream()
        .map(wheel -> new Offer(wheel, one -> fetched(place, reference, one, kept)))
        .toList();
  }

  /**
   * The wheels of a package, built from exactly what it is now.
   *
   * @param wanted a locked package, or one of the tree ({@link
   *     dev.pythonservice.builder.lock.FirstParty#asPackage})
   * @param project the project, for packages of the tree
   */
  public List<LockedFile> of(LockedPackage wanted, Source project) {
    // Digesting a tree takes a moment, and most packages have no built wheel.
    return offers.stream().noneMatch(offer -> offer.wheel().packageName().equals(wanted.name()))
        ? List.of()
        : source(wanted, project).map(source -> of(wanted.name(), source)).orElse(List.of());
  }

  /**
   * The names of wheels of a package that were built from something else than it is now.
   *
   * @param wanted a locked package, or one of the tree
   * @param project the project, for packages of the tree
   */
  public List<String> outdated(LockedPackage wanted, Source project) {
    List<BuiltWheel> named =
        offers.stream()
            .map(Offer::wheel)
            .filter(wheel -> wheel.packageName().equals(wanted.name()))
            .toList();
    Optional<BuiltFrom> source = named.isEmpty() ? Optional.empty() : source(wanted, project);
    return named.stream()
        .filter(wheel -> !source.equals(Optional.of(wheel.source())))
        .map(BuiltWheel::fileName)
        .toList();
  }

  /** A digest of all that is offered: when it changes, another wheel may be chosen. */
  public Digest digest() {
    List<BuiltWheel> wheels = offers.stream().map(Offer::wheel).toList();
    return Digest.ofBytes(WheelList.write(wheels));
  }

  private List<LockedFile> of(String name, BuiltFrom source) {
    return offers.stream()
        .filter(offer -> offer.wheel().packageName().equals(name))
        .filter(offer -> offer.wheel().source().equals(source))
        .map(Offer::file)
        .toList();
  }

  /** What a package is built from; absent for one that has neither archive nor folder. */
  static Optional<BuiltFrom> source(LockedPackage wanted, Source project) {
    Optional<BuiltFrom> archive =
        wanted.sourceArchive().map(file -> new BuiltFrom.Archive(file.sha256()));
    return archive.or(() ->
        switch (wanted.origin()) {
          case Origin.Git git -> Optional.of(new BuiltFrom.Commit(git.commit(), git.folder()));
          case Origin.Path(String folder) when wanted.wheels().isEmpty() ->
              Optional.of(new BuiltFrom.Folder(FolderDigest.of(project, folder)));
          case Origin.Path path -> Optional.empty();
          case Origin.Index index -> Optional.empty();
          case Origin.Url url -> Optional.empty();
        });
  }

  private static Path existing(Path folder, BuiltWheel wheel) {
    return intact(folder.resolve(wheel.fileName()), wheel)
        .orElseThrow(() ->
            new BuildFailure(
                ExitCode.INPUT,
                "%s in %s is missing or not the one that %s names; build it again with 'pythonservice-builder wheel'"
                    .formatted(wheel.fileName(), folder, WheelList.FILE_NAME)));
  }

  /** In a folder by its hash: two places may have different wheels of the same name. */
  private static Path fetched(WheelPlace place, String reference, BuiltWheel wheel, Path kept) {
    Path folder = kept.resolve(wheel.sha256().hex());
    return intact(folder.resolve(wheel.fileName()), wheel)
        .orElseGet(() -> {
          try {
            return place.fetch(reference, wheel, Files.createDirectories(folder));
          } catch (IOException exception) {
            throw new UncheckedIOException(exception);
          }
        });
  }

  private static Optional<Path> intact(Path file, BuiltWheel wheel) {
    try {
      return Files.isRegularFile(file) && Digest.ofFile(file).equals(wheel.sha256())
          ? Optional.of(file)
          : Optional.empty();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /** A wheel, and how it comes to this machine. */
  private record Offer(BuiltWheel wheel, Function<BuiltWheel, Path> place) {
    LockedFile file() {
      Digest sha256 = wheel.sha256();
      return new LockedFile(wheel.fileName(), place.apply(wheel).toUri(), sha256, wheel.size());
    }
  }
}
