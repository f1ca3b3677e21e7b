package dev.pythonservice.builder.request;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a platform team demands of packages. The names are those of the file that has it.
 *
 * @param indexes package indexes that some packages come from, and no others
 * @param deniedPackages packages that must not be installed
 * @param licenses licences of packages
 * @param minimumReleaseAgeDays how old a release must be, in days
 * @param vulnerabilities known vulnerabilities of packages and of the crates within them
 * @param attestations who published packages (PEP 740)
 */
public record PackageRules(
    List<PackageIndex> indexes,
    List<DeniedPackage> deniedPackages,
    Optional<Licenses> licenses,
    Optional<Integer> minimumReleaseAgeDays,
    Optional<Vulnerabilities> vulnerabilities,
    Optional<Attestations> attestations) {

  /** No demands. */
  public static final PackageRules NONE =
      new PackageRules(
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public PackageRules {
    indexes = List.copyOf(indexes);
    deniedPackages = List.copyOf(deniedPackages);
  }

  /**
   * What is demanded of packages that are there for tests alone: where they come from, who
   * published them, and how old they are. Licences and vulnerabilities are about what serves.
   */
  public PackageRules ofTests() {
    return new PackageRules(
        indexes,
        deniedPackages,
        Optional.empty(),
        minimumReleaseAgeDays,
        Optional.empty(),
        attestations);
  }

  /**
   * The same with data on vulnerabilities.
   *
   * @param place a folder, a zip file, or an address
   */
  public PackageRules withVulnerabilities(String place) {
    Vulnerabilities known =
        vulnerabilities.orElseGet(
            () -> new Vulnerabilities(Optional.empty(), List.of(), Optional.empty()));
    return new PackageRules(
        indexes,
        deniedPackages,
        licenses,
        minimumReleaseAgeDays,
        Optional.of(
            new Vulnerabilities(
                known.maximumSeverity(),
                known.exceptions(),
                Optional.of(
                    new Database(place, known.database().flatMap(Database::maximumAgeDays))))),
        attestations);
  }

  /**
   * A package index.
   *
   * @param url its address, as it stands in locks
   * @param packages normalised names, or beginnings of names with {@code *}; none for the index of
   *     all that no other lists
   */
  public record PackageIndex(String url, List<String> packages) {

    public PackageIndex {
      packages = List.copyOf(packages);
    }
  }

  /**
   * A package that must not be installed.
   *
   * @param name its normalised name
   * @param versions version specifiers (PEP 440), each on its own; none for all versions
   * @param reason why, for people
   */
  public record DeniedPackage(String name, List<String> versions, String reason) {

    public DeniedPackage {
      versions = List.copyOf(versions);
    }
  }

  /**
   * Licences by their SPDX identifiers, also with an exception, such as {@code GPL-3.0-only WITH
   * GCC-exception-3.1}.
   *
   * @param allowed those that are allowed; all others are denied
   * @param denied those that are denied, where {@code allowed} is empty
   * @param unknown what becomes of packages that say none; they are allowed unless said
   * @param exceptPackages normalised names of packages whose licence does not matter
   */
  public record Licenses(
      List<String> allowed,
      List<String> denied,
      Optional<Unknown> unknown,
      List<String> exceptPackages) {

    public Licenses {
      allowed = List.copyOf(allowed);
      denied = List.copyOf(denied);
      exceptPackages = List.copyOf(exceptPackages);
    }
  }

  /** What becomes of packages that do not say their licence. */
  public enum Unknown {
    /** They may be installed. */
    ALLOW,
    /** They may not. */
    DENY
  }

  /**
   * Known vulnerabilities.
   *
   * @param maximumSeverity the gravest that may be installed; critical ones, and so all, unless
   *     said
   * @param exceptions what is tolerated for a time
   * @param database where they are told
   */
  public record Vulnerabilities(
      Optional<Severity> maximumSeverity,
      List<ToleratedVulnerability> exceptions,
      Optional<Database> database) {

    public Vulnerabilities {
      exceptions = List.copyOf(exceptions);
    }
  }

  /**
   * Data on vulnerabilities in the form of OSV.
   *
   * @param url a folder, a zip file, or an http(s) address below which there are {@code
   *     PyPI/all.zip} and {@code crates.io/all.zip}
   * @param maximumAgeDays how long ago its newest record may have changed, in days; {@value
   *     #USUAL_AGE_DAYS} unless said
   */
  public record Database(String url, Optional<Integer> maximumAgeDays) {

    /** The public data changes several times a day; a week allows for a mirror that rested. */
    public static final int USUAL_AGE_DAYS = 7;
  }

  /**
   * A vulnerability that is tolerated for a time.
   *
   * @param id one of its identifiers
   * @param until the last day, in UTC
   * @param reason why, for people
   */
  public record ToleratedVulnerability(String id, LocalDate until, String reason) {}

  /** How grave a vulnerability is (CVSS 3.1 and 4.0, "Qualitative severity rating scale"). */
  public enum Severity {
    /** None. */
    NONE,
    /** 0.1 to 3.9. */
    LOW,
    /** 4.0 to 6.9. */
    MEDIUM,
    /** 7.0 to 8.9. */
    HIGH,
    /** 9.0 to 10.0. */
    CRITICAL;

    /** The word for people. */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Attestations of packages (PEP 740): whoever published a file signed it.
   *
   * @param trustedRoot which authorities and logs are trusted: Sigstore's {@code
   *     trusted_root.json}, its text
   * @param publishers who must have published which packages
   * @param required normalised names, or beginnings of names with {@code *}, of packages that must
   *     have an attestation
   */
  public record Attestations(
      String trustedRoot, List<AllowedPublisher> publishers, List<String> required) {

    public Attestations {
      publishers = List.copyOf(publishers);
      required = List.copyOf(required);
    }
  }

  /**
   * Who must have published some packages.
   *
   * @param packages normalised names, or beginnings of names with {@code *}
   * @param kind what kind of publisher it is
   * @param repository the repository that published them, as {@code OWNER/NAME}; absent for Google
   * @param workflow the file that told the build what to do: for GitHub its name, for GitLab its
   *     path; any where it is absent
   * @param environment the environment as the index says it, since certificates do not; any where
   *     it is absent
   * @param email the service account that published them, for Google alone
   */
  public record AllowedPublisher(
      List<String> packages,
      PublisherKind kind,
      Optional<String> repository,
      Optional<String> workflow,
      Optional<String> environment,
      Optional<String> email) {

    public AllowedPublisher {
      packages = List.copyOf(packages);
    }
  }

  /** Who can publish without a password (PEP 740, "Provenance objects"). */
  public enum PublisherKind {
    /** A workflow of GitHub Actions. */
    GITHUB("GitHub"),
    /** A pipeline of GitLab CI/CD. */
    GITLAB("GitLab"),
    /** A service account of Google Cloud. */
    GOOGLE("Google");

    private final String word;

    PublisherKind(String word) {
      this.word = word;
    }

    /** As indexes write it. */
    public String word() {
      return word;
    }
  }
}
