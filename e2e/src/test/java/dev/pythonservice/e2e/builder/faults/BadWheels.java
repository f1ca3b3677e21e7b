package dev.pythonservice.e2e.builder.faults;

import static dev.pythonservice.e2e.builder.faults.ExitCode.INPUT;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.stream.Stream;

/** Wheels that are not what the lock or their own name says, or would do harm. */
public final class BadWheels {

  private static final int MEBIBYTE = 1 << 20;
  private static final String WHEEL = "alpha-1.0-py3-none-any.whl";
  private static final String REPORT = "report it to the package's makers and lock another version";

  private BadWheels() {}

  /** All of them. */
  public static Stream<Refusal> all() {
    return Stream.of(
        refusal(
            "a wheel of which the lock has another hash",
            scene ->
                scene.edit("uv.lock", lock -> lock.replaceFirst("sha256:.{8}", "sha256:00000000")),
            WHEEL,
            "has the hash sha256:",
            "the lock says sha256:00000000",
            "lock again"),
        refusal(
            "a wheel cut short, and locked like this",
            scene -> scene.lock(Wheels.beginning("alpha", scene.aside())),
            WHEEL,
            "is not a zip archive that can be read",
            REPORT),
        refusal(
            "a wheel that unpacks to far more than it has",
            scene -> scene.lock(Wheels.bomb("alpha", 100 * MEBIBYTE)),
            WHEEL,
            "which is more than 250 times",
            REPORT),
        refusal(
            "a wheel larger than is allowed",
            scene ->
                scene.lock(Wheels.large("alpha", MEBIBYTE)).option("--max-wheel-bytes", "500000"),
            WHEEL,
            "500000 bytes",
            "--max-wheel-bytes"),
        refusal(
            "wheels together larger than is allowed",
            scene ->
                scene
                    .lock(Wheels.large("alpha", MEBIBYTE))
                    .option("--max-installed-bytes", "500000"),
            "500000 bytes",
            "--max-installed-bytes"),
        refusal(
            "a wheel with a path upwards",
            scene -> scene.lock(Wheels.holding("alpha", "../../escaped.py")),
            WHEEL,
            "'../../escaped.py'",
            REPORT),
        refusal(
            "a wheel with an absolute path",
            scene -> scene.lock(Wheels.holding("alpha", "/tmp/escaped.py")),
            WHEEL,
            "'/tmp/escaped.py'",
            REPORT),
        refusal(
            "a wheel with a file twice",
            scene -> scene.lock(Wheels.withFileTwice("alpha", scene.aside())),
            WHEEL,
            "alpha/__init__.py twice",
            REPORT),
        refusal(
            "a wheel with a symbolic link",
            scene ->
                scene.lock(Wheels.withLink("alpha", scene.aside(), "alpha/link", "/etc/passwd")),
            WHEEL,
            "alpha/link, which is a link",
            REPORT),
        refusal(
            "a wheel of another package",
            scene -> scene.lock(Wheels.ofOtherPackage("alpha", scene.aside())),
            WHEEL,
            "is other 1.0 by its METADATA",
            REPORT),
        refusal(
            "a wheel with code for another architecture than its name says",
            scene -> scene.lock(Wheels.ofOtherArchitecture("alpha")),
            "alpha 1.0",
            "fast.cpython-313-x86_64-linux-gnu.so",
            "is for another architecture",
            "linux/amd64"),
        refusal(
            "a wheel for any platform with code for one of the two that are wanted",
            scene ->
                scene
                    .lock(Wheels.ofOneArchitectureForAny("alpha"))
                    .ask(build -> build.on("linux/amd64,linux/arm64")),
            "alpha 1.0",
            "fast.cpython-313-x86_64-linux-gnu.so in " + WHEEL + " is for another architecture",
            "linux/arm64"),
        refusal(
            "a wheel that needs a newer glibc than its name says",
            scene -> scene.lock(Wheels.needingNewerGlibc("alpha")),
            "alpha 1.0",
            "needs GLIBC_2.990 of lib",
            "the base image has GLIBC 2.",
            "use a newer base image or another version"));
  }

  /** Has one of the packages as a wheel for each platform: good ones, which a server may spoil. */
  public static void forEachPlatform(Scene scene) throws IOException {
    String entries =
        UvLock.file(
                scene.index(),
                Wheels.tagged("alpha", "manylinux_2_17_x86_64").writeTo(scene.served()))
            + "\n"
            + UvLock.file(
                scene.index(),
                Wheels.tagged("alpha", "manylinux_2_17_aarch64").writeTo(scene.served()));
    scene.edit(
        "uv.lock",
        lock ->
            lock.replaceFirst(
                "    \\{ url = \"[^\"]*/alpha-.*\\},", Matcher.quoteReplacement(entries)));
  }

  private static Refusal refusal(String sentence, Refusal.Spoiling spoiling, String... words) {
    return Refusal.of(sentence, INPUT, spoiling, words);
  }
}
