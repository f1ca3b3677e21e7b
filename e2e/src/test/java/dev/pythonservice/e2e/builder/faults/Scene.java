package dev.pythonservice.e2e.builder.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.builder.BuilderProgram;
import dev.pythonservice.e2e.images.Folders;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.servers.WheelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One project with two dependencies, its index, its place in the registry and its cache. A test
 * spoils a part of it, sees what the builder says, mends it, and builds again.
 */
public final class Scene {

  private static final Duration DEADLINE = Duration.ofMinutes(2);

  private final Ground ground;
  private final String name;
  private final Path folder;
  private final List<String> options = new ArrayList<>();
  private final List<String> launcher = new ArrayList<>();
  private BuildArguments arguments;
  private List<String> place;
  private String layers = "known/layers";
  private String platforms = "linux/amd64";

  private Scene(Ground ground, String name) {
    this.ground = ground;
    this.name = name;
    this.folder = ground.folder().resolve(name);
    this.arguments = arguments();
    this.place = List.of();
  }

  static Scene set(Ground ground, String name) throws IOException {
    Scene scene = new Scene(ground, name);
    scene.mend();
    return scene;
  }

  private BuildArguments arguments() {
    return new BuildArguments(
        project(),
        ground.registryProxy().authority(),
        Ground.BASE,
        platforms,
        name + "/orders",
        layers,
        cache());
  }

  /**
   * Has nothing of its packages known to the registry, so that they are downloaded, and is for both
   * platforms.
   */
  public Scene withUnknownPackages() {
    layers = name + "/layers";
    platforms = "linux/amd64,linux/arm64";
    arguments = arguments();
    return this;
  }

  /** Puts everything in order; what a build left in cache and registry stays. */
  public void mend() throws IOException {
    ground.registryProxy().heal();
    ground.filesProxy().heal();
    options.clear();
    launcher.clear();
    arguments = arguments();
    place = List.of();
    for (Path old : List.of(project(), served())) {
      if (Files.exists(old)) {
        Folders.delete(old);
      }
    }
    Files.createDirectories(served());
    write(
        "pyproject.toml",
        """
        [project]
        name = "orders"
        version = "0.1.0"
        requires-python = ">=3.13"
        dependencies = ["alpha==1.0", "beta==1.0"]

        [[tool.uv.index]]
        url = "%s"
        default = true
        """
            .formatted(index()));
    write("src/orders/__init__.py", "import alpha, beta\n");
    Path alpha = Wheels.good("alpha").writeTo(served());
    Path beta = Wheels.good("beta").writeTo(served());
    write("uv.lock", UvLock.of(index(), List.of(alpha, beta)));
  }

  /** The project's folder. */
  public Path project() {
    return folder.resolve("project");
  }

  /** The folder that the builder keeps. */
  public Path cache() {
    return folder.resolve("cache");
  }

  /** The folder of the wheels that the index has. */
  public Path served() {
    return ground.served().resolve("index");
  }

  /** Where the wheels are, without a slash at the end. */
  public String index() {
    return ground.filesProxy().address() + "/index";
  }

  Ground ground() {
    return ground;
  }

  /** What stands before the registry. */
  public FaultProxy registry() {
    return ground.registryProxy();
  }

  /** What stands before the index. */
  public FaultProxy files() {
    return ground.filesProxy();
  }

  /** Writes a file of the project. */
  public Scene write(String file, String text) throws IOException {
    Path path = project().resolve(file);
    Files.createDirectories(Folders.parentOf(path));
    Files.writeString(path, text);
    return this;
  }

  /** Changes a file of the project. */
  public Scene edit(String file, UnaryOperator<String> change) throws IOException {
    String before = Files.readString(project().resolve(file));
    String after = change.apply(before);
    assertThat(after).as("%s after the change", file).isNotEqualTo(before);
    return write(file, after);
  }

  /** Deletes a file of the project. */
  Scene delete(String file) throws IOException {
    Files.delete(project().resolve(file));
    return this;
  }

  /** Adds words to the builder's command line. */
  public Scene option(String... words) {
    options.addAll(List.of(words));
    return this;
  }

  /** Changes what is asked for. */
  Scene ask(UnaryOperator<BuildArguments> change) {
    arguments = change.apply(arguments);
    return this;
  }

