package dev.pythonservice.builder.stack;

import dev.pythonservice.builder.stack.Stack.Layer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The packages that serve a layer. */
final class KnownEngines {

  /** The module of Python's own library, which every image has. */
  static final String STANDARD_JSON = "json";

  private static final String PYDANTIC = "pydantic";

  /**
   * Normalised names (PEP 503). attrs is left out: it comes with many packages that validate
   * nothing.
   */
  private static final Map<Layer, List<String>> PACKAGES =
      Map.of(
          Layer.SERVER,
          List.of("granian", "uvicorn", "gunicorn", "hypercorn", "daphne", "waitress", "uwsgi"),
          Layer.VALIDATION,
          List.of("pydantic-core", "marshmallow", "cattrs"),
          Layer.JSON,
          List.of("orjson", "ujson", "msgspec", "python-rapidjson", "simplejson"),
          Layer.DATA_FRAMES,
          List.of("polars", "pandas"),
          Layer.TYPE_CHECKER,
          List.of("pyrefly", "ty", "mypy", "pyright", "basedpyright"),
          Layer.LINTER,
          List.of("ruff", "flake8", "isort", "black", "pyupgrade", "pylint"));

  private static final Map<String, Layer> LAYERS =
      PACKAGES.entrySet().stream()
          .flatMap(layer -> layer.getValue().stream().map(name -> Map.entry(name, layer.getKey())))
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private KnownEngines() {}

  /**
   * The layer that a package serves. Pydantic validates by pydantic-core from version 2 on, and by
   * itself before.
   */
  static Optional<Layer> layer(String name, String version) {
    return name.equals(PYDANTIC) && version.startsWith("1.")
        ? Optional.of(Layer.VALIDATION)
        : Optional.ofNullable(LAYERS.get(name));
  }

  /** The tools of a layer, which are seldom installed in images. */
  static List<String> tools(Layer layer) {
    return PACKAGES.getOrDefault(layer, List.of());
  }
}
