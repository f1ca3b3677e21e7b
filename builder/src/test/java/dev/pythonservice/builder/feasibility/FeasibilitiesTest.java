package dev.pythonservice.builder.feasibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.builder.feasibility.Blocker.Reason;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FeasibilitiesTest {

  private static final PythonVersion PYTHON = new PythonVersion(3, 13, 5);
  private static final Target GLIBC =
      new Target(Platform.LINUX_ARM64, new CLibrary(Family.GLIBC, 2, 36), PYTHON);
  private static final Target MUSL =
      new Target(Platform.LINUX_ARM64, new CLibrary(Family.MUSL, 1, 2), PYTHON);

  static Stream<Arguments> blockers() {
    return Stream.of(
        Arguments.of(
            "only other architectures",
            GLIBC,
            List.of("a-1-cp313-cp313-manylinux_2_17_x86_64.whl", "a-1-cp313-cp313-win_amd64.whl"),
            Reason.ONLY_OTHER_ARCHITECTURES,
            "a 1 has wheels for Linux on x86_64, Windows, none for Linux on aarch64"),
        Arguments.of(
            "a newer glibc than the base image's",
            GLIBC,
            List.of("a-1-cp313-cp313-manylinux_2_39_aarch64.whl"),
            Reason.NEWER_LIBC,
            "need glibc 2.39, and the base image has glibc 2.36"),
        Arguments.of(
            "glibc only",
            MUSL,
            List.of("a-1-cp313-abi3-manylinux2014_aarch64.whl"),
            Reason.ONLY_OTHER_LIBC,
            "with glibc, none with musl"),
        Arguments.of(
            "musl only",
            GLIBC,
            List.of("a-1-cp313-cp313-musllinux_1_1_aarch64.whl"),
            Reason.ONLY_OTHER_LIBC,
            "with musl, none with glibc"),
        Arguments.of(
            "the stable ABI of a newer Python",
            GLIBC,
            List.of("a-1-cp314-abi3-manylinux_2_17_aarch64.whl"),
            Reason.NEWER_PYTHON,
            "cp314-abi3, none for Python 3.13"),
        Arguments.of(
            "an older Python",
            GLIBC,
            List.of("a-1-cp312-cp312-manylinux_2_17_aarch64.whl"),
            Reason.ONLY_OTHER_PYTHONS,
            "cp312-cp312, none for Python 3.13"),
        Arguments.of(
            "free-threaded only",
            GLIBC,
            List.of("a-1-cp313-cp313t-manylinux_2_17_aarch64.whl"),
            Reason.FREE_THREADED_ONLY,
            "with its global lock"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("blockers")
  void aPackageWithoutUsableWheelIsABlockerWithItsReason(
      String name, Target target, List<String> wheels, Reason reason, String message) {
    Feasibility feasibility = of(locked(wheels, Optional.empty()), Map.of(), target);

    assertThat(feasibility.feasible()).isFalse();
    Blocker blocker = feasibility.blockers().getFirst();
    assertThat(blocker.reason()).isEqualTo(reason);
    assertThat(blocker.message()).contains(message);
    assertThat(blocker.remedy()).isNotEmpty().doesNotContain("pythonservice-builder wheel");
  }

  @Test
  void sourceOnlyIsABlockerUntilAWheelIsBuilt() {
    LockedPackage source = locked(List.of(), Optional.of(file("a-1.tar.gz")));
    String built = "a-1-cp313-cp313-linux_aarch64.whl";

    assertThat(of(source, Map.of(), GLIBC).blockers())
        .extracting(Blocker::reason)
        .containsExactly(Reason.SOURCE_ONLY);
    assertThat(of(source, Map.of("a", built), GLIBC).wheels())
        .extracting(wheel -> wheel.file().fileName())
        .containsExactly(built);
  }

  @Test
  void aBuiltWheelSaysTheVersionThatOnlyRunningCodeFindsOut() {
    FirstParty crate =
        new FirstParty(
            "crate",
            "0",
            "crate",
            true,
            List.of("crate"),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            "",
            Optional.of("its build backend is maturin"),
            "");
    LockedPackage git =
        new LockedPackage(
            "b",
            "0",
            new Origin.Git(URI.create("https://git.example/b"), "0".repeat(40), "."),
            List.of(),
            Optional.empty(),
            "");

    Feasibility feasibility =
        new Feasibilities(
                one -> List.of(file(one.name() + "-2.1-py3-none-any.whl")), one -> List.of())
            .of(
                new Selection(List.of(git, locked(List.of(), Optional.empty())), List.of(crate)),
                GLIBC);

    assertThat(feasibility.wheels())
        .extracting(wheel -> wheel.locked().toString())
        .containsExactly("a 1", "b 2.1", "crate 2.1");
  }

  @Test
  void nothingToInstallIsABlockerOfItsOwn() {
    assertThat(of(locked(List.of(), Optional.empty()), Map.of(), GLIBC).blockers())
        .extracting(Blocker::reason)
        .containsExactly(Reason.NO_FILES);
  }

  @Test
  void ofWheelsWithEqualTagsTheHighestBuildTagWins() {
    List<String> wheels =
        List.of("a-1-9-py3-none-any.whl", "a-1-10-py3-none-any.whl", "a-1-py3-none-any.whl");

    assertThat(of(locked(wheels, Optional.empty()), Map.of(), GLIBC).wheels())
        .extracting(wheel -> wheel.file().fileName())
        .containsExactly("a-1-10-py3-none-any.whl");
  }

  @Test
  void nativeCodeOfTheProjectNeedsABuiltWheel() {
    FirstParty crate =
        new FirstParty(
            "crate",
            "1",
            "crate",
            true,
            List.of("crate"),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            "",
            Optional.of("its build backend is maturin"),
            "");

    Feasibility feasibility =
        new Feasibilities(locked -> List.of(), locked -> List.of("crate-1-cp313-abi3-any.whl"))
            .of(new Selection(List.of(), List.of(crate)), GLIBC);

    Blocker blocker = feasibility.blockers().getFirst();
    assertThat(blocker.reason()).isEqualTo(Reason.NATIVE_CODE);
    assertThat(blocker.message()).contains("because its build backend is maturin");
    assertThat(FeasibilityTable.of(List.of(feasibility)))
        .contains("linux/arm64, glibc 2.36, Python 3.13.5  no        0       crate")
        .contains("crate 1 (NativeCode): crate in crate must be built into a wheel")
        .contains("(built from another source: crate-1-cp313-abi3-any.whl)");
  }

  private static Feasibility of(LockedPackage locked, Map<String, String> built, Target target) {
    return new Feasibilities(
            one ->
                built.entrySet().stream()
                    .filter(entry -> entry.getKey().equals(one.name()))
                    .map(entry -> file(entry.getValue()))
                    .toList(),
            one -> List.of())
        .of(new Selection(List.of(locked), List.of()), target);
  }

  private static LockedPackage locked(List<String> wheels, Optional<LockedFile> source) {
    return new LockedPackage(
        "a",
        "1",
        new Origin.Index(URI.create("https://index.example/simple")),
        wheels.stream().map(FeasibilitiesTest::file).toList(),
        source,
        "");
  }

  private static LockedFile file(String name) {
    return new LockedFile(
        name, URI.create("https://index.example/" + name), Digest.ofBytes(new byte[0]), 1);
  }
}
