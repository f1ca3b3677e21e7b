package dev.pythonservice.builder.source;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * Git without the settings of this machine and of who uses it: what somebody configured must not
 * decide what is in an image.
 */
final class IsolatedGit extends SystemReader.Delegate {

  private IsolatedGit(SystemReader machine) {
    super(machine);
  }

  /** Sees to it that JGit, whose settings are global, asks nobody. */
  static void ensure() {
    SystemReader current = SystemReader.getInstance();
    if (!(current instanceof IsolatedGit)) {
      SystemReader.setInstance(new IsolatedGit(current));
    }
  }

  @Override
  public FileBasedConfig openUserConfig(@Nullable Config parent, FS files) {
    return new NoConfig(parent, files);
  }

  @Override
  public FileBasedConfig openSystemConfig(@Nullable Config parent, FS files) {
    return new NoConfig(parent, files);
  }

  @Override
  public FileBasedConfig openJGitConfig(@Nullable Config parent, FS files) {
    return new NoConfig(parent, files);
  }

  /** A configuration that is in no file. */
  private static final class NoConfig extends FileBasedConfig {

    NoConfig(@Nullable Config parent, FS files) {
      super(parent, new File("/dev/null"), files);
    }

    @Override
    public void load() {
      // There is nothing to read.
    }

    @Override
    public void save() {
      // JGit keeps measurements of the file system here, and this machine is not ours.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    /**
     * JGit would measure how exact the file system's times are, for up to two seconds, to notice
     * that another process changes the repository; this one is ours alone.
     */
    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long otherwise, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(1, TimeUnit.MILLISECONDS)
          : super.getTimeUnit(section, subsection, name, otherwise, unit);
    }
  }
}
