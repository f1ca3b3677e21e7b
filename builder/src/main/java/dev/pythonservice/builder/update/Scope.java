package dev.pythonservice.builder.update;

import dev.pythonservice.builder.version.PythonPackageVersion;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;

/** How far packages may move. */
public enum Scope {
  /** Packages with known vulnerabilities, to the least version without them. */
  SECURITY,
  /** To the newest version with the same first two numbers. */
  PATCH,
  /** To the newest version with the same first number. */
  MINOR;

  /** The word for programs and people. */
  public String word() {
    return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
  }

  /**
   * The first version that is too far: {@code 2.12} for patches of {@code 2.11.2}, {@code 3} for
   * its minor versions. A number that a version leaves out is 0 (PEP 440, "Final releases").
   */
  String limit(PythonPackageVersion version) {
    List<BigInteger> release = version.release();
    BigInteger first = number(release, 0);
    String epoch = version.epoch().signum() == 0 ? "" : version.epoch() + "!";
    return this == PATCH
        ? "%s%s.%s".formatted(epoch, first, number(release, 1).add(BigInteger.ONE))
        : epoch + first.add(BigInteger.ONE);
  }

  private static BigInteger number(List<BigInteger> release, int index) {
    return index < release.size() ? release.get(index) : BigInteger.ZERO;
  }
}
