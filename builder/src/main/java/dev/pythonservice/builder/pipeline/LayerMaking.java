package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.base.Interpreter;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.Downloads;
import dev.pythonservice.builder.install.InstalledWheel;
import dev.pythonservice.builder.install.Installer;
import dev.pythonservice.builder.install.Unpacking;
import dev.pythonservice.builder.layers.Bytecode;
import dev.pythonservice.builder.layers.LayerBlob;
import dev.pythonservice.builder.layers.Layers;
import dev.pythonservice.builder.layers.WheelGroup;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.target.Platform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;

/** Makes layers of wheels that no registry has yet: download, install, compile, write. */
final class LayerMaking {

  private static final int DOWNLOADS_AT_ONCE = 8;

  private final Downloads downloads;
  private final Supplier<Uv> uv;
  private final Function<BaseImage, Interpreter> interpreters;
  private final Limits limits;
  private final Path work;
  private final Background background;
  private final Map<Platform, Workshop> workshops = new ConcurrentHashMap<>();
  private final Map<LockedFile, Background.Later<Path>> downloading = new ConcurrentHashMap<>();

  /** What makes the layers of one platform. */
  private record Workshop(Installer installer, Layers layers) {}

  /**
   * Layer making.
   *
   * @param downloads where wheels come from
   * @param uv finds the program when it is needed
   * @param interpreters a CPython of exactly a base image's version
   * @param limits how much it may become
   * @param work a folder that is deleted after the build
   * @param background downloads
   */
  LayerMaking(
      Downloads downloads,
      Supplier<Uv> uv,
      Function<BaseImage, Interpreter> interpreters,
      Limits limits,
      Path work,
      Background background) {
    this.background = background;
    this.downloads = downloads;
    this.uv = uv;
    this.interpreters = interpreters;
    this.limits = limits;
    this.work = work;
  }

  /**
   * Begins to download wheels in this order, so that the network is busy while layers are made. A
   * failure is told where the wheel is needed.
   */
  void download(List<WheelGroup> groups) {
    Semaphore places = new Semaphore(DOWNLOADS_AT_ONCE);
    for (WheelGroup group : groups) {
      for (ChosenWheel wheel : group.wheels()) {
        downloading.computeIfAbsent(
            wheel.file(), file -> background.start(places, () -> downloads.fetch(wheel)));
      }
    }
  }

  /** Waits until these wheels are here; their downloads were begun. */
  void await(WheelGroup group) {
    for (ChosenWheel wheel : group.wheels()) {
      Optional.ofNullable(downloading.get(wheel.file())).ifPresent(Background.Later::get);
    }
  }

  /** The file of a wheel; its download was begun. */
  Path file(ChosenWheel wheel) {
    return Objects.requireNonNull(downloading.get(wheel.file())).get();
  }

  /** Makes a layer for this base image. Two threads may do so at once. */
  LayerBlob make(WheelGroup group, BaseImage base) {
    Workshop workshop = workshops.computeIfAbsent(base.platform(), platform -> workshop(base));
    List<InstalledWheel> installed = workshop.installer().install(group.wheels());
    LayerBlob blob = workshop.layers().write(group, installed);
    installed.forEach(wheel -> WorkFolder.deleteFolder(wheel.root()));
    return blob;
  }

  private Workshop workshop(BaseImage base) {
    Interpreter interpreter = interpreters.apply(base);
    Path own = work.resolve(base.platform().architecture());
    Installer installer =
        new Installer(
            base.target(),
            downloads,
            new Unpacking(uv.get(), interpreter, own.resolve("install")),
            limits,
            own.resolve("install"));
    Bytecode bytecode = new Bytecode(interpreter, own.resolve("bytecode"));
    return new Workshop(installer, new Layers(bytecode, own.resolve("layers")));
  }
}
