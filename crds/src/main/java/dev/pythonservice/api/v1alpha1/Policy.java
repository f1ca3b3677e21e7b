package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be built and run. A build that violates it fails, and says which package violates which
 * rule; what runs already stays.
 *
 * @param indexes Indexes that locked packages may come from. Default: {@code Listed}.
 * @param hashes Whether every locked package needs a hash. Default: {@code Required}.
 * @param sourceBuilds Packages without a wheel: building one runs foreign code, in a pod of the
 *     service's namespace. Default: the project's own native code is built, as it runs there in any
 *     case; packages of others are not.
 * @param deniedPackages Packages that must not be installed.
 * @param licenses Licenses of packages.
 * @param minimumReleaseAgeDays How old the release of a package must be, in days; new releases are
 *     where attacks are found. Default: 0. Example: {@code 3}.
 * @param vulnerabilities Known vulnerabilities of packages.
 * @param baseImages How {@code runtimes} name their images. Default: {@code TagOrDigest}.
 * @param requiredChecks Checks that every build must have, and the weakest mode for each.
 * @param architectures Node architectures that services may use. Default: all.
 * @param maximumExplorationPercent Greatest share of a service's replicas, in percent, that may
 *     explore an architecture without measurements. Default: 50.
 * @param promotesFrom Other platforms whose images services of this one may take over with {@code
 *     source.service}: they were built by the rules there. Default: none. Example: {@code
 *     [staging]}.
 * @param attestations Who published packages, by their attestations (PEP 740). Default: indexes are
 *     not asked for any.
 * @param checkers Versions of the programs that check projects. Default: those in the builder's
 *     image.
 */
