package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Policy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the platform's policy allows where packages come from. */
public final class OriginCheck {

  private static final String PUBLIC_INDEX = "https://pypi.org";

  /** Where the public index has its files. Others have them beside their pages. */
  private static final String PUBLIC_FILES = "files.pythonhosted.org";

  /** The pages of an index (PEP 503); beside them servers have its files. */
  private static final Pattern PAGES = Pattern.compile("/\\+?simple/?$");

  private final Policy policy;

  OriginCheck(Policy policy) {
    this.policy = policy;
  }

  /**
   * Whether a package is one of an index: the lock claims so, and the file is where that index has
   * its files.
   *
   * @param index the index's address
   * @param fileHosts hosts that it may have its files on beside its own
   * @param claimed the index that the lock names, or where it names none, the host of the file
   * @param file where the lock has the file
   */
  public static boolean isOf(String index, Set<String> fileHosts, URI claimed, URI file) {
    OriginCheck one =
        new OriginCheck(new Policy(Set.of(Policy.Origin.INDEX), List.of(index), fileHosts));
    return one.isIndex(claimed) && one.isFileOfAllowed(file);
  }

  /** Whether a platform lets packages come from an index. */
  public static boolean allows(Policy policy, URI index) {
    return policy.origins().contains(Policy.Origin.INDEX)
        && (policy.indexes().isEmpty() || new OriginCheck(policy).isAllowed(index));
  }

  /**
   * Checks packages.
   *
   * @param shown the lock's path for people
   * @throws BuildFailure naming every package that the policy forbids
   */
  void require(List<LockedPackage> packages, String shown) {
    List<String> forbidden =
        packages.stream().filter(one -> !allows(one)).map(this::sentencePart).toList();
    if (!forbidden.isEmpty()) {
      throw new BuildFailure(
          ExitCode.POLICY,
          "%s has packages from places that the platform's policy forbids: %s; it allows %s%s; change the source of these packages, or ask the platform team"
              .formatted(
                  shown,
                  String.join(", ", forbidden),
                  policy.origins().stream()
                      .map(origin -> origin.name().toLowerCase(Locale.ROOT))
                      .sorted()
                      .collect(Collectors.joining(", ")),
                  policy.indexes().isEmpty()
                      ? ""
                      : " from %s, with files there or on a host of --allow-file-host"
                          .formatted(String.join(", ", policy.indexes()))));
    }
  }

  private String sentencePart(LockedPackage one) {
    return "%s (%s %s%s)"
        .formatted(
            one,
            one.origin().kind().name().toLowerCase(Locale.ROOT),
            one.origin().place(),
            one.origin() instanceof Origin.Index index && isAllowed(index.url())
                ? ", files on " + servers(one)
                : "");
  }

  private static String servers(LockedPackage one) {
    return Stream.concat(one.wheels().stream(), one.sourceArchive().stream())
        .map(file -> Addresses.server(file.url()))
        .distinct()
        .sorted()
        .collect(Collectors.joining(" and "));
  }

  private boolean allows(LockedPackage one) {
    if (!policy.origins().contains(one.origin().kind())) {
      return false;
    }
    boolean anyIndex = policy.indexes().isEmpty();
    return anyIndex || !(one.origin() instanceof Origin.Index index) || fromAllowed(one, index);
  }

  /**
   * The index is what the lock claims, the files are what is downloaded: so each file must be where
   * an allowed index has its files, whatever index the lock names.
   */
  private boolean fromAllowed(LockedPackage one, Origin.Index index) {
    return isIndex(index.url())
        && Stream.concat(one.wheels().stream(), one.sourceArchive().stream())
            .allMatch(file -> isFileOfAllowed(file.url()));
  }

  private boolean isIndex(URI claimed) {
    return isAllowed(claimed) || claimed.getPath().equals("/");
  }

  private boolean isFileOfAllowed(URI file) {
    boolean onFileServer =
        policy.fileHosts().contains(Addresses.server(file))
            || (Addresses.server(file).equals(PUBLIC_FILES)
                && policy.indexes().stream().anyMatch(start -> startsWith(start, PUBLIC_INDEX)));
    return ("https".equals(file.getScheme()) && onFileServer)
        || (!Addresses.climbs(file)
            && policy.indexes().stream()
                .map(PAGES::matcher)
                .anyMatch(
                    start -> startsWith(Addresses.withoutPassword(file), start.replaceFirst(""))));
  }

  private boolean isAllowed(URI address) {
    String text = Addresses.withoutPassword(address);
    return !Addresses.climbs(address)
        && policy.indexes().stream().anyMatch(start -> startsWith(text, start));
  }

  /** The start must end where a part of the path ends, or another host could pass for this one. */
  private static boolean startsWith(String address, String start) {
    String trimmed = start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
    return address.equals(trimmed) || address.startsWith(trimmed + "/");
  }
}
