package dev.pythonservice.api.v1alpha1;

import dev.pythonservice.api.schema.Atomic;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A candidate for the project's {@code uv.lock}, and how it differs from it.
 *
 * @param lock The candidate in the registry, by digest. Absent where nothing moves. Example: {@code
 *     registry.example/python/shop/orders@sha256:…}.
 * @param scope How far packages might move.
 * @param changed Number of packages that are not the same.
 * @param packages The first of them. Example: {@code [jinja2 3.1.2 → 3.1.6]}.
 * @param bytesBefore Compressed size of the wheels of all platforms, in bytes.
 * @param bytesAfter The same with the candidate.
 * @param gained Platforms that an image can be made for with the candidate alone. Example: {@code
 *     [linux/arm64]}.
 * @param lost Platforms that no image can be made for any more.
 * @param fixed Number of known vulnerabilities that the candidate does not have.
 * @param fixes The first of them. Example: {@code [GHSA-h5c8-rqwp-cp95 in jinja2 (medium)]}.
 * @param introduced Number of known vulnerabilities that only the candidate has.
 * @param brings The first of them.
 * @param held What did not move, and why; the first of it.
 * @param branch The branch that has the candidate. Absent where there is none.
 * @param warning Why the branch could not be pushed.
 */
@ApiObject
public record LockChange(
    @Nullable @Size(max = 512) String lock,
    @Required Updates.Scope scope,
    @Required Integer changed,
    @Atomic @Size(max = 20) List<@Size(max = 512) String> packages,
    @Nullable Long bytesBefore,
    @Nullable Long bytesAfter,
    @Atomic @Size(max = 8) List<@Size(max = 32) String> gained,
    @Atomic @Size(max = 8) List<@Size(max = 32) String> lost,
    @Required Integer fixed,
    @Atomic @Size(max = 20) List<@Size(max = 256) String> fixes,
    @Required Integer introduced,
    @Atomic @Size(max = 20) List<@Size(max = 256) String> brings,
    @Atomic @Size(max = 20) List<@Size(max = 512) String> held,
    @Nullable @Size(max = 200) String branch,
    @Nullable @Size(max = 512) String warning) {

  public LockChange {
    packages = Absent.toEmpty(packages);
    gained = Absent.toEmpty(gained);
    lost = Absent.toEmpty(lost);
    fixes = Absent.toEmpty(fixes);
    brings = Absent.toEmpty(brings);
    held = Absent.toEmpty(held);
  }
}