@ApiObject
public record Policy(
    @Nullable Indexes indexes,
    @Nullable Hashes hashes,
    @Nullable SourceBuilds sourceBuilds,
    @MergeBy("name") @Size(max = 200) List<DeniedPackage> deniedPackages,
    @Nullable Licenses licenses,
    @Nullable @Min(0) @Max(3650) Integer minimumReleaseAgeDays,
    @Nullable Vulnerabilities vulnerabilities,
    @Nullable BaseImages baseImages,
    @MergeBy("name") @Size(max = 8) List<RequiredCheck> requiredChecks,
    @SetOfValues @Size(max = 2) List<Architecture> architectures,
    @Nullable @Min(0) @Max(50) Integer maximumExplorationPercent,
    @SetOfValues @Size(max = 16) List<@Size(min = 1, max = 253) String> promotesFrom,
    @Nullable Attestations attestations,
    @Nullable Checkers checkers) {

  public Policy {
    deniedPackages = Absent.toEmpty(deniedPackages);
    requiredChecks = Absent.toEmpty(requiredChecks);
    architectures = Absent.toEmpty(architectures);
    promotesFrom = Absent.toEmpty(promotesFrom);
  }

  /** Indexes that locked packages may come from. */
  public enum Indexes {
    /** Those of the platform's {@code indexes}. */
    Listed,
    /** Any that the lock names. */
    Any
  }

  /** Whether every locked package needs a hash. */
  public enum Hashes {
    /** A package without a hash is refused, one from a git commit too. */
    Required,
    /** Hashes are checked where the lock has them. */
    WhereGiven
  }

  /** How base images may be named. */
  public enum BaseImages {
    /** By digest only: nothing changes without a change here. */
    DigestOnly,
    /** By tag, too: builds follow the tag. */
    TagOrDigest
  }

  /**
   * Building packages that have no wheel, in a pod of their own.
   *
   * @param mode Which packages may be built. Default: {@code Never}.
   * @param packages The packages for {@code Listed}, normalised. Example: {@code [mysqlclient]}.
   */
  @ApiObject
  @ValidationRule(
      value =
          "(has(self.mode) && self.mode == 'Listed') == (has(self.packages) && self.packages.size()"
              + " > 0)",
      fieldPath = ".packages",
      message =
          "packages must be given where mode is Listed, and only there: add the packages, or set"
              + " mode")
  @ValidationRule(
      value = "!has(self.packages) || self.packages.all(name, name.matches(" + Rules.PACKAGE + "))",
      fieldPath = ".packages",
      message = "packages must be normalised names: lower case, '-' for '_' and '.'")
  public record SourceBuilds(
      @Nullable Mode mode,
      @SetOfValues @Size(max = 200) List<@Size(min = 1, max = 128) String> packages) {

    public SourceBuilds {
      packages = Absent.toEmpty(packages);
    }

    /** Which packages may be built. */
    public enum Mode {
      /**
       * None, the project's own not either: a package without a wheel makes the platform
       * infeasible.
       */
      Never,
      /** The project's own, and those in {@code packages}. */
      Listed,
      /** All. */
      Always
    }
  }

  /**
   * A package that must not be installed.
   *
   * @param name Its name, normalised. Example: {@code ultralytics}.
   * @param versions Versions that are denied, as version specifiers (PEP 440), each on its own.
   *     Default: all. Example: {@code ["==8.3.41", "==8.3.42"]}.
   * @param reason Why, for the people who meet it. Example: {@code Contains a crypto miner; use
   *     8.3.43.}
   */
  @ApiObject
  @ValidationRule(
      value = "self.name.matches(" + Rules.PACKAGE + ")",
      fieldPath = ".name",
      message = "name must be a normalised package name: lower case, '-' for '_' and '.'")
  @ValidationRule(
      value =
          "!has(self.versions) || self.versions.all(specifier, specifier.matches("
              + "'^ *(~=|={2,3}|!=|[<>]=?) *[A-Za-z0-9.*+!_-]+"
              + "( *, *(~=|={2,3}|!=|[<>]=?) *[A-Za-z0-9.*+!_-]+)* *$'))",
      fieldPath = ".versions",
      message = "versions must be version specifiers, such as \"==8.3.41\" or \">=2,<2.4\"")
  public record DeniedPackage(
      @Required @Size(min = 1, max = 128) String name,
      @Atomic @Size(max = 16) List<@Size(min = 1, max = 64) String> versions,
      @Required @Size(min = 1, max = 512) String reason) {

    public DeniedPackage {
      versions = Absent.toEmpty(versions);
    }
  }

  /**
   * Licenses of packages, by their SPDX identifier: those that are allowed, or those that are
   * denied.
   *
   * @param allowed Licenses that are allowed; all others are denied. Example: {@code [MIT,
   *     Apache-2.0, BSD-3-Clause]}.
   * @param denied Licenses that are denied; all others are allowed. Example: {@code
   *     [AGPL-3.0-only]}.
   * @param unknown What happens to packages that do not say their license. Default: {@code Allow}.
   * @param exceptPackages Packages whose license does not matter, normalised; for those that were
   *     looked at. Default: none.
   */
  @ApiObject
  @ValidationRule(
      value =
          "!has(self.allowed) || self.allowed.size() == 0 || !has(self.denied) ||"
              + " self.denied.size() == 0",
      fieldPath = ".denied",
      reason = "FieldValueForbidden",
      message =
          "denied and allowed exclude each other: what is not allowed is denied already; remove one"
              + " of them")
  @ValidationRule(
      value =
          "!has(self.exceptPackages) || self.exceptPackages.all(name, name.matches("
              + Rules.PACKAGE
              + "))",
      fieldPath = ".exceptPackages",
      message = "exceptPackages must be normalised names: lower case, '-' for '_' and '.'")
  public record Licenses(
      @SetOfValues @Size(max = 200) List<@Size(min = 1, max = 128) String> allowed,
      @SetOfValues @Size(max = 200) List<@Size(min = 1, max = 128) String> denied,
      @Nullable Unknown unknown,
      @SetOfValues @Size(max = 200) List<@Size(min = 1, max = 128) String> exceptPackages) {

    public Licenses {
      allowed = Absent.toEmpty(allowed);
      denied = Absent.toEmpty(denied);
      exceptPackages = Absent.toEmpty(exceptPackages);
    }

    /** What happens to packages that do not say their license. */
    public enum Unknown {
      /** They may be installed. */
      Allow,
      /** They may not, unless they are in {@code exceptPackages}. */
      Deny
    }
  }

  /**
   * Known vulnerabilities of packages.
   *
   * @param maximumSeverity Gravest severity (CVSS rating) that may be installed. Default: {@code
   *     Critical}, everything may.
   * @param exceptions Vulnerabilities that are tolerated for a time.
   * @param database Where vulnerabilities are told. Without it nobody knows of any, and a {@code
   *     maximumSeverity} below {@code Critical} fails every build. Default: none.
   */
  @ApiObject
  public record Vulnerabilities(
      @Nullable Severity maximumSeverity,
      @MergeBy("id") @Size(max = 500) List<VulnerabilityException> exceptions,
      @Nullable VulnerabilityDatabase database) {

    public Vulnerabilities {
      exceptions = Absent.toEmpty(exceptions);
    }

    /** Severity of a vulnerability. */
    public enum Severity {
      /** Without any known vulnerability. */
      None,
      /** CVSS 0.1 to 3.9. */
      Low,
      /** CVSS 4.0 to 6.9. */
      Medium,
      /** CVSS 7.0 to 8.9. */
      High,
      /** CVSS 9.0 to 10.0. */
      Critical
    }
  }

  /**
   * Data on vulnerabilities in the form of OSV. It is read by each build, through the platform's
   * {@code proxy} and with its {@code trustedCertificates}. Where it cannot be read, is damaged or
   * old, builds fail, and what runs already stays.
   *
   * @param url Address of a mirror of OSV's public export: below it there are {@code PyPI/all.zip}
   *     and {@code crates.io/all.zip}. Example: {@code https://osv.company.example}.
   * @param maximumAgeDays How long ago the newest record may have changed, in days. Default: 7.
   */
  @ApiObject
  @ValidationRule(
      value = "self.url.matches(" + Rules.HTTP_URL + ")",
      fieldPath = ".url",
      message =
          "url must be an http or https address without user name and password, such as"
              + " https://osv.company.example")
  public record VulnerabilityDatabase(
      @Required @Size(min = 1, max = 2048) String url,
      @Nullable @Min(1) @Max(365) Integer maximumAgeDays) {}

  /**
   * A vulnerability that is tolerated for a time.
   *
   * @param id Its identifier: OSV, GHSA, PYSEC, RUSTSEC or CVE. Example: {@code
   *     GHSA-9wx4-h78v-vm56}.
   * @param until Last day, in UTC. Example: {@code "2027-01-31"}.
   * @param reason Why it is tolerated. Example: {@code The affected function is not called.}
   */
  @ApiObject
  @ValidationRule(
      value = "self.until.matches('^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$')",
      fieldPath = ".until",
      message = "until must be a date in the form YYYY-MM-DD, in quotes, such as \"2027-01-31\"")
  public record VulnerabilityException(
      @Required @Size(min = 1, max = 64) String id,
      @Required @Size(max = 10) String until,
      @Required @Size(min = 1, max = 512) String reason) {}

  /**
   * A check that every build must have.
   *
   * @param name The check.
   * @param mode The weakest mode that a service may choose; {@code Enforce} is stronger than {@code
   *     Ratchet}, that is stronger than {@code Report}. Default: {@code Enforce}.
   */
  @ApiObject
  public record RequiredCheck(@Required Checks.Name name, Checks.@Nullable Mode mode) {}
}
