package dev.pythonservice.e2e.builder.faults;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import com.sun.net.httpserver.SimpleFileServer.OutputLevel;
import dev.pythonservice.e2e.Surroundings;
import dev.pythonservice.e2e.builder.BuilderRuntime;
import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.process.Progress;
import dev.pythonservice.e2e.proxy.FaultProxy;
import dev.pythonservice.e2e.servers.DistributionRegistry;
import dev.pythonservice.e2e.tools.Tool;
import dev.pythonservice.e2e.tools.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * What many builds share, made once: the packaged builder, a registry with the base images, and a
 * file server, each of the two behind a proxy that makes faults.
 *
 * @param folder for the files of all builds
 * @param runtime the packaged builder
 * @param tools the programs that look into the registry
 * @param registry the registry itself
 * @param registryProxy the same, with faults on demand
 * @param files what serves the folder
 * @param filesProxy the same, with faults on demand
 * @param scenes how many builds there were, so that each has names of its own
 */
public record Ground(
    Path folder,
    BuilderRuntime runtime,
    Tools tools,
    DistributionRegistry registry,
    FaultProxy registryProxy,
    HttpServer files,
    FaultProxy filesProxy,
    AtomicInteger scenes)
    implements AutoCloseable {

  /** A base image with CPython 3.13 for linux/amd64 and linux/arm64. */
  static final String BASE = "base/python:3.13";

  /** Starts everything. */
  public static Ground prepare(Path folder) throws IOException {
    Progress progress = Progress.onto(System.out, Clock.systemUTC());
    Surroundings surroundings = Surroundings.of(System.getenv(), Clock.systemUTC());
    Tools tools = surroundings.toolCache().provide(Set.of(Tool.REGISTRY, Tool.CRANE), progress);
    BuilderRuntime runtime = surroundings.builder(progress);
    DistributionRegistry registry = DistributionRegistry.start(tools, folder.resolve("registry"));
    surroundings.baseImages(progress).publishTo(registry.authority());
    HttpServer files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Files.createDirectories(folder.resolve("served")).toAbsolutePath(),
            OutputLevel.NONE);
    files.start();
    return new Ground(
        folder,
        runtime,
        tools,
        registry,
        FaultProxy.before(URI.create("http://" + registry.authority())),
        files,
        FaultProxy.before(URI.create("http://127.0.0.1:" + files.getAddress().getPort())),
        new AtomicInteger());
  }

  /** A project that builds, with names and folders that no other has. */
  public Scene scene() throws IOException {
    registryProxy.heal();
    filesProxy.heal();
    return Scene.set(this, "scene-" + scenes.incrementAndGet());
  }

  /** The folder whose files are served. */
  Path served() {
    return folder.resolve("served");
  }

  /** Runs crane, which looks into the registry without the builder, and makes odd images. */
  String crane(String... words) {
    return Command.of(Stream.concat(Stream.of(tools.path(Tool.CRANE)), Stream.of(words)).toList())
        .run();
  }

  /**
   * The tags that people gave in a repository, by the registry itself. What refers to an image has
   * a tag of the image's digest where the registry cannot tell referrers (distribution-spec,
   * "Referrers Tag Schema").
   */
  List<String> tags(String repository) {
    Command.Outcome outcome =
        Command.of(
                tools.path(Tool.CRANE), "ls", "--insecure", registry.authority() + "/" + repository)
            .attempt();
    boolean unknown = outcome.error().contains("NAME_UNKNOWN");
    if (outcome.exitCode() != 0 && !unknown) {
      throw new IllegalStateException(outcome.lastWords());
    }
    return outcome.output().lines().filter(tag -> !tag.startsWith("sha256-")).toList();
  }

  @Override
  public void close() {
    filesProxy.close();
    files.stop(0);
    registryProxy.close();
    registry.close();
  }
}
