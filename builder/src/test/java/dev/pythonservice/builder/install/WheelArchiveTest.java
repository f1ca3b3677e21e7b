package dev.pythonservice.builder.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.request.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a wheel may hold, and what not. */
final class WheelArchiveTest {

  private static final Limits SMALL = new Limits(0, 0, 100_000, 100_000, 60);

  @TempDir private Path folder;

  private record Hostile(String name, UnaryOperator<WheelOnDisk> spoil, String complaint) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Hostile> hostileWheels() {
    return Stream.of(
        new Hostile(
            "a path leads out of the folder",
            wheel -> wheel.with("bakery/../../../etc/passwd", "x"),
            "'bakery/../../../etc/passwd', which is not one within a folder"),
        new Hostile("a path is absolute", wheel -> wheel.with("/etc/passwd", "x"), "'/etc/passwd'"),
        new Hostile(
            "a path has a backslash",
            wheel -> wheel.with("a\\..\\b", "x"),
            "which is not one within a folder"),
        new Hostile(
            "an entry is a symbolic link",
            wheel -> wheel.with("link", "/etc".getBytes(StandardCharsets.UTF_8), 0120777),
            "holds link, which is a link or device"),
        new Hostile(
            "an entry is a device",
            wheel -> wheel.with("null", new byte[0], 0020666),
            "holds null, which is a link or device"),
        new Hostile(
            "a path is file and folder",
            wheel -> wheel.with("oven", "x").with("oven/door", "x"),
            "holds oven as file and as folder"),
        new Hostile(
            "there are two packages in it",
            wheel -> wheel.with("cellar-2.0.dist-info/METADATA", "Name: cellar\n"),
            "exactly one .dist-info folder"),
        new Hostile(
            "it has no metadata",
            wheel -> wheel.without(wheel.distInfo("METADATA")),
            "holds no file bakery-1.0.dist-info/METADATA"),
        new Hostile(
            "it is another package",
            wheel -> wheel.with(wheel.distInfo("METADATA"), "Name: cellar\nVersion: 1.0\n"),
            "is cellar 1.0 by its METADATA"),
        new Hostile(
            "it is another version",
            wheel -> wheel.with(wheel.distInfo("METADATA"), "Name: bakery\nVersion: 1.1\n"),
            "is bakery 1.1 by its METADATA"),
        new Hostile(
            "a script's name leads elsewhere",
            wheel ->
                wheel.with(
                    wheel.distInfo("entry_points.txt"),
                    "[console_scripts]\n../../x = bakery:main\n"),
            "a script named '../../x'"),
        new Hostile(
            "it says that it unpacks to more than is allowed",
            wheel -> wheel.with("zeros", "0".repeat(200_000)),
            "has more than 100000 bytes unpacked"));
  }

  @ParameterizedTest
  @MethodSource("hostileWheels")
  void isRefusedWhen(Hostile hostile) throws IOException {
    ChosenWheel wheel = hostile.spoil.apply(WheelOnDisk.of("bakery", "1.0")).in(folder);

    assertThatThrownBy(() -> check(wheel))
        .isInstanceOfSatisfying(
            BuildFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining("bakery 1.0: the wheel bakery-1.0-py3-none-any.whl")
        .hasMessageContaining(hostile.complaint);
  }

  @Test
  void isRefusedWhenAFileIsLargerThanItSays() throws IOException {
    ChosenWheel honest =
        WheelOnDisk.of("bakery", "1.0").with("zeros", "0".repeat(90_000)).in(folder);
    Path file = Path.of(honest.file().url());
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int start = 0; start + 4 <= bytes.length; start++) {
      boolean isSize = zip.getInt(start) == 90_000;
      if (isSize) {
        zip.putInt(start, 9);
      }
    }
    Files.write(file, bytes);
    ChosenWheel liar = WheelOnDisk.of("bakery", "1.0").locked(file);

    assertThatThrownBy(() -> check(liar))
        .hasMessageContaining("zeros, which is larger than it says");
  }

  @Test
  void isRefusedWhenAFileIsThereTwice() throws IOException {
    ChosenWheel once = WheelOnDisk.of("bakery", "1.0").with("one", "x").with("two", "y").in(folder);
    Path file = Path.of(once.file().url());
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    Files.write(file, bytes.replace("two", "one").getBytes(StandardCharsets.ISO_8859_1));

    assertThatThrownBy(() -> check(WheelOnDisk.of("bakery", "1.0").locked(file)))
        .hasMessageContaining("holds one twice");
  }

  @Test
  void isRefusedWhenItIsCutOff() throws IOException {
    ChosenWheel whole = WheelOnDisk.of("bakery", "1.0").with("one", "x").in(folder);
    Path file = Path.of(whole.file().url());
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

    assertThatThrownBy(() -> check(whole)).hasMessageContaining("not a zip archive");
  }

  @Test
  void isAcceptedAndSaysWhichScriptsAnInstallerMakes() throws IOException {
    ChosenWheel wheel =
        WheelOnDisk.of("bakery", "1.0")
            .with("bakery/__init__.py", "")
            .with("bakery-1.0.data/scripts/bake", "#!python\nprint()\n")
            .with("bakery-1.0.data/scripts/knead", "#!/bin/sh\ntrue\n")
            .with("bakery-1.0.data/data/bin/mill", "#!python\n")
            .with(
                "bakery-1.0.dist-info/entry_points.txt", "[console_scripts]\nsell = bakery:sell\n")
            .in(folder);

    assertThat(check(wheel).scripts()).containsExactlyInAnyOrder("bake", "sell");
  }

  private static WheelArchive.Contents check(ChosenWheel wheel) {
    return new WheelArchive(wheel, Path.of(wheel.file().url()), SMALL).check();
  }
}
