package dev.pythonservice.builder.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.registry.Registry;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.BuildRequest;
import dev.pythonservice.builder.request.ImageRequest;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.request.SourceRequest;
import dev.pythonservice.builder.source.Sources;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.wheel.BuiltWheels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which changes of a project make a plan anew. */
@DisplayName("The key of a plan")
final class PlanKeyTest {

  private static final Access ACCESS =
      new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), true);

  @TempDir private Path tree;

  @ParameterizedTest(name = "changes with {0}")
  @CsvSource({
    "the project's file, ., uv.lock, pyproject.toml",
    "the lock, ., uv.lock, uv.lock",
    "the lock of a workspace above the project, svc, uv.lock, uv.lock",
    "a lock of any name, ., locks/production.txt, locks/production.txt",
    "a lock of any name below the project's folder, svc, locks/prod.txt, svc/locks/prod.txt",
    "requirements that a lock includes, ., requirements.txt, requirements/base.txt",
    "requirements that included ones include, ., requirements.txt, shared/all",
    "the file behind a lock that is a link, ., linked.txt, shared/behind",
    "settings of a linter, ., uv.lock, .flake8",
    "a wheel in the tree, ., uv.lock, vendor/alpha-1.0-py3-none-any.whl",
    "a source archive in the tree, ., uv.lock, vendor/beta-1.0.tar.bz2",
  })
  void changes(String sentence, String path, String lock, String file) throws IOException {
    writeProject();
    Digest before = key(path, lock);

    Files.writeString(tree.resolve(file), "changed\n");

    assertThat(key(path, lock)).as(sentence).isNotEqualTo(before);
  }

  @Test
  void staysWithAChangeOfCode() throws IOException {
    writeProject();
    Digest before = key(".", "requirements.txt");

    Files.writeString(tree.resolve("svc/code.py"), "changed\n");

    assertThat(key(".", "requirements.txt")).isEqualTo(before);
  }

  @Test
  void changesWithAFolderThatIsImportedFrom() throws IOException {
    writeProject();
    Digest before = key(".", "uv.lock");

    write("src/shop/code.py", "");

    assertThat(key(".", "uv.lock")).isNotEqualTo(before);
  }

  private void writeProject() throws IOException {
    write("pyproject.toml", "[project]\nname = 'shop'\n");
    write("uv.lock", "version = 1\n");
    write(".flake8", "");
    write("svc/code.py", "");
    write("svc/locks/prod.txt", "");
    write("locks/production.txt", "");
    write("requirements.txt", "-r requirements/base.txt  # all of it\n");
    write("requirements/base.txt", "--requirement ../shared/all\n-r ../../outside.txt\n");
    write("shared/all", "-r ../requirements.txt\n");
    write("shared/behind", "");
    write("vendor/alpha-1.0-py3-none-any.whl", "");
    write("vendor/beta-1.0.tar.bz2", "");
    Files.createSymbolicLink(tree.resolve("linked.txt"), Path.of("shared/behind"));
  }

  private void write(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Digest key(String path, String lock) {
    SourceRequest.Folder folder = new SourceRequest.Folder(tree, path);
    Sources sources =
        new Sources(
            ACCESS, ProxySettings.of(Map.of()), Registry.of(ACCESS, Map.of()), Limits.USUAL);
    return PlanKey.of(
        request(folder, lock), sources.fetch(folder, tree), List.of(), BuiltWheels.none());
  }

  private static BuildRequest request(SourceRequest source, String lock) {
    return new BuildRequest(
        source,
        new LockRequest(lock, Optional.empty(), List.of(), List.of()),
        new ImageRequest(
            "r.example/base:1",
            List.of(Platform.LINUX_AMD64),
            "r.example/shop",
            List.of(),
            "r.example/layers",
            List.of(),
            Map.of(),
            Map.of(),
            true),
        List.of(),
        new Policy(EnumSet.allOf(Policy.Origin.class), List.of()),
        Limits.USUAL,
        false,
        false);
  }
}
