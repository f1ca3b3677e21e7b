package dev.pythonservice.e2e.builder.faults;

import dev.pythonservice.e2e.proxy.Fault;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.proxy.Passed;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A fault that is over the next time.
 *
 * @param sentence what happens, as the name of the case
 * @param server which of the scene's servers it happens to
 * @param fault what happens
 * @param method the requests that it happens to
 * @param path the same
 */
public record Passing(
    String sentence, Function<Scene, FaultProxy> server, Fault fault, String method, String path) {

  private static final String WHEEL = "[.]whl$";
  private static final int WITHOUT_ANSWER = 0;

  /** All of them. */
  public static Stream<Passing> all() {
    Fault busy = new Fault.Status(429, Map.of("Retry-After", "1"), "slowly");
    return Stream.of(
        registry("is too busy for a question for a moment", busy, "HEAD", "/blobs/"),
        registry("is too busy for a blob for a moment", busy, "PUT", "/blobs/uploads/"),
        registry("breaks at a blob", Fault.Status.of(500), "PUT", "/blobs/uploads/"),
        registry("breaks at a manifest", Fault.Status.of(500), "PUT", "/manifests/"),
        registry("is restarted", Fault.Status.of(503), "GET", "/manifests/"),
        registry("is cut off in the middle of an upload", new Fault.Cut(50), "PUT", "/uploads/"),
        registry("is cut off in the middle of a download", new Fault.Cut(50), "GET", "/blobs/"),
        index("is too busy for a moment", busy),
        index("breaks", Fault.Status.of(500)),
        index("is cut off in the middle of a wheel", new Fault.Cut(300)),
        index("sends the beginning of a wheel", new Fault.Truncation(300)));
  }

  private static Passing registry(String happens, Fault fault, String method, String path) {
    return new Passing("the registry " + happens, Scene::registry, fault, method, path);
  }

  private static Passing index(String happens, Fault fault) {
    return new Passing("the index " + happens, Scene::files, fault, "GET", WHEEL);
  }

  /** Lets it happen once. */
  public void happenTo(Scene scene) {
    FaultProxy proxy = server.apply(scene);
    proxy.forget();
    proxy.make(fault, method, path, 1);
  }

  /** Whether it happened, by what the server saw. */
  public boolean happenedTo(Scene scene) {
    List<Passed> passed = server.apply(scene).passed();
    return switch (fault) {
      case Fault.Status(int code, var _, var _) -> passed.stream().anyMatch(with(code));
      case Fault.Cut _ when method.equals("PUT") -> passed.stream().anyMatch(with(WITHOUT_ANSWER));
      case Fault.Cut _, Fault.Truncation _, Fault.Corruption _, Fault.Stall _ -> askedTwice(passed);
    };
  }

  private static Predicate<Passed> with(int status) {
    return exchange -> exchange.status() == status;
  }

  private boolean askedTwice(List<Passed> passed) {
    Set<String> seen = new HashSet<>();
    return passed.stream()
        .filter(exchange -> exchange.method().equals(method))
        .map(Passed::target)
        .anyMatch(target -> !seen.add(target));
  }

  @Override
  public String toString() {
    return sentence;
  }
}
