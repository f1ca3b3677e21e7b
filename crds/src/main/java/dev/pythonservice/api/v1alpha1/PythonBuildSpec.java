package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import dev.pythonservice.api.schema.MergeBy;
import dev.pythonservice.api.schema.SetOfValues;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides the image. It cannot be changed: what changes makes a new build.
 *
 * @param service Name of the PythonService, in the same namespace. Example: {@code orders}.
 * @param platform Name of the PythonPlatform. Example: {@code default}.
 * @param source Where the project comes from, as the service had it.
 * @param revision The exact revision that is built: commit of git, digest of the OCI artifact, or
 *     digest of the ConfigMap's data.
 * @param python Minor version of Python. Example: {@code "3.13"}.
 * @param libc The C library.
 * @param lock Which of the locked dependencies are installed.
 * @param platforms Operating system and architecture of the images to build. Example: {@code
 *     [linux/amd64, linux/arm64]}.
 * @param baseImage Base image of the runtime, by digest.
 * @param repository Where the image is pushed. Example: {@code
 *     registry.example/python/shop/orders}.
 * @param layoutVersion Version of the layout of the image's layers; another version gives other
 *     bytes for the same inputs.
 * @param identity The hash in the build's name.
 * @param reasons Why it was made, in comparison with the build before.
 * @param checks Checks that the build must pass, those of the platform included.
 * @param takenOver The build of another service whose image this one takes over. Absent where the
 *     image is built.
 * @param update What makes this a look for updates: it brings a lock and no image. Absent for
 *     builds of images.
 * @param candidate The lock that is built with in place of the project's own. Absent where that is
 *     built with.
 * @param preview What makes this a look at what other versions of checkers find in an image that
 *     serves: it brings no image. Absent for builds of images.
 */
@ApiObject
@ValidationRule(
    value = "self == oldSelf",
    reason = "FieldValueForbidden",
    message =
        "spec of a PythonBuild cannot be changed: change the PythonService, and the operator makes"
            + " a new build")
@ValidationRule(
    value = "self.python.matches(" + Rules.PYTHON + ")",
    fieldPath = ".python",
    message = Rules.PYTHON_MESSAGE)
@ValidationRule(
    value = "self.platforms.all(platform, platform.matches('^linux/(amd64|arm64)$'))",
    fieldPath = ".platforms",
    message = "platforms must be linux/amd64 or linux/arm64")
@ValidationRule(
    value = "self.baseImage.matches(" + Rules.IMAGE + ") && self.baseImage.contains('@sha256:')",
    fieldPath = ".baseImage",
    message =
        "baseImage must be an image by digest, such as"
            + " registry.example/python@sha256: and 64 hexadecimal characters: a tag may move")
@ValidationRule(
    value = "self.repository.matches(" + Rules.REPOSITORY + ")",
    fieldPath = ".repository",
    message =
        "repository must be registry and repository without tag or digest, such as"
            + " registry.example/python/shop/orders")
public record PythonBuildSpec(
    @Required @Size(min = 1, max = 63) String service,
    @Required @Size(min = 1, max = 253) String platform,
    @Required Source source,
    @Required @Size(min = 1, max = 128) String revision,
    @Required @Size(max = 16) String python,
    @Required Libc libc,
    @Nullable Lock lock,
    @Required @SetOfValues @Size(min = 1, max = 8) List<@Size(max = 32) String> platforms,
    @Required @Size(max = 512) String baseImage,
    @Required @Size(max = 512) String repository,
    @Required @Min(1) Integer layoutVersion,
    @Required Identity identity,
    @Atomic @Size(max = 16) List<Reason> reasons,
    @Nullable Checks checks,
    @Nullable TakenOver takenOver,
    @Nullable Update update,
    @Nullable LockChange candidate,
    @Nullable Preview preview) {

  public PythonBuildSpec {
    platforms = Absent.toEmpty(platforms);
    reasons = Absent.toEmpty(reasons);
  }

  /**
   * A build of another service, whose image is taken over.
   *
   * @param namespace Namespace of that service. Example: {@code staging}.
   * @param service Its name. Example: {@code orders}.
   * @param build Name of its PythonBuild. Example: {@code orders-4fzq8k2m1x}.
   * @param image Its image, by digest. Example: {@code
   *     registry.example/python/staging/orders@sha256:…}.
   */
  @ApiObject
  public record TakenOver(
      @Required @Size(min = 1, max = 63) String namespace,
      @Required @Size(min = 1, max = 63) String service,
      @Required @Size(min = 1, max = 253) String build,
      @Required @Size(min = 1, max = 512) String image) {}

  /**
   * A look for updates.
   *
   * @param trigger What asked for it: a time of the schedule, or the value of the annotation.
   *     Example: {@code 2026-06-15T05:00:00Z}.
   * @param scope How far packages may move.
   * @param minimumAgeDays How many days ago a version must have been published.
   * @param groups Packages that move together or not at all.
   * @param branch Branch of the git repository that gets a commit with the candidate.
   */
  @ApiObject
  public record Update(
      @Required @Size(min = 1, max = 1024) String trigger,
      @Required Updates.Scope scope,
      @Nullable Integer minimumAgeDays,
      @MergeBy("name") @Size(max = 32) List<Updates.Group> groups,
      @Nullable @Size(max = 200) String branch) {

    public Update {
      groups = Absent.toEmpty(groups);
    }
  }

  /**
   * A look at what other versions of checkers find.
   *
   * @param image The image that serves, by digest: its packages are what type checkers know, and
   *     its findings are old ones. Example: {@code registry.example/python/shop/orders@sha256:…}.
   * @param checkers The versions that are tried.
   */
  @ApiObject
  public record Preview(
      @Required @Size(min = 1, max = 512) String image,
      @MergeBy("checker") @Size(min = 1, max = 8) List<Checkers.CheckerVersion> checkers) {

    public Preview {
      checkers = Absent.toEmpty(checkers);
    }
  }

  /**
   * The hash in a build's name: equal inputs have equal builds.
   *
   * @param version Version of the way the hash is made; an operator that makes it in another way
   *     keeps builds of the old version.
   * @param hash SHA-256 of everything that decides the image, in hexadecimal; the name has a short
   *     form of it.
   */
  @ApiObject
  @ValidationRule(
      value = "self.hash.matches('^[0-9a-f]{64}$')",
      fieldPath = ".hash",
      message = "hash must be a SHA-256 in 64 lower-case hexadecimal characters")
  public record Identity(
      @Required @Min(1) Integer version, @Required @Size(max = 64) String hash) {}

  /**
   * A reason for a build.
   *
   * @param reason In one word for programs. Example: {@code RevisionChanged}, {@code
   *     LockOptionsChanged}, {@code BaseImageChanged}.
   * @param message In a sentence for people, with the old and the new value.
   */
  @ApiObject
  public record Reason(
      @Required @Size(min = 1, max = 64) String reason,
      @Required @Size(max = 1024) String message) {}
}
