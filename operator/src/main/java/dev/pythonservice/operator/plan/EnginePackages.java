package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Server.Engine;
import dev.pythonservice.api.v1alpha1.Server.Interface;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The packages that server engines come from, and the interfaces that they speak. */
final class EnginePackages {

  static final String GRANIAN = "granian";
  static final String UVICORN = "uvicorn";
  static final String GUNICORN = "gunicorn";

  /** Gunicorn's workers for ASGI; Uvicorn deprecated those of its own in favour of it. */
  static final String UVICORN_WORKER = "uvicorn-worker";

  private EnginePackages() {}

  /** The package that an engine is in. */
  static String of(Engine engine) {
    return switch (engine) {
      case Granian -> GRANIAN;
      case Uvicorn -> UVICORN;
      case Gunicorn -> GUNICORN;
    };
  }

  /** Packages that an image lacks for an engine, in the order in which they are to be added. */
  static List<String> missing(Engine engine, Interface spoken, Map<String, String> present) {
    return needed(engine, spoken, present).stream()
        .filter(name -> !present.containsKey(name))
        .toList();
  }

  private static List<String> needed(Engine engine, Interface spoken, Map<String, String> present) {
    return switch (engine) {
      case Granian -> List.of(GRANIAN);
      case Uvicorn -> List.of(UVICORN);
      case Gunicorn ->
          spoken == Interface.ASGI && !present.containsKey(UVICORN)
              ? List.of(GUNICORN, UVICORN_WORKER)
              : List.of(GUNICORN);
    };
  }

  /** Whether an engine can run applications of an interface. */
  static boolean speaks(Engine engine, Interface spoken) {
    return interfacesOf(engine).contains(spoken);
  }

  private static Set<Interface> interfacesOf(Engine engine) {
    return switch (engine) {
      case Granian -> EnumSet.allOf(Interface.class);
      case Uvicorn -> EnumSet.of(Interface.ASGI);
      case Gunicorn -> EnumSet.of(Interface.ASGI, Interface.WSGI);
    };
  }

  /** The engines that an image has, for an interface. */
  static List<Engine> available(Interface spoken, Map<String, String> present) {
    return EnumSet.allOf(Engine.class).stream()
        .filter(engine -> speaks(engine, spoken))
        .filter(engine -> missing(engine, spoken, present).isEmpty())
        .toList();
  }
}
