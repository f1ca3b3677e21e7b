package dev.pythonservice.builder.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The files of a source")
final class TreeTest {

  @TempDir Path tree;

  @ParameterizedTest(name = "{0} with .dockerignore {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "src/app.py|''|kept",
        ".git/config|''|left out",
        "sub/.git|''|left out",
        ".git/config|!.git|left out",
        ".gitignore|''|left out",
        ".dockerignore|#|left out",
        "src/__pycache__/app.cpython-313.pyc|''|left out",
        "src/app.pyc|''|left out",
        "vendor/app.pyc|!vendor/*.pyc|kept",
        ".venv/bin/tool|''|left out",
        "web/node_modules/left/pad.js|''|left out",
        "web/node_modules/left/pad.js|!web/node_modules|kept",
        "docs/guide.md|docs|left out",
        "docs/guide.md|/docs/|left out",
        "docs/guide.md|./docs|left out",
        "src/docs/guide.md|docs|kept",
        "src/docs/guide.md|**/docs|left out",
        "guide.md|*.md|left out",
        "docs/guide.md|*.md|kept",
        "docs/guide.md|**/*.md|left out",
        "docs/guide.md|docs/g?ide.md|left out",
        "docs/guide.md|*|left out",
        "docs/guide.md|*,!docs/guide.md|kept",
        "docs/other.md|*,!docs/guide.md|left out",
        "docs/guide.md|!docs/guide.md,docs|left out",
        "docs/guide.md|# docs|kept",
      })
  void leftOut(String path, String rules, String expected) throws IOException {
    write(path, "content");
    if (!rules.isEmpty() && !path.equals(".dockerignore")) {
      write(".dockerignore", rules.replace(",", "\n"));
    }

    assertThat(paths()).isEqualTo(expected.equals("kept") ? List.of(path) : List.of());
  }

  @Test
  @DisplayName("have no virtual environment, whatever its name is")
  void virtualEnvironments() throws IOException {
    write("environment/pyvenv.cfg", "home = /usr/bin");
    write("environment/bin/tool", "");
    write("app.py", "");

    assertThat(paths()).containsExactly("app.py");
  }

  @ParameterizedTest(name = "with a link {0} to {1}, beside a link far/away to its root, are {2}")
  @CsvSource({
    "link, src/app.py, kept",
    "link, ./src/../src/app.py, kept",
    "src/link, ../src, kept",
    "link, nowhere, kept",
    "link, /etc/passwd, refused",
    "link, ../outside, refused",
    "src/link, ../../outside, refused",
    "link, far/away/../x, refused",
    "link, link, refused",
  })
  void links(String path, String target, String expected) throws IOException {
    write("src/app.py", "");
    write("far/app.py", "");
    Files.createSymbolicLink(tree.resolve("far/away"), Path.of(".."));
    Files.createSymbolicLink(tree.resolve(path), Path.of(target));

    if (expected.equals("kept")) {
      assertThat(paths()).contains(path);
    } else {
      assertThatThrownBy(this::paths)
          .isInstanceOf(BuildFailure.class)
          .hasMessageContaining(path + " is a symbolic link to " + target)
          .hasMessageContaining(".dockerignore");
    }
  }

  @Test
  @DisplayName("are refused when there are too many of them, or too large ones")
  void limits() throws IOException {
    write("one", "12345");
    write("two", "67890");

    assertThatThrownBy(() -> TreeReader.read(tree, limits(10, 1)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("more than 1 files");
    assertThatThrownBy(() -> TreeReader.read(tree, limits(9, 2)))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("more than 9 bytes");
    assertThat(TreeReader.read(tree, limits(10, 2))).hasSize(2);
  }

  @Test
  @DisplayName("are refused when Git LFS keeps the real one elsewhere")
  void standIns() throws IOException {
    write(
        "model.bin",
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12345\n"
            .formatted("0".repeat(64)));

    assertThatThrownBy(this::paths)
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("model.bin is kept in Git LFS");
  }

  @Test
  @DisplayName("have a digest that times and other permissions do not change")
  void digestOfContent() throws IOException {
    write("app.py", "one");
    String before = digest();
    Files.setLastModifiedTime(tree.resolve("app.py"), FileTime.fromMillis(0));
    Files.setPosixFilePermissions(
        tree.resolve("app.py"), PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(digest()).isEqualTo(before);
  }

  @Test
  @DisplayName("have another digest for another content, name, mode or link")
  void digestOfAll() throws IOException {
    write("app.py", "one");
    String before = digest();
    write("app.py", "two");
    String otherContent = digest();
    Files.setPosixFilePermissions(
        tree.resolve("app.py"), PosixFilePermissions.fromString("rwxr-xr-x"));
    String otherMode = digest();
    Files.move(tree.resolve("app.py"), tree.resolve("other.py"));
    String otherName = digest();
    Files.createSymbolicLink(tree.resolve("link"), Path.of("other.py"));
    String withLink = digest();

    assertThat(List.of(before, otherContent, otherMode, otherName, withLink))
        .doesNotHaveDuplicates();
  }

  private List<String> paths() throws IOException {
    return TreeReader.read(tree, Limits.USUAL).stream().map(SourceFile::path).toList();
  }

  private String digest() throws IOException {
    return TreeReader.digest(TreeReader.read(tree, Limits.USUAL)).toString();
  }

  private static Limits limits(long bytes, int files) {
    return new Limits(bytes, files, 1, 1, 1);
  }

  private void write(String path, String content) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
