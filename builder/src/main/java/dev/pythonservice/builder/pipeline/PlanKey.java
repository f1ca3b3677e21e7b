package dev.pythonservice.builder.pipeline;

import dev.pythonservice.builder.base.BaseImage;
import dev.pythonservice.builder.layers.LayerKey;
import dev.pythonservice.builder.lock.LockFiles;
import dev.pythonservice.builder.lock.ToolSettings;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import dev.pythonservice.builder.wheel.BuiltWheels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The digest of everything that decides a {@link Plan}. It rather has too much in it than too
 * little: a plan too many costs a second, a wrong one costs an image.
 */
final class PlanKey {

  /** Changes whenever the same inputs would give another plan. */
  private static final int PLAN_VERSION = 6;

  /**
   * Files that say something of packages: how the project is built, what it needs, what it brings,
   * and by which tools it is looked after.
   */
  private static final Pattern DECIDING =
      Pattern.compile(
          "pyproject\\.toml|uv\\.toml|uv\\.lock|pylock(\\..+)?\\.toml|setup\\.(py|cfg)"
              + "|.*requirements.*\\.(txt|in)|Cargo\\.(toml|lock)|poetry\\.lock|pdm\\.lock|Pipfile(\\.lock)?"
              + "|.*\\.(whl|zip|tgz|tar\\.[a-z0-9]+)");

  private PlanKey() {}

  static Digest of(BuildRequest request, Source source, List<BaseImage> bases, BuiltWheels wheels) {
    StringBuilder text = new StringBuilder();
    line(text, "plan", PLAN_VERSION);
    line(text, "layout", LayerKey.LAYOUT_VERSION);
    line(text, "path", source.path());
    line(text, "lock", request.lock());
    line(
        text,
        "policy",
        sorted(request.policy().origins()),
        request.policy().indexes(),
        sorted(request.policy().fileHosts()));
    line(text, "limits", request.limits());
    bases.forEach(base -> line(text, "base", base.platform(), base.manifest().digest()));
    Set<String> locks = LockFiles.of(source, request.lock());
    Set<String> folders = new TreeSet<>();
    for (SourceFile file : source.files()) {
      int slash = file.path().lastIndexOf('/');
      folders.add(file.path().substring(0, Math.max(slash, 0)));
      String name = file.path().substring(slash + 1);
      if (DECIDING.matcher(name).matches()
          || ToolSettings.mayBeIn(name)
          || locks.contains(file.path())) {
        line(text, "file", file.path(), file.content());
        linked(source, file)
            .ifPresent(target -> line(text, "file", target.path(), target.content()));
      }
    }
    // Where packages lie decides from where they are imported.
    folders.forEach(folder -> line(text, "folder", folder));
    if (!request.wheels().isEmpty()) {
      // Wheels are for exactly the source that they were built from, which may be any file.
      line(text, "wheels", wheels.digest(), source.treeDigest());
    }
    return Digest.ofBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** The file behind a link: the link's own content is only the target's name. */
  private static Optional<SourceFile> linked(Source source, SourceFile file) {
    if (file.linkTarget().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path target = source.tree().resolve(file.path()).toRealPath();
      String path = source.tree().toRealPath().relativize(target).toString();
      return source.files().stream().filter(other -> other.path().equals(path)).findFirst();
    } catch (IOException exception) {
      // A link to nothing says nothing of packages.
      return Optional.empty();
    }
  }

  private static List<String> sorted(Set<?> values) {
    return values.stream().map(Object::toString).sorted().toList();
  }

  private static void line(StringBuilder text, Object... words) {
    for (Object word : words) {
      String value = word.toString();
      // With its length, so that no two different lines read the same.
      text.append(value.length()).append(':').append(value).append(' ');
    }
    text.append('\n');
  }
}
