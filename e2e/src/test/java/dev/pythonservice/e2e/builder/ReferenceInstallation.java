package dev.pythonservice.e2e.builder;

import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What uv installs of a project's lock, to hold the builder's images against.
 *
 * @param project the folder with pyproject.toml and uv.lock, which is not changed
 * @param options of {@code uv sync} and {@code uv export}, such as {@code --package=api}
 * @param environment variables added to those of this process
 */
public record ReferenceInstallation(
    Path project, List<String> options, Map<String, String> environment) {

  private static final Duration DEADLINE = Duration.ofMinutes(10);

  /** Of the project itself, as this process reaches the index. */
  public static ReferenceInstallation of(Path project) {
    return new ReferenceInstallation(project, List.of(), Map.of());
  }

  /**
   * By {@code uv sync}, for this machine's platform.
   *
   * @param interpreter the Python of the image
   * @param folder where the virtual environment is made
   */
  public InstalledSet synced(Path interpreter, Path folder) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                "uv",
                "sync",
                "--frozen",
                "--no-dev",
                "--no-install-workspace",
                "--no-config",
                "--python=" + interpreter,
                "--project=" + project));
    words.addAll(options);
    run(words, folder);
    return InstalledSet.of(folder);
  }

  /**
   * For another platform, for which {@code uv sync} cannot install: the same lock by {@code uv
   * export} and {@code uv pip sync}.
   *
   * @param platform as uv names it, such as {@code aarch64-manylinux_2_41}
   * @param version the full version of the image's Python, such as {@code 3.13.5}
   * @param folder where it is made, in the form of a virtual environment
   */
  public InstalledSet installedFor(String platform, String version, Path folder)
      throws IOException {
    Path list = Files.createDirectories(folder).resolveSibling("pylock.reference.toml");
    List<String> export =
        new ArrayList<>(
            List.of(
                "uv",
                "export",
                "--quiet",
                "--frozen",
                "--no-dev",
                "--no-emit-workspace",
                "--format=pylock.toml",
                "--output-file=" + list,
                "--project=" + project));
    export.addAll(options);
    run(export, folder);
    String minor = version.substring(0, version.lastIndexOf('.'));
    run(
        List.of(
            "uv",
            "pip",
            "sync",
            "--quiet",
            "--preview-features=pylock",
            "--no-build",
            "--python-platform=" + platform,
            "--python-version=" + version,
            "--link-mode=copy",
            "--target=" + folder.resolve("lib/python" + minor + "/site-packages"),
            list.toString()),
        folder);
    Path scripts = folder.resolve("lib/python" + minor + "/site-packages/bin");
    if (Files.isDirectory(scripts)) {
      Files.move(scripts, folder.resolve("bin"));
    }
    return InstalledSet.of(folder);
  }

  private void run(List<String> words, Path folder) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("UV_PROJECT_ENVIRONMENT", folder.toString());
    all.put("UV_PYTHON_DOWNLOADS", "never");
    Command.of(words).with(all).within(DEADLINE).run();
  }
}
