package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.publisher.PublishedFile;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.vulnerability.Component;
import dev.pythonservice.builder.vulnerability.Ecosystem;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What rules look at of a package that is installed. It is kept with a plan, so that a later build
 * looks at it by the rules of that day without reading the lock or a wheel.
 *
 * @param name its normalised name
 * @param version its version
 * @param origin where it comes from
 * @param index the index that the lock names; empty for another origin
 * @param address where the lock has its file, without a password; empty for a commit of git
 * @param fileName the file on an index: the wheel, or what a wheel was built from
 * @param uploaded when the index got the file; absent where the lock does not say
 * @param licence what it says of its licence
 * @param crates package URLs of the crates that its bills of materials (PEP 770) list
 * @param own whether it is the project's own
 * @param sha256 the hash that the lock gives the file on an index; absent where there is none
 */
public record PackageFacts(
    String name,
    String version,
    Policy.Origin origin,
    String index,
    String address,
    String fileName,
    Optional<Instant> uploaded,
    DeclaredLicence licence,
    List<String> crates,
    boolean own,
    Optional<Digest> sha256) {

  public PackageFacts {
    crates = List.copyOf(crates);
  }

  /** The same with a time that was found out. */
  public PackageFacts uploadedAt(Instant time) {
    return new PackageFacts(
        name,
        version,
        origin,
        index,
        address,
        fileName,
        Optional.of(time),
        licence,
        crates,
        own,
        sha256);
  }

  /** Its file on an index that can be asked; absent for what comes from elsewhere. */
  public Optional<PublishedFile> published() {
    boolean canBeAsked =
        !own
            && origin == Policy.Origin.INDEX
            && !index.isEmpty()
            && !URI.create(index).getPath().equals("/");
    return canBeAsked
        ? sha256.map(hash -> new PublishedFile(name, index, fileName, hash))
        : Optional.empty();
  }

  /** What of it can have a vulnerability: the package, and the crates in it. */
  public List<Component> components() {
    Stream<Component> itself =
        own ? Stream.empty() : Stream.of(new Component(Ecosystem.PYPI, name, version));
    return Stream.concat(
            itself, crates.stream().flatMap(packageUrl -> Component.of(packageUrl).stream()))
        .distinct()
        .toList();
  }

  /** Such as {@code orjson 3.13.0}. */
  @Override
  public String toString() {
    return name + " " + version;
  }
}
