package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installed sets are equal when the installed wheels are, and only then. */
class InstalledSetTest {

  private static final String PACKAGES = "lib/python3.13/site-packages/";
  private static final String METADATA = PACKAGES + "idna-3.20.dist-info/";

  @TempDir private Path folder;

  @Test
  void whoInstalledAndWhereDoesNotMatter() throws IOException {
    InstalledSet first = installed("first", "uv", "/first/bin/python");
    write("second", PACKAGES + "idna/__pycache__/__init__.cpython-313.pyc", "bytecode");
    write("second", "pyvenv.cfg", "home = /usr/bin");
    write("second", "bin/activate", "# for shells");
    InstalledSet second = installed("second", "pip", "/second/bin/python");

    assertThat(second).isEqualTo(first);
    assertThat(second.distributions()).containsExactly("idna-3.20");
    assertThat(second.files()).containsKeys("bin/idna", PACKAGES + "idna/__init__.py");
  }

  @Test
  void anotherByteInAModuleMatters() throws IOException {
    InstalledSet first = installed("first", "uv", "/bin/python");
    installed("second", "uv", "/bin/python");
    write("second", PACKAGES + "idna/__init__.py", "other code");

    assertThat(InstalledSet.of(folder.resolve("second"))).isNotEqualTo(first);
  }

  @Test
  void anotherHashInTheRecordMatters() throws IOException {
    InstalledSet first = installed("first", "uv", "/bin/python");
    installed("second", "uv", "/bin/python");
    write("second", METADATA + "RECORD", "idna/__init__.py,sha256=other,4\n");

    assertThat(InstalledSet.of(folder.resolve("second"))).isNotEqualTo(first);
  }

  @Test
  void aFurtherFileMattersUntilItIsLeftOut() throws IOException {
    InstalledSet first = installed("first", "uv", "/bin/python");
    installed("second", "uv", "/bin/python");
    write("second", PACKAGES + "_application.pth", "/app/src");
    InstalledSet second = InstalledSet.of(folder.resolve("second"));

    assertThat(second).isNotEqualTo(first);
    assertThat(second.without(path -> path.endsWith("_application.pth"))).isEqualTo(first);
  }

  private InstalledSet installed(String name, String installer, String interpreter)
      throws IOException {
    write(name, PACKAGES + "idna/__init__.py", "code");
    write(name, METADATA + "METADATA", "Name: idna");
    write(name, METADATA + "INSTALLER", installer);
    write(
        name,
        METADATA + "RECORD",
        "idna/__init__.py,sha256=abc,4\nidna-3.20.dist-info/INSTALLER,sha256=%s,2\n../../../bin/idna,sha256=%s,9\n"
            .formatted(installer, interpreter));
    write(name, "bin/idna", "#!%s\nimport idna\n".formatted(interpreter));
    return InstalledSet.of(folder.resolve(name));
  }

  private void write(String name, String path, String text) throws IOException {
    Path file = folder.resolve(name).resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
