package dev.pythonservice.builder.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.NativeCheck.Checked;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** With a real shared library: one of the JDK that runs the test. It needs libjvm.so and glibc. */
final class NativeCheckTest {

  private static final CLibrary NEW = new CLibrary(Family.GLIBC, 2, 41);

  @TempDir private Path root;
  private ElfFile real;
  private Platform own;
  private Platform foreign;
  private ChosenWheel wheel;

  @BeforeEach
  void putALibraryIntoAWheel() throws IOException {
    Path library = Path.of(System.getProperty("java.home"), "lib", "libjava.so");
    Files.createDirectories(root.resolve("lib/bakery"));
    Files.copy(library, root.resolve("lib/bakery/oven.cpython-313-x86_64-linux-gnu.so"));
    real = ElfFile.read(library).orElseThrow();
    boolean isIntel = real.machine() == ElfFile.Machine.X86_64;
    own = isIntel ? Platform.LINUX_AMD64 : Platform.LINUX_ARM64;
    foreign = isIntel ? Platform.LINUX_ARM64 : Platform.LINUX_AMD64;
    wheel = WheelOnDisk.of("bakery", "1.0").tagged("cp313-cp313-linux").in(root.resolve("made"));
  }

  @Test
  void aFileTellsWhatItNeeds() {
    assertThat(real.needed()).contains("libjvm.so", "libc.so.6");
    assertThat(real.versions())
        .anySatisfy(needed -> {
          assertThat(needed.library()).isEqualTo("libc.so.6");
          assertThat(needed.version()).startsWith("GLIBC_2.");
        });
    assertThat(real.exportsModule()).isFalse();
  }

  @Test
  void whatFitsPassesAndALibraryThatIsNowhereIsAWarning() throws IOException {
    assertThat(check(own, NEW, Map.of()))
        .singleElement()
        .asString()
        .contains("bakery 1.0: lib/bakery/oven.cpython-313-x86_64-linux-gnu.so needs libjvm.so");
  }

  @Test
  void aLibraryThatTheWheelBringsIsNotMissing() throws IOException {
    Files.createDirectories(root.resolve("lib/bakery.libs"));
    Files.writeString(root.resolve("lib/bakery.libs/libjvm.so"), "here");

    assertThat(check(own, NEW, Map.of())).isEmpty();
  }

  @Test
  void anotherArchitectureIsRefused() {
    assertThatThrownBy(() -> check(foreign, NEW, Map.of()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("bakery 1.0: lib/bakery/oven.cpython-313-x86_64-linux-gnu.so")
        .hasMessageContaining("is for another architecture, and the image is for " + foreign);
  }

  @Test
  void anotherCLibraryIsRefused() {
    assertThatThrownBy(() -> check(own, new CLibrary(Family.MUSL, 1, 2), Map.of()))
        .hasMessageContaining("is for glibc, and the image is for %s with musl 1.2".formatted(own));
  }

  @Test
  void aNewerGlibcThanTheImageHasIsRefused() {
    assertThatThrownBy(() -> check(own, new CLibrary(Family.GLIBC, 2, 1), Map.of()))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("needs GLIBC_2.")
        .hasMessageContaining(", and the base image has GLIBC 2.1");
  }

  @Test
  void aHelperForAnotherSystemBesideFittingCodeIsAWarning() throws IOException {
    byte[] bytes =
        Files.readAllBytes(root.resolve("lib/bakery/oven.cpython-313-x86_64-linux-gnu.so"));
    bytes[18] = 3;
    Files.write(root.resolve("lib/bakery/attach_linux_x86.so"), bytes);

    assertThat(check(own, NEW, Map.of()))
        .anySatisfy(text -> assertThat(text).contains("attach_linux_x86.so is for another system"));
  }

  @Test
  void aDamagedFileIsAWarning() throws IOException {
    byte[] bytes =
        Files.readAllBytes(root.resolve("lib/bakery/oven.cpython-313-x86_64-linux-gnu.so"));
    Files.write(root.resolve("lib/bakery/half.so"), Arrays.copyOf(bytes, 200));

    assertThat(check(own, NEW, Map.of()))
        .anySatisfy(text -> assertThat(text).contains("half.so cannot be looked into"));
  }

  @Test
  void codeForOnePlatformInAWheelForAnyIsRefusedOnTheOther() throws IOException {
    wheel = WheelOnDisk.of("bakery", "1.0").in(root.resolve("made"));

    assertThat(check(own, NEW, Map.of())).isNotEmpty();
    assertThatThrownBy(() -> check(foreign, NEW, Map.of()))
        .hasMessageContaining("bakery-1.0-py3-none-any.whl is for another architecture");
  }

  @Test
  void whatIsKeptOfAWheelIsEnoughToCheckItAgain() throws IOException {
    NativeFiles natives = NativeFiles.in(root);
    JsonMapper json = JsonMapper.shared();

    NativeFiles kept = json.readValue(json.writeValueAsBytes(natives), NativeFiles.class);

    assertThat(kept).isEqualTo(natives);
    assertThat(kept.files())
        .singleElement()
        .satisfies(file -> {
          assertThat(file.module()).isTrue();
          assertThat(file.versions()).hasSizeLessThan(real.versions().size());
        });
  }

  private List<String> check(Platform platform, CLibrary libc, Map<String, String> versions)
      throws IOException {
    BaseFacts base =
        new BaseFacts(
            PythonVersion.of("3.13.5"),
            "/usr/bin/python3.13",
            libc,
            "",
            List.of(),
            Set.of(
                "libc.so.6",
                "libdl.so.2",
                "libpthread.so.0",
                "ld-linux-x86-64.so.2",
                "ld-linux-aarch64.so.1"),
            versions);
    return new NativeCheck(platform, base)
        .check(
            new Checked(wheel.locked().toString(), wheel.file().fileName(), NativeFiles.in(root)));
  }
}
