package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.pipeline.Plan.PlatformPlan;
import dev.pythonservice.builder.pipeline.Plan.WheelLayer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Which servers of web applications an image can be started with. */
final class Engines {

  /** As packages are named (PEP 503). The last lets Gunicorn run Uvicorn's workers. */
  private static final Set<String> KNOWN =
      Set.of("granian", "gunicorn", "uvicorn", "uvicorn-worker");

  private Engines() {}

  /**
   * The engines that are installed on every platform that an image can be made for: version by
   * name. Where versions differ, as markers of a lock can have it, the first platform's counts.
   */
  static Map<String, String> in(Plan plan) {
    List<Map<String, String>> platforms = plan.feasible().stream().map(Engines::in).toList();
    Map<String, String> everywhere = new TreeMap<>();
    if (!platforms.isEmpty()) {
      everywhere.putAll(platforms.getFirst());
      platforms.forEach(platform -> everywhere.keySet().retainAll(platform.keySet()));
    }
    return everywhere;
  }

  private static Map<String, String> in(PlatformPlan platform) {
    Map<String, String> engines = new TreeMap<>();
    platform.layers().stream()
        .map(WheelLayer::packages)
        .flatMap(List::stream)
        .map(named -> named.split(" ", 2))
        .filter(named -> named.length == 2 && KNOWN.contains(named[0]))
        .forEach(named -> engines.put(named[0], named[1]));
    return engines;
  }
}
