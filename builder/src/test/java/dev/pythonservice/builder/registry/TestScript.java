package dev.pythonservice.builder.registry;

import com.sun.net.httpserver.HttpHandler;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What a server does instead of its usual work, by how a request starts (method and path). */
final class TestScript {

  private final Deque<Scene> scenes = new ArrayDeque<>();
  private final Map<String, HttpHandler> standing = new ConcurrentHashMap<>();

  private record Scene(String request, HttpHandler handler) {}

  /** Once, for the next such request; more queue up. */
  synchronized void next(String request, HttpHandler handler) {
    scenes.add(new Scene(request, handler));
  }

  /** Every time. */
  void always(String request, HttpHandler handler) {
    standing.put(request, handler);
  }

  synchronized Optional<HttpHandler> handlerOf(String request) {
    Optional<Scene> scene =
        scenes.stream().filter(each -> request.startsWith(each.request())).findFirst();
    scene.ifPresent(scenes::remove);
    return scene
        .map(Scene::handler)
        .or(() ->
            standing.entrySet().stream()
                .filter(each -> request.startsWith(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst());
  }
}
