package dev.pythonservice.builder.stack;

import static dev.pythonservice.builder.stack.Stack.Layer.JSON;
import static dev.pythonservice.builder.stack.Stack.Layer.LINTER;
import static dev.pythonservice.builder.stack.Stack.Layer.NATIVE_EXTENSIONS;
import static dev.pythonservice.builder.stack.Stack.Layer.PACKAGES;
import static dev.pythonservice.builder.stack.Stack.Layer.TYPE_CHECKER;

import dev.pythonservice.builder.lock.Tooling;
import dev.pythonservice.builder.stack.Stack.Engine;
import dev.pythonservice.builder.stack.Stack.Layer;
import dev.pythonservice.builder.stack.Stack.NativeExtension;
import dev.pythonservice.builder.stack.Stack.Place;
import dev.pythonservice.builder.target.PythonVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads the stack of an image from what is installed in it, and how its project is kept. */
public final class StackReader {

  /** More programs than that build no image's wheels; the rest is in the list of packages. */
  private static final int MOST_GENERATORS = 8;

  private static final String FOR_ANY_MACHINE = "-none-any.whl";

  private final List<InstalledPackage> installed;
  private final PythonVersion python;
  private final Tooling tooling;

  /**
   * A reader.
   *
   * @param installed what is installed
   * @param python the Python that it is installed for
   * @param tooling how the project is looked after
   */
  public StackReader(List<InstalledPackage> installed, PythonVersion python, Tooling tooling) {
    this.installed = List.copyOf(installed);
    this.python = python;
    this.tooling = tooling;
  }

  /**
   * A package in an image.
   *
   * @param name its normalised name
   * @param version its version
   * @param fileName its wheel's file name
   * @param generator what its wheel says built it; empty where that is not known
   * @param own whether it is the project's own
   */
  public record InstalledPackage(
      String name, String version, String fileName, Optional<String> generator, boolean own) {

    /** Whether its wheel is for some machines only (binary distribution format, "File name"). */
    boolean isNative() {
      return !fileName.endsWith(FOR_ANY_MACHINE);
    }
  }

  /** The stack. */
  public Stack read() {
    List<Engine> engines = new ArrayList<>();
    engines.add(new Engine(PACKAGES, tooling.manager(), tooling.managerVersion(), Place.LOCK, 0));
    engines.addAll(ofImage());
    engines.addAll(generators());
    engines.addAll(tools(TYPE_CHECKER, engines));
    engines.addAll(tools(LINTER, engines));
    engines.sort(Comparator.comparing(Engine::layer));
    return new Stack(engines, nativeExtensions());
  }

  private List<Engine> ofImage() {
    List<Engine> engines = new ArrayList<>();
    for (InstalledPackage each : installed) {
      KnownEngines.layer(each.name(), each.version())
          .map(layer -> new Engine(layer, each.name(), each.version(), Place.IMAGE, 0))
          .ifPresent(engines::add);
    }
    if (engines.stream().noneMatch(engine -> engine.layer() == JSON)) {
      engines.add(new Engine(JSON, KnownEngines.STANDARD_JSON, python.toString(), Place.IMAGE, 0));
    }
    return engines;
  }

  private List<Engine> generators() {
    Map<String, List<Generator>> byName = new TreeMap<>();
    natives()
        .map(each -> Generator.of(each.generator()))
        .forEach(generator ->
            byName.computeIfAbsent(generator.name(), none -> new ArrayList<>()).add(generator));
    return byName.values().stream()
        .sorted(Comparator.comparing((List<Generator> same) -> same.size()).reversed())
        .limit(MOST_GENERATORS)
        .map(StackReader::engine)
        .toList();
  }

  private static Engine engine(List<Generator> same) {
    Generator newest = same.stream().max(Generator.BY_VERSION).orElseThrow();
    return new Engine(NATIVE_EXTENSIONS, newest.name(), newest.version(), Place.IMAGE, same.size());
  }

  /** The tools of a layer that the project has and the image has not. */
  private List<Engine> tools(Layer layer, List<Engine> found) {
    return KnownEngines.tools(layer).stream()
        .filter(name -> found.stream().noneMatch(engine -> engine.engine().equals(name)))
        .flatMap(name -> tool(layer, name).stream())
        .toList();
  }

  private Optional<Engine> tool(Layer layer, String name) {
    return Optional.ofNullable(tooling.locked().get(name))
        .map(version -> new Engine(layer, name, version, Place.LOCK, 0))
        .or(() ->
            tooling.configured().contains(name)
                ? Optional.of(new Engine(layer, name, "", Place.CONFIGURATION, 0))
                : Optional.empty());
  }

  private List<NativeExtension> nativeExtensions() {
    return natives()
        .map(each ->
            new NativeExtension(
                each.name(), each.version(), Generator.of(each.generator()).toString(), each.own()))
        .sorted(
            Comparator.comparing((NativeExtension each) -> !each.own())
                .thenComparing(NativeExtension::name))
        .toList();
  }

  private Stream<InstalledPackage> natives() {
    return installed.stream().filter(InstalledPackage::isNative);
  }
}
