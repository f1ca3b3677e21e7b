package dev.pythonservice.e2e.builder.faults;

import static dev.pythonservice.e2e.builder.faults.ExitCode.INPUT;
import static dev.pythonservice.e2e.builder.faults.ExitCode.MACHINE;
import static dev.pythonservice.e2e.builder.faults.ExitCode.REGISTRY;

import dev.pythonservice.e2e.builder.BuildArguments;
import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Base images, platforms, files and addresses that are asked for and are not as they should be. */
public final class BadRequests {

  private BadRequests() {}

  /** All of them. */
  public static Stream<Refusal> all() {
    return Stream.of(images(), files(), git()).flatMap(each -> each);
  }

  private static Stream<Refusal> images() {
    return Stream.of(
        Refusal.of(
            "an unknown platform",
            INPUT,
            scene -> scene.ask(build -> build.on("linux/riscv64")),
            "linux/riscv64",
            "linux/amd64 or linux/arm64"),
        Refusal.of(
            "a base image that is not there",
            REGISTRY,
            scene -> scene.ask(build -> on(build, "base/python:2.7")),
            "base/python:2.7 is not in the registry",
            "check repository and tag"),
        Refusal.of(
            "a base image of another platform",
            INPUT,
            scene -> scene.ask(build -> on(build, forArm(scene))),
            "/odd/arm:1 is not there for linux/amd64, only for linux/arm64"),
        Refusal.of(
            "a base image without Python",
            INPUT,
            scene -> {
              String image = withoutPython(scene);
              scene.ask(build -> on(build, image));
            },
            "/odd/empty:1 has no python3",
            "use one with CPython"),
        Refusal.of(
            "a tag that no registry takes",
            INPUT,
            scene -> scene.option("--tag", "not a tag"),
            "The tag 'not a tag' must be"),
        Refusal.of(
            "a repository that no registry takes",
            INPUT,
            scene -> scene.ask(build -> with(build, build.base(), "python/Upper/layers")),
            "/python/Upper/layers"));
  }

  private static BuildArguments on(BuildArguments build, String base) {
    return with(build, base, build.layerRepository());
  }

  private static BuildArguments with(BuildArguments build, String base, String layerRepository) {
    return new BuildArguments(
        build.project(),
        build.registry(),
        base,
        build.platforms(),
        build.repository(),
        layerRepository,
        build.cache());
  }

  private static String forArm(Scene scene) {
    String registry = scene.ground().registry().authority() + "/";
    scene
        .ground()
        .crane(
            "copy",
            "--insecure",
            "--platform=linux/arm64",
            registry + Ground.BASE,
            registry + "odd/arm:1");
    return "odd/arm:1";
  }

  private static String withoutPython(Scene scene) throws IOException {
    Path layer = scene.aside().resolve("layer.tar");
    Path file = Files.writeString(scene.aside().resolve("file"), "nothing");
    Command.of(
            "tar", "-cf", layer.toString(), "-C", scene.aside().toString(), file.getFileName() + "")
        .run();
    String image = scene.ground().registry().authority() + "/odd/empty:1";
    scene
        .ground()
        .crane("append", "--insecure", "--oci-empty-base", "-f", layer.toString(), "-t", image);
    scene.ground().crane("mutate", "--insecure", "--set-platform=linux/amd64", "-t", image, image);
    return "odd/empty:1";
  }

  private static Stream<Refusal> files() {
    return Stream.of(
        Refusal.of(
            "a folder of credentials without a password",
            INPUT,
            scene -> {
              Path folder = Files.createDirectories(scene.aside().resolve("credentials"));
              Files.writeString(folder.resolve("username"), "reader");
              scene.option("--credentials", "packages.example=" + folder);
            },
            "credentials for packages.example",
            "password",
            "--credentials HOST=FOLDER"),
        Refusal.of(
            "a configuration of registries that is no JSON",
            INPUT,
            scene -> {
              Path file = scene.aside().resolve("config.json");
              Files.writeString(
                  file, "{\"auths\": {\"r\": {\"auth\": \"%s".formatted(Attempt.SECRET));
              scene.option("--registry-config", file.toString());
            },
            "config.json",
            "--registry-config"),
        Refusal.of(
            "a configuration of registries that is not there",
            INPUT,
            scene -> scene.option("--registry-config", "/nowhere/config.json"),
            "/nowhere/config.json",
            "--registry-config"),
        Refusal.of(
            "a certificate authority that is not there",
            INPUT,
            scene -> scene.option("--certificate-authority", "/nowhere/ca.pem"),
            "/nowhere/ca.pem",
            "--certificate-authority"),
        Refusal.of(
            "a certificate authority that is none",
            INPUT,
            scene -> {
              Path file = Files.writeString(scene.aside().resolve("ca.pem"), "nothing\n");
              scene.option("--certificate-authority", file.toString());
            },
            "ca.pem",
            "--certificate-authority"),
        Refusal.of(
            "a uv that is none",
            INPUT,
            // A plan that the registry has would need no uv.
            scene -> scene.withUnknownPackages().option("--uv", "/nowhere/uv"),
            "--uv /nowhere/uv"),
        Refusal.of(
            "a folder of wheels that is not there",
            INPUT,
            scene -> scene.option("--wheels", "/nowhere/wheels"),
            "/nowhere/wheels",
            "'pythonservice-builder wheel'"),
        Refusal.of(
            "a cache that is a file",
            MACHINE,
            scene -> {
              Path file = Files.writeString(scene.aside().resolve("cache"), "");
              scene.ask(build -> build.cachedIn(file));
            },
            "aside/cache",
            "--cache"));
  }

  private static Stream<Refusal> git() {
    return Stream.of(
        Refusal.of(
            "a branch that the git repository does not have",
            INPUT,
            scene -> scene.fromGit("no-such-branch"),
            "no-such-branch",
            "/project"));
  }
}
