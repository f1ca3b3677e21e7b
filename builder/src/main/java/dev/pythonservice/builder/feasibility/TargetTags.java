package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The tags that a target accepts, best first (PEP 425, "Use"; PEP 600 for manylinux, PEP 656 for
 * musllinux), in the order of Python's {@code packaging.tags}, which is uv's as well.
 */
final class TargetTags {

  /** The first minor version of Python 3 with a stable ABI (PEP 384). */
  private static final int FIRST_ABI3_MINOR = 2;

  /** Names that were given to glibc versions before PEP 600. */
  private static final Map<Integer, String> LEGACY_MANYLINUX =
      Map.of(17, "manylinux2014", 12, "manylinux2010", 5, "manylinux1");

  /** The oldest glibc that manylinux knows: 2.5 for x86_64, 2.17 for all later architectures. */
  private static final Map<Platform, Integer> OLDEST_GLIBC_MINOR =
      Map.of(Platform.LINUX_AMD64, 5, Platform.LINUX_ARM64, 17);

  /** The musl that uv assumes for a musl target, whatever its version: 1.2. */
  private static final int NEWEST_MUSL_MINOR = 2;

  private final List<String> platforms;
  private final Set<String> interpreters = new HashSet<>();
  private final Map<String, Integer> ranks = new HashMap<>();

  TargetTags(Target target) {
    this.platforms = platformsOf(target);
    PythonVersion python = target.python();
    String own = python.tag();
    platforms.forEach(platform -> accept(own, own, platform));
    platforms.forEach(platform -> accept(own, "abi3", platform));
    platforms.forEach(platform -> accept(own, "none", platform));
    for (int minor = python.minor() - 1; minor >= FIRST_ABI3_MINOR; minor--) {
      for (String platform : platforms) {
        accept("cp3" + minor, "abi3", platform);
      }
    }
    List<String> pure = pureInterpreters(python);
    for (String interpreter : pure) {
      platforms.forEach(platform -> accept(interpreter, "none", platform));
    }
    accept(own, "none", "any");
    pure.forEach(interpreter -> accept(interpreter, "none", "any"));
  }

  private static List<String> pureInterpreters(PythonVersion python) {
    List<String> all = new ArrayList<>();
    all.add("py" + python.major() + python.minor());
    all.add("py" + python.major());
    for (int minor = python.minor() - 1; minor >= 0; minor--) {
      all.add("py" + python.major() + minor);
    }
    return all;
  }

  private void accept(String interpreter, String abi, String platform) {
    interpreters.add(interpreter + "-" + abi);
    ranks.putIfAbsent(interpreter + "-" + abi + "-" + platform, ranks.size());
  }

  private static List<String> platformsOf(Target target) {
    String machine = target.platform().machine();
    List<String> all = new ArrayList<>();
    if (target.libc().family() == Family.MUSL) {
      for (int minor = NEWEST_MUSL_MINOR; minor >= 0; minor--) {
        all.add("musllinux_1_%d_%s".formatted(minor, machine));
      }
    } else {
      int oldest = OLDEST_GLIBC_MINOR.getOrDefault(target.platform(), 17);
      for (int minor = newestGlibcMinor(target); minor >= oldest; minor--) {
        all.add("manylinux_2_%d_%s".formatted(minor, machine));
        if (LEGACY_MANYLINUX.containsKey(minor)) {
          all.add(LEGACY_MANYLINUX.get(minor) + "_" + machine);
        }
      }
    }
    all.add("linux_" + machine);
    return all;
  }

  /** The glibc that uv installs for, which may be older than the target's, never newer. */
  private static int newestGlibcMinor(Target target) {
    String name = target.uvPlatform();
    return Integer.parseInt(name.substring(name.lastIndexOf('_') + 1));
  }

  /** How well a wheel fits: 0 is best; empty when it does not. */
  OptionalInt rank(WheelTags wheel) {
    return wheel.expanded().stream()
        .filter(ranks::containsKey)
        .mapToInt(tag -> ranks.getOrDefault(tag, Integer.MAX_VALUE))
        .min();
  }

  /** Whether a wheel's Python and ABI would fit on some platform. */
  boolean fitsPython(WheelTags wheel) {
    return wheel.pythons().stream()
        .anyMatch(python ->
            wheel.abis().stream().anyMatch(abi -> interpreters.contains(python + "-" + abi)));
  }

  /** Whether a wheel's platform would fit for some Python. */
  boolean fitsPlatform(WheelTags wheel) {
    return wheel.platforms().contains("any")
        || wheel.platforms().stream().anyMatch(platforms::contains);
  }
}
