package dev.pythonservice.e2e.charts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The committed files that are made of others so that each thing is said once: copies that charts
 * need within themselves, tables of values, and what Helm renders of the charts.
 *
 * @param checkout the folder of the checkout
 */
public record InstallationFiles(Path checkout) {

  private static final Path DEFINITIONS_CHART = Path.of("charts/pythonservice-crds");
  private static final Path OPERATOR_CHART = Path.of("charts/pythonservice-operator");
  private static final Path KUSTOMIZE = Path.of("charts/kustomize");
  private static final Path HEALTH = Path.of("docs/argocd/health");
  private static final Path CASES = Path.of("e2e/src/test/resources/charts");

  private static final String RELEASE = "pythonservice";
  private static final String NAMESPACE = "pythonservice-system";

  private static final String HEADER = "# Generated: change %s and run 'make generate'.\n";

  /** What Helm says of itself, which is not so where no Helm installs. */
  private static final List<String> HELMS_OWN =
      List.of("helm.sh/chart:", "app.kubernetes.io/managed-by: Helm");

  /** Writes all of them. */
  public List<Path> write(Helm helm) throws IOException {
    List<Path> written = Stream.concat(write(copied()), write(rendered(helm))).toList();
    return written.stream().map(checkout::relativize).toList();
  }

  private Stream<Path> write(SortedMap<Path, String> files) throws IOException {
    for (var file : files.entrySet()) {
      Path path = checkout.resolve(file.getKey());
      Files.createDirectories(path.resolveSibling(""));
      Files.writeString(path, file.getValue());
    }
    return files.keySet().stream().map(checkout::resolve);
  }

  /** Those that need no Helm, by their path in the checkout. */
  public SortedMap<Path, String> copied() throws IOException {
    SortedMap<Path, String> files = new TreeMap<>();
    for (Path file : list(Path.of("crds"), ".yaml")) {
      files.put(DEFINITIONS_CHART.resolve("files").resolve(file.getFileName()), read(file));
    }
    StringBuilder patch =
        new StringBuilder(HEADER.formatted("docs/argocd/health")).append("data:\n");
    for (Path kind : list(HEALTH, "")) {
      String script = read(kind.resolve("health.lua"));
      files.put(
          OPERATOR_CHART.resolve("files/argocd").resolve(kind.getFileName() + ".lua"), script);
      patch.append("  resource.customizations.health.%s: |\n".formatted(kind.getFileName()));
      patch.append(script.indent(4));
    }
    files.put(HEALTH.resolveSibling("health-checks.yaml"), patch.toString());
    for (Path chart : List.of(DEFINITIONS_CHART, OPERATOR_CHART)) {
      Path readme = chart.resolve("README.md");
      files.put(readme, ValuesTable.of(checkout.resolve(chart)).within(read(readme)));
    }
    return files;
  }

  /** Those that Helm renders, by their path in the checkout. */
  public SortedMap<Path, String> rendered(Helm helm) throws IOException {
    SortedMap<Path, String> files = new TreeMap<>();
    for (Path folder : list(CASES, "")) {
      files.put(
          folder.resolve("expected.yaml"),
          render(
              helm, OPERATOR_CHART, "--values=" + checkout.resolve(folder).resolve("values.yaml")));
    }
    String header = HEADER.formatted("the charts");
    files.put(
        KUSTOMIZE.resolve("operator.yaml"),
        header
            + withoutHelm(
                render(
                    helm,
                    OPERATOR_CHART,
                    "--values=" + checkout.resolve(KUSTOMIZE).resolve("values.yaml"))));
    files.put(
        KUSTOMIZE.resolve("roles.yaml"),
        header + withoutHelm(render(helm, DEFINITIONS_CHART, "--show-only=templates/roles.yaml")));
    return files;
  }

  private String render(Helm helm, Path chart, String argument) {
    return helm.template(checkout.resolve(chart), RELEASE, NAMESPACE, argument);
  }

  private static String withoutHelm(String yaml) {
    return yaml.lines()
        .filter(line -> HELMS_OWN.stream().noneMatch(own -> line.strip().startsWith(own)))
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private String read(Path file) throws IOException {
    return Files.readString(checkout.resolve(file));
  }

  /** Paths in the checkout, sorted. */
  private List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(checkout.resolve(folder))) {
      return all.map(path -> folder.resolve(path.getFileName()))
          .filter(path -> path.toString().endsWith(ending))
          .sorted()
          .toList();
    }
  }
}
