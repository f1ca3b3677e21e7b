package dev.pythonservice.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.cluster.Cluster;
import dev.pythonservice.e2e.support.Kubectl;
import dev.pythonservice.e2e.support.OnCluster;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * What happens to the definitions in the hands of a user, with {@code kubectl}. They are installed
 * under another group, so that deleting them touches nobody's objects.
 */
@OnCluster
@DisplayName("The definitions")
class CustomResourceDefinitionIT {

  private static final Path CRDS = Path.of("..", "crds");
  private static final String GROUP = "lifecycle.pythonservice.dev";

  private final Kubectl kubectl;

  CustomResourceDefinitionIT(Tools tools, Cluster cluster) {
    this.kubectl = Kubectl.of(tools, cluster);
  }

  @BeforeEach
  @AfterEach
  void remove() {
    String names =
        kubectl
            .run("get", "crd", "--output=name")
            .lines()
            .filter(name -> name.endsWith("." + GROUP))
            .collect(Collectors.joining("\n"));
    names.lines().forEach(name -> kubectl.run("delete", name, "--wait"));
  }

  @Test
  @DisplayName("are the same after a second apply from the client's side")
  void appliesTwiceFromClient() {
    // given
    String definitions = definitionsIn(CRDS);
    kubectl.command("apply", "--filename=-").reading(definitions).run();

    // when
    String said = kubectl.command("apply", "--filename=-").reading(definitions).run();

    // then
    assertThat(said.lines()).hasSize(3).allMatch(line -> line.endsWith(" unchanged"));
  }

  @Test
  @DisplayName("are the same after a second apply on the server's side")
  void appliesTwiceOnServer() {
    // given
    install(definitionsIn(CRDS));
    String before = versions();

    // when
    install(definitionsIn(CRDS));

    // then
    assertThat(versions()).isEqualTo(before).isNotBlank();
  }

  @Test
  @DisplayName("keep stored objects when they follow those of the last release")
  void upgrades() {
    // given objects of the last release
    install(definitionsIn(lastRelease()));
    String objects = objects();
    kubectl.apply(objects);
    String before = specs();

    // when
    install(definitionsIn(CRDS));

    // then they are read as they were, and the same files still say the same
    assertThat(specs()).isEqualTo(before).contains("orders");
    String versions = objectVersions();
    kubectl.apply(objects);
    assertThat(objectVersions()).isEqualTo(versions);
  }

  @Test
  @DisplayName("are gone with their objects when they are deleted, and come back empty")
  void deletes() {
    // given
    install(definitionsIn(CRDS));
    kubectl.apply(objects());
    assertThat(specs()).contains("orders");

    // when
    remove();
    install(definitionsIn(CRDS));

    // then
    assertThat(specs()).isEmpty();
  }

  private void install(String definitions) {
    String names =
        kubectl
            .command("apply", "--server-side", "--filename=-", "--output=name")
            .reading(definitions)
            .run();
    Stream<String> wait = Stream.of("wait", "--for=condition=Established", "--timeout=30s");
    kubectl.run(Stream.concat(wait, names.lines()).toArray(String[]::new));
  }

  /** One object of every kind, from the valid cases. */
  private static String objects() {
    Path folder = Path.of("src", "test", "resources", "crds", "valid");
    return Stream.of("PythonService", "PythonBuild", "PythonPlatform")
        .map(kind ->
            list(folder)
                .map(CustomResourceDefinitionIT::read)
                .filter(text -> text.contains("\nkind: " + kind + "\n"))
                .filter(text -> !text.contains("\nstatus:"))
                .findFirst()
                .orElseThrow())
        .map(CustomResourceDefinitionIT::inOwnGroup)
        .collect(Collectors.joining("\n---\n"));
  }

  private String versions() {
    return kubectl
        .run(
            "get",
            "crd",
            "--output=jsonpath={range .items[*]}{.metadata.name}"
                + " {.metadata.resourceVersion}{\"\\n\"}{end}")
        .lines()
        .filter(line -> line.contains("." + GROUP))
        .collect(Collectors.joining("\n"));
  }

  private String specs() {
    return eachObject("{.metadata.name} {.spec}");
  }

  private String objectVersions() {
    return eachObject("{.metadata.name} {.metadata.resourceVersion}");
  }

  private String eachObject(String fields) {
    String all =
        Stream.of("pythonservices", "pythonbuilds", "pythonplatforms")
            .map(plural -> plural + "." + GROUP)
            .collect(Collectors.joining(","));
    return kubectl.run(
        "get",
        all,
        "--all-namespaces",
        "--output=jsonpath={range .items[*]}" + fields + "{\"\\n\"}{end}");
  }

  private static String definitionsIn(Path folder) {
    List<String> texts =
        list(folder)
            .filter(file -> file.toString().endsWith(".yaml"))
            .map(CustomResourceDefinitionIT::read)
            .map(CustomResourceDefinitionIT::inOwnGroup)
            .toList();
    return String.join("\n---\n", texts);
  }

  /** Short names and the category stay with the real definitions. */
  private static String inOwnGroup(String text) {
    return text.replaceAll("(?m)^(\\s*group: |apiVersion: )pythonservice\\.dev", "$1" + GROUP)
        .replaceAll("(?m)^(  name: python\\w+)\\.pythonservice\\.dev$", "$1." + GROUP)
        .replaceAll("(?m)^    (categories|shortNames):\\n    - \\w+\\n", "");
  }

  private static Path lastRelease() {
    return list(CRDS.resolve("released"))
        .filter(Files::isDirectory)
        .max(Comparator.comparing(folder -> Version.parse(folder.getFileName().toString())))
        .orElseThrow();
  }

  private static Stream<Path> list(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    } catch (IOException exception) {
      throw new UncheckedIOException(folder + " cannot be listed", exception);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException exception) {
      throw new UncheckedIOException(file + " cannot be read", exception);
    }
  }
}
