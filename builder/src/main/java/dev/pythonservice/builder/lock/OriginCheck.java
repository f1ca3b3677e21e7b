package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Policy;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the platform's policy allows where packages come from. */
final class OriginCheck {

  private final Policy policy;

  OriginCheck(Policy policy) {
    this.policy = policy;
  }

  /**
   * Checks packages.
   *
   * @param shown the lock's path for people
   * @throws BuildFailure naming every package that the policy forbids
   */
  void require(List<LockedPackage> packages, String shown) {
    List<String> forbidden =
        packages.stream().filter(one -> !allows(one)).map(OriginCheck::sentencePart).toList();
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
                      : " from " + String.join(", ", policy.indexes())));
    }
  }

  private static String sentencePart(LockedPackage one) {
    return "%s (%s %s)"
        .formatted(one, one.origin().kind().name().toLowerCase(Locale.ROOT), one.origin().place());
  }

  private boolean allows(LockedPackage one) {
    if (!policy.origins().contains(one.origin().kind())) {
      return false;
    }
    boolean anyIndex = policy.indexes().isEmpty();
    return anyIndex || !(one.origin() instanceof Origin.Index index) || fromAllowed(one, index);
  }

  /** Where the lock does not name the index, its files' addresses count. */
  private boolean fromAllowed(LockedPackage one, Origin.Index index) {
    return isAllowed(Addresses.withoutPassword(index.url()))
        || (index.url().getPath().equals("/")
            && Stream.concat(one.wheels().stream(), one.sourceArchive().stream())
                .allMatch(file -> isAllowed(Addresses.withoutPassword(file.url()))));
  }

  private boolean isAllowed(String address) {
    return policy.indexes().stream().anyMatch(start -> startsWith(address, start));
  }

  /** The start must end where a part of the path ends, or another host could pass for this one. */
  private static boolean startsWith(String address, String start) {
    String trimmed = start.endsWith("/") ? start.substring(0, start.length() - 1) : start;
    return address.equals(trimmed) || address.startsWith(trimmed + "/");
  }
}
