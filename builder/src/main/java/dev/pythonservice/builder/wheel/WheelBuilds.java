package dev.pythonservice.builder.wheel;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.failure.MachineFailures;
import dev.pythonservice.builder.lock.Names;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.Sources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.commons.io.file.PathUtils;

/**
 * Builds wheels of packages that have none: those of the project with native code, and those that
 * an index has as source only. This runs foreign code, so it belongs in a place of its own, such as
 * a pod without any secret.
 */
public final class WheelBuilds {

  private final Uv uv;
  private final Limits limits;
  private final Sources sources;
  private final Archives archives;
  private final Map<String, String> environment;
  private final Machine machine;
  private final Consumer<String> progress;

  /**
   * Wheel builds on this machine.
   *
   * @param uv uv, with the way to the index; no foreign code sees that
   * @param limits how large a source may be
   * @param sources where packages of git repositories come from
   * @param archives where source archives come from
   * @param environment this process' environment variables
   * @param progress takes lines for people
   * @throws BuildFailure when nothing can be built on this machine
   */
  public WheelBuilds(
      Uv uv,
      Limits limits,
      Sources sources,
      Archives archives,
      Map<String, String> environment,
      Consumer<String> progress) {
    this.uv = uv;
    this.limits = limits;
    this.sources = sources;
    this.archives = archives;
    this.environment = Map.copyOf(environment);
    this.machine = Machine.here();
    this.progress = progress;
  }

  /**
   * Builds wheels into a folder, with {@code wheels.json} written last. Wheels of other runs stay
   * in it.
   *
   * @param project the project
   * @param selection what its lock installs on the target
   * @param request which packages, and for what
   * @param output the folder; made where it is not there
   * @param work a folder for what is needed meanwhile; the caller removes it
   * @return the new wheels; none when no package wants building
   * @throws BuildFailure when one cannot be built; then none of this run is in the folder's list
   */
  public List<BuiltWheel> run(
      Source project, Selection selection, WheelRequest request, Path output, Path work) {
    List<WheelJob> jobs = WheelJobs.of(selection, project, request.wanted());
    Materials materials = new Materials(project, sources, archives, limits);
    List<BuiltWheel> built = new ArrayList<>();
    try {
      Files.createDirectories(output);
      Files.createDirectories(work);
      for (WheelJob job : jobs) {
        built.add(build(job, materials, request, output, work.toRealPath()));
      }
      write(built, output);
      return built;
    } catch (IOException | UncheckedIOException exception) {
      throw MachineFailures.behind(exception)
          .orElseGet(() ->
              new BuildFailure(
                  ExitCode.INPUT,
                  "Wheels cannot be built in %s, or written to %s: %s; see to the rights and the space there"
                      .formatted(work, output, exception)));
    }
  }

  /** The digest of the list in a folder that {@link #run} wrote to. */
  public static Digest list(Path output) {
    return Digest.ofBytes(WheelList.bytes(output));
  }

  private BuiltWheel build(
      WheelJob job, Materials materials, WheelRequest request, Path output, Path work)
      throws IOException {
    progress.accept("Building %s for %s".formatted(job, request.target()));
    Path folder = Files.createTempDirectory(work, "build-");
    try {
      BuildPlace place =
          new BuildPlace(folder, environment, uv.program(folder, List.of()).environment())
              .prepare();
      materials.layOut(job, place);
      Tools tools = Tools.of(job, place, uv, request.python(), progress);
      WheelBuild.Built wheel = new WheelBuild(job, request, machine, place, tools).run();
      return keep(job, wheel, request, output);
    } finally {
      Leftovers.end(folder);
      PathUtils.deleteDirectory(folder);
    }
  }

  private BuiltWheel keep(WheelJob job, WheelBuild.Built built, WheelRequest request, Path output)
      throws IOException {
    WheelFileName name = WheelFileName.ofBuilt(job, built.file());
    String normalised = Names.normalised(name.name());
    if (!normalised.equals(job.name())) {
      throw new BuildFailure(
          ExitCode.INPUT,
          "%s: its build made a wheel of %s; see to the name in its pyproject.toml"
              .formatted(job, normalised));
    }
    Path kept = output.resolve(name.text());
    NormalWheel.write(built.file(), built.folder(), kept);
    BuiltWheel wheel =
        new BuiltWheel(
            job.name(),
            name.version(),
            name.text(),
            Digest.ofFile(kept),
            Files.size(kept),
            request.target().toString(),
            job.source(),
            built.tools());
    progress.accept("Built %s, %d bytes".formatted(wheel.fileName(), wheel.size()));
    return wheel;
  }

  private static void write(List<BuiltWheel> built, Path output) throws IOException {
    Path file = output.resolve(WheelList.FILE_NAME);
    List<BuiltWheel> all = new ArrayList<>(built);
    if (Files.isRegularFile(file)) {
      WheelList.read(Files.readAllBytes(file), output.toString()).stream()
          .filter(old -> built.stream().noneMatch(one -> one.fileName().equals(old.fileName())))
          .forEach(all::add);
    }
    Path part = Files.createTempFile(output, WheelList.FILE_NAME, "");
    Files.write(part, WheelList.write(all));
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