  /** Has the project built from a git repository that was made of it. */
  Scene fromGit(String ref) {
    git("init", "--quiet", "--initial-branch=main");
    git("add", "--all");
    git("-c", "user.name=T", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "all");
    place = List.of("--git", project().toUri().toString(), "--ref", ref);
    return this;
  }

  /** Has the project built from an artifact of the registry that was made of it. */
  Scene fromArtifact() throws IOException {
    Path archive = aside().resolve("source.tar");
    Command.of("tar", "-cf", archive.toString(), "-C", project().toString(), ".").run();
    String artifact = "%s/%s/source:1".formatted(ground.registry().authority(), name);
    ground.crane(
        "append", "--insecure", "--oci-empty-base", "-f", archive.toString(), "-t", artifact);
    place = List.of("--oci", "%s/%s/source:1".formatted(ground.registryProxy().authority(), name));
    return this;
  }

  private void git(String... words) {
    Command.of(Stream.concat(Stream.of("git"), Stream.of(words)).toList()).in(project()).run();
  }

  /** Starts the builder by another program, to which its words are given. */
  Scene launchedBy(String... words) {
    launcher.addAll(List.of(words));
    return this;
  }

  /** Has the index serve this wheel in place of its package's, and the lock say so truly. */
  Scene lock(WheelFile wheel) throws IOException {
    return lock(wheel.writeTo(aside()));
  }

  /** Has the index serve this wheel in place of its package's, and the lock say so truly. */
  Scene lock(Path wheel) throws IOException {
    String fileName = String.valueOf(wheel.getFileName());
    Matcher parts = Pattern.compile("([^-]+)-.*").matcher(fileName);
    assertThat(parts.matches()).as(fileName).isTrue();
    Files.move(wheel, served().resolve(fileName), StandardCopyOption.REPLACE_EXISTING);
    String entry = UvLock.file(index(), served().resolve(fileName));
    return edit(
        "uv.lock",
        lock ->
            lock.replaceFirst(
                "    \\{ url = \"[^\"]*/%s-.*\\},".formatted(parts.group(1)),
                Matcher.quoteReplacement(entry)));
  }

  /** Where a test may put files that are none of the project's. */
  public Path aside() throws IOException {
    return Files.createDirectories(folder.resolve("aside"));
  }

  /** Builds. */
  public Attempt build() throws IOException {
    Path summary = aside().resolve("summary.json");
    Files.deleteIfExists(summary);
    Command.Outcome outcome = Command.of(words(summary)).in(folder).within(DEADLINE).attempt();
    return new Attempt(outcome, Files.exists(summary) ? Files.readString(summary) : "");
  }

  /** Starts a build and does not wait for its end. */
  public Process start(Path log) throws IOException {
    List<String> words = words(aside().resolve("summary.json"));
    return new ProcessBuilder(words)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start();
  }

  /** What is asked for. */
  public BuildArguments asked() {
    return arguments;
  }

  /** The program for other commands than builds. */
  public BuilderProgram program() {
    return BuilderProgram.in(folder, ground.runtime()).within(DEADLINE);
  }

  private List<String> words(Path summary) {
    List<String> words = new ArrayList<>(arguments.words(ground.runtime()));
    if (!place.isEmpty()) {
      int source = words.indexOf("--source");
      words.subList(source, source + 2).clear();
      words.addAll(place);
    }
    return Stream.of(
            launcher,
            ground.runtime().command(),
            words,
            List.of("--quiet", "--summary", summary.toString()),
            options)
        .flatMap(List::stream)
        .toList();
  }

  /** The tags that the image's repository has. */
  public List<String> tags() {
    return ground.tags(arguments().repository());
  }

  /** What the image's tag names, as crane sees it. */
  public String tagged() {
    return ground.crane("digest", "--insecure", reference()).strip();
  }

  private String reference() {
    return "%s/%s:latest".formatted(ground.registry().authority(), arguments().repository());
  }

  /** What a build should have taken away when it ended. */
  public List<Path> leftovers() throws IOException {
    if (!Files.exists(cache())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(cache())) {
      return files.filter(this::isLeftover).toList();
    }
  }

  private boolean isLeftover(Path file) {
    Path work = cache().resolve("work");
    boolean worked = file.startsWith(work) && !file.equals(work);
    String fileName = String.valueOf(file.getFileName());
    return worked || fileName.startsWith("part") || fileName.startsWith("unfinished");
  }
}
