package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Attestations of packages (PEP 740): whoever published a file signed it, and the index tells of
 * it. Every attestation that an index has of a locked file is checked; one that does not hold
 * forbids the build.
 *
 * @param trustedRoot Which certificate authorities and logs are trusted: Sigstore's {@code
 *     trusted_root.json}, for packages of the public index that of its public instance, as {@code
 *     cosign trusted-root create} writes it.
 * @param publishers Who must have published which packages, where an index has an attestation of
 *     them. Where several entries have a package, the longest name or beginning wins. Default:
 *     anybody.
 * @param required Packages that must have an attestation: names, or beginnings of names with {@code
 *     *}. Default: none. Example: {@code [company-*, cryptography]}.
 */
@ApiObject
@ValidationRule(
    value = "self.trustedRoot.matches('^\\\\s*[{]')",
    fieldPath = ".trustedRoot",
    message =
        "trustedRoot must be the content of a trusted_root.json, as 'cosign trusted-root create'"
            + " writes it")
@ValidationRule(
    value = "!has(self.required) || self.required.all(name, name.matches(" + Rules.PACKAGES + "))",
    fieldPath = ".required",
    message = "required " + Rules.PACKAGES_MESSAGE)
public record Attestations(
    @Required @Size(min = 1, max = 65536) String trustedRoot,
    @Atomic @Size(max = 100) List<Publisher> publishers,
    @SetOfValues @Size(max = 200) List<@Size(min = 1, max = 128) String> required) {

  public Attestations {
    publishers = Absent.toEmpty(publishers);
    required = Absent.toEmpty(required);
  }

  /**
   * Who must have published some packages.
   *
   * @param packages The packages: names, or beginnings of names with {@code *}. Example: {@code
   *     [company-*]}.
   * @param kind What kind of publisher it is.
   * @param repository The repository that published them. Must be there for {@code GitHub} and
   *     {@code GitLab}. Example: {@code company/orders}.
   * @param workflow The file that told the build what to do: for {@code GitHub} its name, for
   *     {@code GitLab} its path. Default: any. Example: {@code release.yml}.
   * @param environment The environment that was published from, by the index's word alone:
   *     certificates do not say it. Default: any. Example: {@code pypi}.
   * @param email The service account that published them. Must be there for {@code Google}.
   *     Example: {@code publisher@company.iam.gserviceaccount.com}.
   */
  @ApiObject
  @ValidationRule(
      value = "self.packages.all(name, name.matches(" + Rules.PACKAGES + "))",
      fieldPath = ".packages",
      message = "packages " + Rules.PACKAGES_MESSAGE)
  @ValidationRule(
      value = "has(self.repository) == (self.kind != 'Google')",
      fieldPath = ".repository",
      message =
          "repository must be there where kind is GitHub or GitLab, and only there: add it as"
              + " OWNER/NAME, or remove it")
  @ValidationRule(
      value = "!has(self.repository) || self.repository.matches('^[^\\\\s/:@]+(/[^\\\\s/:@]+)+$')",
      fieldPath = ".repository",
      message =
          "repository must be the path of a repository without its host, such as company/orders")
  @ValidationRule(
      value = "has(self.email) == (self.kind == 'Google')",
      fieldPath = ".email",
      message =
          "email must be there where kind is Google, and only there: add the service account, or"
              + " remove it")
  @ValidationRule(
      value = "self.kind != 'Google' || (!has(self.workflow) && !has(self.environment))",
      fieldPath = ".workflow",
      reason = "FieldValueForbidden",
      message = "workflow and environment are not for the kind Google: remove them")
  public record Publisher(
      @Required @SetOfValues @Size(min = 1, max = 50)
          List<@Size(min = 1, max = 128) String> packages,
      @Required Kind kind,
      @Nullable @Size(min = 3, max = 255) String repository,
      @Nullable @Size(min = 1, max = 255) String workflow,
      @Nullable @Size(min = 1, max = 255) String environment,
      @Nullable @Size(min = 3, max = 255) String email) {

    public Publisher {
      packages = Absent.toEmpty(packages);
    }

    /** What kind of publisher it is. */
    public enum Kind {
      /** A workflow of GitHub Actions. */
      GitHub,
      /** A pipeline of GitLab CI/CD on gitlab.com. */
      GitLab,
      /** A service account of Google Cloud. */
      Google
    }
  }
}
