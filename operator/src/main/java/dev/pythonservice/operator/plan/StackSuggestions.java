package dev.pythonservice.operator.plan;

import dev.pythonservice.api.v1alpha1.Stack.Engine;
import dev.pythonservice.api.v1alpha1.Stack.Layer;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What could be tried after an engine. None of them says that the next one is faster for a service:
 * that is for {@code status.performance} to show, once it was tried.
 */
public final class StackSuggestions {

  private StackSuggestions() {}

  /**
   * What could be tried next.
   *
   * @param next the engine
   * @param reason how it is tried, and what it would change
   */
  public record Suggestion(String next, String reason) {

    /** For people, as a status has it. */
    String sentence() {
      return "Try %s: %s".formatted(next, reason);
    }
  }

  private static final Map<String, Suggestion> PACKAGES =
      Map.of(
          "pip",
          new Suggestion(
              "uv",
              "'uv pip compile --universal --generate-hashes requirements.in -o requirements.txt'"
                  + " makes one list with hashes for all platforms, and 'uv add -r requirements.in'"
                  + " a uv.lock, which the builder finds stale where it is"),
          "pip-tools",
          new Suggestion(
              "uv",
              "'uv pip compile --universal --generate-hashes requirements.in -o requirements.txt'"
                  + " takes the same input as pip-compile and makes one list for all platforms"),
          "poetry",
          new Suggestion(
              "uv",
              "'uvx migrate-to-uv' keeps the versions of poetry.lock; the builder reads uv.lock as"
                  + " it is, so there is no export to forget"),
          "pipenv",
          new Suggestion(
              "uv",
              "'uvx migrate-to-uv --package-manager pipenv' keeps the versions of Pipfile.lock; the"
                  + " builder reads uv.lock as it is, so there is no export to forget"),
          "pdm",
          new Suggestion(
              "uv",
              "uv reads the [project] table as it is; 'pythonservice-builder adopt --write' writes"
                  + " uv.lock with the versions of pdm.lock, 'uv lock' with others"));

  private static final Suggestion GRANIAN =
      new Suggestion(
          "granian",
          "with granian in the lock ('uv add granian'), set engine: Granian in spec.servers; it"
              + " speaks HTTP in Rust and runs the same application. status.performance shows both"
              + " releases, and spec.rollback goes back");

  private static final Map<String, Suggestion> SERVERS =
      Map.of(EnginePackages.UVICORN, GRANIAN, EnginePackages.GUNICORN, GRANIAN);

  private static final Suggestion PYDANTIC_CORE =
      new Suggestion(
          "pydantic-core",
          "models of Pydantic 2 are validated in Rust; schemas have to be written anew as models");

  private static final Map<String, Suggestion> VALIDATION =
      Map.of(
          "pydantic",
          new Suggestion(
              "pydantic-core",
              "'uvx bump-pydantic FOLDER' rewrites much of a package for Pydantic 2, which"
                  + " validates in Rust"),
          "marshmallow",
          PYDANTIC_CORE,
          "cattrs",
          PYDANTIC_CORE);

  private static final Suggestion ORJSON =
      new Suggestion(
          "orjson",
          "'uv add orjson'; its loads and dumps are in Rust, and dumps gives bytes and knows"
              + " dataclasses and dates");

  private static final Map<String, Suggestion> JSON =
      Map.of("json", ORJSON, "simplejson", ORJSON, "ujson", ORJSON, "python-rapidjson", ORJSON);

  private static final Map<String, Suggestion> DATA_FRAMES =
      Map.of(
          "pandas",
          new Suggestion(
              "polars",
              "'uv add polars'; polars.from_pandas takes over one table at a time. A job in either"
                  + " is measured in status.jobs, as examples/sales-report does it"));

  private static final Suggestion PYREFLY =
      new Suggestion(
          "pyrefly", "'uvx pyrefly init' takes the settings over, and 'uvx pyrefly check' checks");

  private static final Map<String, Suggestion> TYPE_CHECKERS =
      Map.of(
          "mypy",
          PYREFLY,
          "pyright",
          PYREFLY,
          "basedpyright",
          new Suggestion("pyrefly", "'uvx pyrefly check' checks, with settings of its own"));

  private static final Map<String, Suggestion> LINTERS =
      Map.of(
          "flake8",
          new Suggestion(
              "ruff", "'uvx ruff check --select E,F,W' has most of its rules under the same codes"),
          "isort",
          new Suggestion("ruff", "'uvx ruff check --select I --fix' sorts imports"),
          "black",
          new Suggestion("ruff", "'uvx ruff format --diff' shows where it would differ from Black"),
          "pyupgrade",
          new Suggestion("ruff", "'uvx ruff check --select UP' has the rules of pyupgrade"),
          "pylint",
          new Suggestion("ruff", "'uvx ruff check --select PL' has a part of Pylint's rules"));

  /** For own packages alone: those of others are not the service's to build. */
  private static final Suggestion MATURIN =
      new Suggestion(
          "maturin",
          "'uvx maturin new --bindings pyo3' starts a module in Rust; wheels of Rust are built here"
              + " for the other architecture, too, those of C only for that of the node");

  private static final Set<String> WITHOUT_NEXT = Set.of("maturin", "unknown");

  private static final Map<Layer, Map<String, Suggestion>> TABLE =
      Map.of(
          Layer.Packages, PACKAGES,
          Layer.Server, SERVERS,
          Layer.Validation, VALIDATION,
          Layer.JSON, JSON,
          Layer.DataFrames, DATA_FRAMES,
          Layer.TypeChecker, TYPE_CHECKERS,
          Layer.Linter, LINTERS);

  /** What could be tried after an engine of a layer with packages; empty after the newest. */
  static Optional<Suggestion> after(Engine engine) {
    return Optional.ofNullable(TABLE.getOrDefault(engine.layer(), Map.of()).get(engine.engine()));
  }

  /** What could be tried after what built a wheel of the project. */
  static Optional<Suggestion> afterBuilder(Engine engine) {
    return Optional.of(MATURIN).filter(_ -> !WITHOUT_NEXT.contains(engine.engine()));
  }
}
