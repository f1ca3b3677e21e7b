package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.LockRequest;
import dev.pythonservice.builder.request.Policy;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.CLibrary.Family;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the real uv, offline, on small projects with committed locks. */
final class LocksTest {

  private static final PythonVersion PYTHON = new PythonVersion(3, 13, 5);
  private static final LockRequest UV_LOCK =
      new LockRequest("uv.lock", Optional.empty(), List.of(), List.of());
  private static final Policy ANYTHING = new Policy(EnumSet.allOf(Policy.Origin.class), List.of());

  @TempDir Path temporary;
  private Fixtures fixtures;

  @BeforeEach
  void uv() {
    fixtures = new Fixtures(temporary);
  }

  @Test
  void aWorkspaceComesAsThirdPartyAndFirstPartyPackages() {
    LockedProject project = read(fixtures.copyOf("workspace"), ".", UV_LOCK);

    assertThat(project.packages())
        .extracting(LockedPackage::name)
        .containsExactly(
            "anyio",
            "colorama",
            "gitpkg",
            "h11",
            "idna",
            "numpy",
            "numpy",
            "orjson",
            "typing-extensions");
    assertThat(project.packages().get(2).origin())
        .isInstanceOfSatisfying(
            Origin.Git.class,
            git -> assertThat(git.place()).startsWith("https://git.example/gitpkg at afdd1db"));
    assertThat(project.firstParty())
        .extracting(FirstParty::name, FirstParty::version, FirstParty::folder)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("root-app", "1.2.3", "."),
            org.assertj.core.groups.Tuple.tuple("api", "0", "packages/api"),
            org.assertj.core.groups.Tuple.tuple("core", "0.1.0", "packages/core"),
            org.assertj.core.groups.Tuple.tuple("direct", "3", "lib/direct"));
    assertThat(project.firstParty().getFirst().installed()).isFalse();
    assertThat(project.firstParty().get(1).sourceRoots()).containsExactly("packages/api/src");
    assertThat(project.firstParty().get(1).scripts()).containsEntry("api-run", "api:main");
  }

  @Test
  void aMemberIsFoundByItsFolderAndByItsName() {
    Path tree = fixtures.copyOf("workspace");
    LockRequest named = new LockRequest("uv.lock", Optional.of("core"), List.of(), List.of());

    LockedProject byFolder = read(tree, "packages/core", UV_LOCK);
    LockedProject byName = read(tree, ".", named);

    assertThat(byFolder.packages()).extracting(LockedPackage::name).doesNotContain("orjson");
    assertThat(byFolder).isEqualTo(byName);
    assertThat(byFolder.firstParty()).extracting(FirstParty::name).containsExactly("core");
  }

  @Test
  void extrasAndGroupsAddPackages() {
    Path tree = fixtures.copyOf("workspace");
    LockRequest more =
        new LockRequest("uv.lock", Optional.empty(), List.of("fast"), List.of("dev"));

    LockedProject larger = read(tree, ".", more);

    assertThat(larger.packages()).extracting(LockedPackage::name).contains("uvloop", "pytest");
  }

  @Test
  void aTargetGetsOneVersionOfAForkedPackageAndNothingOfOtherSystems() {
    LockedProject project = read(fixtures.copyOf("workspace"), ".", UV_LOCK);
    Selections selections = new Selections(fixtures.uv(), temporary);

    Selection newer = selections.of(project, target(PYTHON));
    Selection older = selections.of(project, target(new PythonVersion(3, 12, 1)));

    assertThat(newer.packages())
        .extracting(LockedPackage::toString)
        .contains("numpy 2.5.5")
        .doesNotContain("numpy 2.2.6", "colorama 0.4.6");
    assertThat(older.packages())
        .extracting(LockedPackage::toString)
        .contains("numpy 2.2.6")
        .doesNotContain("numpy 2.5.5");
    assertThat(newer.firstParty()).hasSize(4);
  }

  @Test
  void aPythonThatTheLockExcludesIsRefused() {
    LockedProject project = read(fixtures.copyOf("workspace"), ".", UV_LOCK);

    BuildFailure failure =
        catchThrowableOfType(
            BuildFailure.class,
            () ->
                new Selections(fixtures.uv(), temporary)
                    .of(project, target(new PythonVersion(3, 11, 4))));

    assertThat(failure)
        .hasMessageContaining(
            "The lock is for Python >=3.12, and the base image has Python 3.11.4");
  }

  @Test
  void extrasInThePylockAreMarkers() throws IOException {
    Path tree = fixtures.copyOf("pylock");
    LockRequest fast =
        new LockRequest("pylock.toml", Optional.empty(), List.of("fast"), List.of("dev"));

    LockedProject project = read(tree, ".", fast);

    assertThat(new Selections(fixtures.uv(), temporary).of(project, target(PYTHON)).packages())
        .extracting(LockedPackage::name)
        .containsExactly("a", "b", "d");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(
            "a changed requirement",
            "pyproject.toml",
            "orjson>=3",
            "orjson>=99",
            "uv.lock is stale"),
        Arguments.of(
            "a new requirement with a marker",
            "pyproject.toml",
            "\"colorama; sys_platform=='win32'\"",
            "\"rich; sys_platform=='win32'\"",
            "uv.lock is stale"),
        Arguments.of(
            "a new requirement",
            "pyproject.toml",
            "\"orjson>=3\"",
            "\"orjson>=3\", \"rich\"",
            "pyproject.toml requires rich; run 'uv lock'"),
        Arguments.of(
            "a lock of a newer version",
            "uv.lock",
            "version = 1\n",
            "version = 2\n",
            "unsupported schema version (v2"),
        Arguments.of("a damaged lock", "uv.lock", "[manifest]", "[manifest", "line 9"),
        Arguments.of(
            "a damaged project",
            "packages/core/pyproject.toml",
            "[project]",
            "[project",
            "packages/core/pyproject.toml is not valid TOML at line 1"),
        Arguments.of(
            "a file without hash",
            "uv.lock",
            ", hash = \"sha256:59bb03251907983d1603d27c3087ddb1e93299ea2163adcdba37899a4fb12ffb\"",
            "",
            "uv.lock has no SHA-256 for anyio-4.16.0.tar.gz of package anyio"),
        Arguments.of(
            "a folder outside",
            "uv.lock",
            "directory = \"lib/direct\"",
            "directory = \"../../direct\"",
            "outside the source"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefusedWithFileAndRemedy(
      String name, String file, String old, String changed, String message) {
    Path tree = fixtures.copyOf("workspace");
    fixtures.replace(tree.resolve(file), old, changed);

    BuildFailure failure = catchThrowableOfType(BuildFailure.class, () -> read(tree, ".", UV_LOCK));

    assertThat(failure).hasMessageContaining(message);
    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
  }

  @Test
  void theSourcesOfAWorkspacesRootCountForItsMembers() {
    Path tree = fixtures.copyOf("workspace");
    fixtures.replace(tree.resolve("packages/api/pyproject.toml"), "\"core\"", "\"core>=0.1\"");

    assertThat(read(tree, ".", UV_LOCK).firstParty()).extracting(FirstParty::name).contains("core");
  }

  @Test
  void aMarkerThatChangedIsSeenByUv() throws IOException {
    Path tree = oneRequirement(">=3.9");
    assertThat(read(tree, ".", UV_LOCK).warnings()).isEmpty();
    fixtures.replace(tree.resolve("pyproject.toml"), "'win32'", "'linux'");

    assertThat(catchThrowableOfType(BuildFailure.class, () -> read(tree, ".", UV_LOCK)))
        .hasMessageContaining("uv.lock is stale: a pyproject.toml or its uv settings changed");
  }

  @Test
  void aLockThatNoPythonHereFitsIsReadWithAWarning() throws IOException {
    assertThat(read(oneRequirement(">=3.99"), ".", UV_LOCK).warnings())
        .singleElement()
        .asString()
        .contains("uv.lock was compared with its projects only by names", "--interpreter");
  }

  @Test
  void aLockOfDynamicDependenciesIsReadWithAWarning() throws IOException {
    Path tree = oneRequirement(">=3.9");
    fixtures.replace(
        tree.resolve("pyproject.toml"),
        "version = '1'",
        "version = '1'\ndynamic = ['dependencies']");
    fixtures.replace(
        tree.resolve("pyproject.toml"),
        "dependencies = [\"colorama; sys_platform=='win32'\"]\n",
        "");

    assertThat(read(tree, ".", UV_LOCK).warnings())
        .singleElement()
        .asString()
        .contains("pyproject.toml does not say all of its dependencies statically");
  }

  /** A project with one requirement and the lock that uv writes for it. */
  private Path oneRequirement(String python) throws IOException {
    String workspace = Files.readString(fixtures.copyOf("workspace").resolve("uv.lock"));
    int start = workspace.indexOf("[[package]]\nname = \"colorama\"");
    String colorama = workspace.substring(start, workspace.indexOf("[[package]]", start + 1));
    Path tree = Files.createDirectory(temporary.resolve("one"));
    Files.writeString(
        tree.resolve("pyproject.toml"),
        """
        [project]
        name = "one"
        version = '1'
        requires-python = "%s"
        dependencies = ["colorama; sys_platform=='win32'"]
        """
            .formatted(python));
    Files.writeString(
        tree.resolve("uv.lock"),
        """
        version = 1
        revision = 3
        requires-python = "%s"

        %s[[package]]
        name = "one"
        version = "1"
        source = { virtual = "." }
        dependencies = [
            { name = "colorama", marker = "sys_platform == 'win32'" },
        ]

        [package.metadata]
        requires-dist = [{ name = "colorama", marker = "sys_platform == 'win32'" }]
        """
            .formatted(python, colorama));
    return tree;
  }

  @ParameterizedTest(name = "a pylock.toml without {0}")
  @CsvSource({"a new requirement, rich>=1", "one of an extra, rich"})
  void aPylockIsComparedWithTheProject(String name, String requirement) throws IOException {
    Path tree = fixtures.copyOf("pylock");
    boolean extra = name.contains("extra");
    Files.writeString(
        tree.resolve("pyproject.toml"),
        """
        [project]
        name = "a-project"
        version = "1"
        dependencies = ["d", "other; sys_platform == 'win32'"%s]
        [project.optional-dependencies]
        fast = ["A"%s]
        """
            .formatted(
                extra ? "" : ", \"%s\"".formatted(requirement),
                extra ? ", \"%s\"".formatted(requirement) : ""));
    LockRequest request =
        new LockRequest("pylock.toml", Optional.empty(), List.of("fast"), List.of());

    assertThat(catchThrowableOfType(BuildFailure.class, () -> read(tree, ".", request)))
        .hasMessageContaining(
            "pylock.toml is stale: pyproject.toml requires %s, which is not in it; run 'uv export"
                .formatted(requirement));

    fixtures.replace(tree.resolve("pyproject.toml"), ", \"%s\"".formatted(requirement), "");
    assertThat(read(tree, ".", request).packages()).isNotEmpty();
  }

  static Stream<Arguments> unknown() {
    return Stream.of(
        Arguments.of("extra", List.of("slow"), List.of(), "has no extra slow; it has fast"),
        Arguments.of("group", List.of(), List.of("docs"), "no dependency group docs; it has dev"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unknown")
  void whatIsNotThereIsAnsweredWithWhatIs(
      String name, List<String> extras, List<String> groups, String message) {
    LockRequest request = new LockRequest("uv.lock", Optional.empty(), extras, groups);

    assertThat(
            catchThrowableOfType(
                BuildFailure.class, () -> read(fixtures.copyOf("workspace"), ".", request)))
        .hasMessageContaining(message);
  }

  @Test
  void aGroupThatIsWantedIfItIsThereIsLeftOutWhereItIsNot() {
    Path tree = fixtures.copyOf("workspace");
    LockRequest root = new LockRequest("uv.lock", Optional.empty(), List.of(), List.of());
    LockRequest core = new LockRequest("uv.lock", Optional.of("core"), List.of(), List.of());

    assertThat(read(tree, ".", root.with(List.of(), List.of("dev", "docs"))).packages())
        .extracting(LockedPackage::name)
        .contains("pytest");
    assertThat(read(tree, ".", root).packages())
        .extracting(LockedPackage::name)
        .doesNotContain("pytest");
    assertThat(read(tree, ".", core.with(List.of(), List.of("dev"))))
        .isEqualTo(read(tree, ".", core));
  }

  @Test
  void anUnknownMemberIsAnsweredWithTheMembers() {
    LockRequest request = new LockRequest("uv.lock", Optional.of("x"), List.of(), List.of());

    assertThat(
            catchThrowableOfType(
                BuildFailure.class, () -> read(fixtures.copyOf("workspace"), ".", request)))
        .hasMessageContaining("uv.lock has no member x")
        .hasMessageContaining("api, core, root-app");
  }

  @Test
  void aForbiddenOriginIsThePolicysRefusal() {
    Policy policy = new Policy(Set.of(Policy.Origin.INDEX), List.of());

    BuildFailure failure =
        catchThrowableOfType(
            BuildFailure.class,
            () ->
                fixtures
                    .locks(policy)
                    .read(fixtures.source(fixtures.copyOf("workspace"), "."), UV_LOCK, PYTHON));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.POLICY);
    assertThat(failure).hasMessageContaining("gitpkg 0.3 (git https://git.example/gitpkg at");
  }

  @Test
  void whatTheSourceLeavesOutIsNotReadFromTheDisk() throws IOException {
    Path tree = fixtures.copyOf("workspace");
    Files.writeString(tree.resolve(".dockerignore"), "uv.lock\n");

    BuildFailure failure = catchThrowableOfType(BuildFailure.class, () -> read(tree, ".", UV_LOCK));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(failure)
        .hasMessageContaining("uv.lock is left out of the source, and the lock needs it")
        .hasMessageContaining("the line '!uv.lock' at the end of .dockerignore");
  }

  @Test
  void aPackageThatIsInstalledMustBelongToTheSourceAndAnotherMemberNeedNot() throws IOException {
    Path tree = fixtures.copyOf("workspace");
    Files.writeString(tree.resolve(".dockerignore"), "packages/api\n");

    assertThat(read(tree, "packages/core", UV_LOCK).firstParty()).hasSize(1);
    assertThat(catchThrowableOfType(BuildFailure.class, () -> read(tree, ".", UV_LOCK)))
        .hasMessageContaining("packages/api/pyproject.toml is left out of the source");
  }

  @Test
  void nothingOfTheProjectRuns() throws IOException {
    Path tree = fixtures.copyOf("workspace");
    Path proof = temporary.resolve("it-ran");
    String program = "#!/bin/sh\n: > %s\nexit 1\n".formatted(proof);
    for (String name : List.of(".venv/bin/python", ".venv/bin/python3", "interpreter")) {
      Path file = tree.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, program);
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    Files.writeString(tree.resolve(".venv/pyvenv.cfg"), "home = /usr\nversion_info = 3.13.0\n");
    Files.writeString(tree.resolve(".python-version"), "./interpreter\n");
    Files.writeString(
        tree.resolve("packages/api/backend.py"), "open(%s, 'w')".formatted("'" + proof + "'"));
    fixtures.replace(
        tree.resolve("packages/api/pyproject.toml"),
        "[build-system]\nrequires = [\"setuptools\"]\nbuild-backend = \"setuptools.build_meta\"",
        "[build-system]\nrequires = []\nbuild-backend = \"backend\"\nbackend-path = [\".\"]");
    fixtures.replace(
        tree.resolve("packages/api/pyproject.toml"), "dependencies = [\"core\", \"h11\"]", "");
    fixtures.replace(
        tree.resolve("packages/api/pyproject.toml"),
        "dynamic = [\"version\"]",
        "dynamic = [\"version\", \"dependencies\"]");

    LockedProject project = read(tree, ".", UV_LOCK);

    assertThat(proof).doesNotExist();
    assertThat(project.firstParty().get(1).needsWheel())
        .contains("its build backend backend is its own code");
  }

  private LockedProject read(Path tree, String path, LockRequest request) {
    return fixtures.locks(ANYTHING).read(fixtures.source(tree, path), request, PYTHON);
  }

  private static Target target(PythonVersion python) {
    return new Target(Platform.LINUX_ARM64, new CLibrary(Family.GLIBC, 2, 36), python);
  }
}
