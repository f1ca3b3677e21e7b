package dev.pythonservice.e2e.builder.faults;

import static dev.pythonservice.e2e.builder.faults.ExitCode.INPUT;
import static dev.pythonservice.e2e.builder.faults.ExitCode.POLICY;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Projects and locks that must be changed. */
public final class BadProjects {

  private static final String PYPROJECT = "pyproject.toml";
  private static final String LOCK = "uv.lock";

  private BadProjects() {}

  /** All of them. */
  public static Stream<Refusal> all() {
    return Stream.of(locks(), otherTools(), trees(), policies()).flatMap(each -> each);
  }

  private static Stream<Refusal> locks() {
    return Stream.of(
        refusal(
            "no lock", scene -> scene.delete(LOCK), "the source has no uv.lock", "run 'uv lock'"),
        refusal(
            "a lock older than the project",
            scene -> scene.edit(PYPROJECT, text -> text.replace("\"beta==1.0\"", "\"gamma==1.0\"")),
            "uv.lock is stale",
            "gamma",
            "run 'uv lock' and commit uv.lock"),
        refusal(
            "a lock without a hash",
            scene -> scene.edit(LOCK, text -> text.replaceFirst(", hash = \"[^\"]*\"", "")),
            "uv.lock has no SHA-256 for alpha-1.0-py3-none-any.whl of package alpha",
            "run 'uv lock --upgrade-package alpha'"),
        refusal(
            "a lock with a hash that is none",
            scene -> scene.edit(LOCK, text -> text.replaceFirst("sha256:.{8}", "sha256:zzzzzzzz")),
            "uv.lock",
            "alpha-1.0-py3-none-any.whl",
            "'uv lock"),
        refusal(
            "a lock with the marks of a merge",
            scene -> scene.write(LOCK, "<<<<<<< HEAD\nversion = 1\n"),
            "uv.lock",
            "a merge was not finished",
            "run 'uv lock'"),
        refusal(
            "a lock of a later version",
            scene -> scene.edit(LOCK, text -> text.replaceFirst("version = 1", "version = 9")),
            "uv.lock",
            "version",
            "9"),
        refusal(
            "a lock for a later Python than the base image's",
            scene -> {
              scene.edit(PYPROJECT, text -> text.replace(">=3.13", ">=3.14"));
              scene.edit(LOCK, text -> text.replace(">=3.13", ">=3.14"));
            },
            "The lock is for Python >=3.14",
            "the base image has Python 3.13.",
            "requires-python"),
        refusal(
            "a pylock.toml without a hash",
            scene ->
                scene
                    .option("--lock", "pylock.toml")
                    .write(
                        "pylock.toml",
                        """
                        lock-version = "1.0"
                        created-by = "test"
                        [[packages]]
                        name = "alpha"
                        version = "1.0"
                        wheels = [{ url = "%s/alpha-1.0-py3-none-any.whl", hashes = {} }]
                        """
                            .formatted(scene.index())),
            "pylock.toml has no SHA-256 for alpha-1.0-py3-none-any.whl of package alpha",
            "lock again"),
        refusal(
            "a pyproject.toml that is no TOML",
            scene -> scene.write(PYPROJECT, "[project\n"),
            "pyproject.toml is not valid TOML at line 1"));
  }

  private static Stream<Refusal> otherTools() {
    return Stream.of(
        otherTool(
            "a Poetry project",
            "poetry.lock",
            "[tool.poetry]\nname = \"orders\"\n",
            "run 'uvx migrate-to-uv'"),
        otherTool(
            "a PDM project",
            "pdm.lock",
            "[project]\nname = \"orders\"\nversion = \"1\"\n[tool.pdm]\n",
            "run 'uvx pdm export --prod --output requirements.txt'"),
        otherTool(
            "a Pipenv project",
            "Pipfile",
            "",
            "&& uvx migrate-to-uv --package-manager pipenv' there"),
        otherTool(
            "a project with bare requirements",
            "requirements.txt",
            "",
            "run 'uv pip compile --universal --generate-hashes requirements.txt -o"
                + " requirements.txt'"),
        refusal(
            "requirements without hashes as the lock",
            scene ->
                scene
                    .option("--lock", "requirements.txt")
                    .write("requirements.txt", "alpha==1.0\n"),
            "requirements.txt",
            "line 1",
            "alpha==1.0",
            "uv pip compile --universal --generate-hashes"));
  }

  /** A project of another tool, with its lock and its pyproject.toml, which may be none. */
  private static Refusal otherTool(String sentence, String file, String text, String command) {
    return refusal(
        sentence,
        scene -> {
          scene.delete(LOCK).write(file, "");
          if (text.isEmpty()) {
            scene.delete(PYPROJECT);
          } else {
            scene.write(PYPROJECT, text);
          }
        },
        "the source has no uv.lock",
        command);
  }

  private static Stream<Refusal> trees() {
    return Stream.of(
        refusal(
            "a symbolic link out of the project",
            scene -> link(scene, "/etc/passwd"),
            "src/orders/data is a symbolic link to /etc/passwd, which is not within the source",
            ".dockerignore"),
        refusal(
            "a symbolic link upwards out of the project",
            scene -> link(scene, "../../../aside"),
            "src/orders/data is a symbolic link to ../../../aside",
            ".dockerignore"),
        refusal(
            "more files than are allowed",
            scene -> scene.option("--max-source-files", "2"),
            "more than 2 files",
            "--max-source-files"),
        refusal(
            "more bytes than are allowed",
            scene -> scene.option("--max-source-bytes", "100"),
            "more than 100 bytes",
            "--max-source-bytes"),
        refusal(
            "a path out of the source",
            scene -> scene.option("--path", "../aside"),
            "../aside leads out of the source"),
        refusal(
            "a path that is not there",
            scene -> scene.option("--path", "services/orders"),
            "no folder services/orders",
            "--path"),
        refusal(
            "an unknown extra",
            scene -> scene.option("--extra", "fast"),
            "pyproject.toml has no extra fast",
            "it has none"),
        refusal(
            "an unknown dependency group",
            scene -> scene.option("--group", "dev"),
            "pyproject.toml has no dependency group dev",
            "it has none"),
        refusal(
            "an unknown member",
            scene -> scene.option("--member", "billing"),
            "uv.lock has no member billing"));
  }

  private static void link(Scene scene, String target) throws IOException {
    Files.createSymbolicLink(scene.project().resolve("src/orders/data"), Path.of(target));
  }

  private static Stream<Refusal> policies() {
    return Stream.of(
        Refusal.of(
            "packages of a kind that the policy forbids",
            POLICY,
            scene -> scene.option("--allow-origin", "git"),
            "uv.lock",
            "alpha 1.0 (index http://127.0.0.1:",
            "beta 1.0 (index",
            "it allows git",
            "platform team"),
        Refusal.of(
            "packages of an index that the policy forbids",
            POLICY,
            scene -> scene.option("--allow-index", "https://packages.example/simple"),
            "uv.lock",
            "alpha 1.0 (index http://127.0.0.1:",
            "it allows",
            "from https://packages.example/simple"));
  }

  /** Has one of the packages only as source. */
  public static void withoutWheel(Scene scene) throws IOException {
    scene.edit(
        LOCK,
        text ->
            text.replaceFirst(
                "wheels = \\[\n    \\{ (url = \"[^\"]*/alpha-1\\.0)[^\"]*(\",.*)\\},\n\\]",
                "sdist = { $1.tar.gz$2}"));
  }

  private static Refusal refusal(String sentence, Refusal.Spoiling spoiling, String... words) {
    return Refusal.of(sentence, INPUT, spoiling, words);
  }
}
