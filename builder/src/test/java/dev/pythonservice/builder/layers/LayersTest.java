package dev.pythonservice.builder.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdInputStream;
import dev.pythonservice.builder.base.BaseFacts;
import dev.pythonservice.builder.base.Interpreter;
import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.feasibility.ChosenWheel;
import dev.pythonservice.builder.install.Downloads;
import dev.pythonservice.builder.install.InstalledWheel;
import dev.pythonservice.builder.install.Installer;
import dev.pythonservice.builder.install.Unpacking;
import dev.pythonservice.builder.install.WheelOnDisk;
import dev.pythonservice.builder.lock.FirstParty;
import dev.pythonservice.builder.process.Program;
import dev.pythonservice.builder.process.Uv;
import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.registry.ProxySettings;
import dev.pythonservice.builder.request.Access;
import dev.pythonservice.builder.request.Limits;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.source.SourceFile;
import dev.pythonservice.builder.target.CLibrary;
import dev.pythonservice.builder.target.Platform;
import dev.pythonservice.builder.target.PythonVersion;
import dev.pythonservice.builder.target.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TimeZone;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From wheels and a project to layers, with the real uv and a real Python. */
final class LayersTest {

  private static final Access OFFLINE =
      new Access(Map.of(), Optional.empty(), List.of(), Set.of(), Map.of(), true);

  @TempDir private Path folder;
  private Interpreter interpreter;
  private BaseFacts base;
  private String series;

  @BeforeEach
  void findPython() {
    Path python =
        Uv.find(Optional.empty(), folder, OFFLINE, List.of(), System.getenv()).pythons().getFirst();
    String version =
        Program.of(
                folder,
                List.of(
                    python.toString(),
                    "-c",
                    "import sys; print(sys.executable, '%d.%d.%d' % sys.version_info[:3])"))
            .with(System.getenv())
            .run()
            .output()
            .strip();
    String[] words = version.split(" ");
    interpreter = new Interpreter(List.of(words[0]), PythonVersion.of(words[1]), Map.of());
    series = interpreter.version().series();
    base =
        new BaseFacts(
            interpreter.version(),
            "/usr/bin/python" + series,
            new CLibrary(CLibrary.Family.GLIBC, 2, 41),
            "",
            List.of(),
            Set.of(),
            Map.of());
  }

  @Test
  void aWheelLiesInTheEnvironmentAsUvSyncPutsIt() throws IOException {
    LayerBlob blob = wheelLayer(folder.resolve("one"));

    SortedMap<String, String> files = files(blob);
    String packages = "venv/lib/python" + series + "/site-packages/";
    String tag = "cpython-" + series.replace(".", "");
    assertThat(files.keySet())
        .containsExactly(
            "venv/",
            "venv/bin/",
            "venv/bin/bake",
            "venv/bin/knead",
            "venv/bin/mill",
            "venv/bin/oven",
            "venv/bin/sieve",
            "venv/etc/",
            "venv/etc/bakery.conf",
            "venv/include/",
            "venv/include/site/",
            "venv/include/site/python" + series + "/",
            "venv/include/site/python" + series + "/bakery/",
            "venv/include/site/python" + series + "/bakery/bakery.h",
            "venv/lib/",
            "venv/lib/python" + series + "/",
            packages,
            packages + "bakery-1.0.dist-info/",
            packages + "bakery-1.0.dist-info/METADATA",
            packages + "bakery-1.0.dist-info/RECORD",
            packages + "bakery-1.0.dist-info/WHEEL",
            packages + "bakery-1.0.dist-info/entry_points.txt",
            packages + "bakery-1.0.dist-info/sboms/",
            packages + "bakery-1.0.dist-info/sboms/rust.cdx.json",
            packages + "bakery/",
            packages + "bakery/__init__.py",
            packages + "bakery/__pycache__/",
            packages + "bakery/__pycache__/__init__." + tag + ".pyc",
            packages + "bakery/template.py");
    assertThat(files.get("venv/bin/bake")).startsWith("#!/venv/bin/python\n").contains("main()");
    assertThat(files.get("venv/bin/knead")).isEqualTo("#!/bin/sh\ntrue\n");
    assertThat(files.get("venv/bin/mill")).isEqualTo("\u007fELF no script");
    assertThat(files.get("venv/bin/sieve")).isEqualTo("#!/usr/bin/env node\n");
    assertThat(files.get("venv/bin/oven")).isEqualTo("#!/venv/bin/python\nprint()\n");
    assertThat(files.getOrDefault(packages + "bakery-1.0.dist-info/RECORD", "").lines())
        .isSorted()
        .anySatisfy(line -> assertThat(line).startsWith("../../../bin/bake,sha256="))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("../../../include/site/python" + series + "/bakery/bakery.h,"))
        .noneSatisfy(line -> assertThat(line).contains(".pyc"));
    assertThat(blob.facts())
        .singleElement()
        .satisfies(facts -> {
          assertThat(facts.purl()).isEqualTo("pkg:pypi/bakery@1.0");
          assertThat(facts.licence()).contains("MIT");
          assertThat(facts.generator()).contains("by hand");
          assertThat(facts.sboms())
              .containsExactly(new WheelFacts.EmbeddedSbom("rust.cdx.json", "{}"));
        });
  }

  @Test
  void aLayerHasTheSameBytesInAnotherFolderAndTimeZone() throws IOException {
    LayerBlob one = wheelLayer(folder.resolve("one"));
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
    try {
      LayerBlob other = wheelLayer(folder.resolve("a longer name/two"));

      assertThat(other.descriptor()).isEqualTo(one.descriptor());
      assertThat(other.diffId()).isEqualTo(one.diffId());
    } finally {
      TimeZone.setDefault(before);
    }
    assertThat(one.descriptor().digest()).isEqualTo(Digest.ofBytes(Files.readAllBytes(one.file())));
    assertThat(one.descriptor().size()).isEqualTo(Files.size(one.file()));
  }

  @Test
  void theApplicationIsUsedWhereItLies() throws IOException {
    SortedMap<String, String> files = files(applicationLayer(folder.resolve("tree"), 0));

    String packages = "venv/lib/python" + series + "/site-packages/";
    String tag = "cpython-" + series.replace(".", "");
    assertThat(files)
        .containsEntry("app/src/shop/__init__.py", "def main(): pass\n")
        .containsEntry("app/link", "-> src")
        .containsEntry("venv/bin/python", "-> /usr/bin/python" + series)
        .containsEntry("venv/bin/python3", "-> python")
        .containsEntry(packages + "_application.pth", "/app/src\n")
        .containsEntry(
            packages + "my_shop-1.2.dist-info/entry_points.txt",
            "[console_scripts]\nshop = shop:main\n\n[plugins]\nx = shop:X\n")
        .containsKey("app/src/shop/__pycache__/__init__." + tag + ".pyc");
    assertThat(files.get("app/src/shop/__pycache__/__init__." + tag + ".pyc"))
        .contains("/app/src/shop/__init__.py")
        .doesNotContain(folder.toString());
    assertThat(files.get("venv/bin/shop")).startsWith("#!/venv/bin/python\n").contains("main()");
    assertThat(files.get("venv/pyvenv.cfg")).contains("home = /usr/bin\n");
    assertThat(folder.resolve("tree/src/shop/__pycache__")).doesNotExist();
  }

  @Test
  void anApplicationHasTheSameBytesInAnotherFolderAtAnotherTime() throws IOException {
    LayerBlob one = applicationLayer(folder.resolve("tree"), 0);
    LayerBlob other = applicationLayer(folder.resolve("somewhere/else"), 1_000_000_000_000L);

    assertThat(other.descriptor()).isEqualTo(one.descriptor());
  }

  private LayerBlob wheelLayer(Path work) throws IOException {
    WheelOnDisk made = WheelOnDisk.of("bakery", "1.0");
    ChosenWheel wheel =
        made.with("bakery/__init__.py", "def main(): pass\n")
            .with("bakery/template.py", "def {{ name }}: pass\n")
            .with("bakery-1.0.data/scripts/knead", "#!/bin/sh\ntrue\n")
            .with("bakery-1.0.data/scripts/oven", "#!python\nprint()\n")
            .with("bakery-1.0.data/data/etc/bakery.conf", "warm\n")
            .with("bakery-1.0.data/data/bin/mill", program("\u007fELF no script"), 0100755)
            .with("bakery-1.0.data/data/bin/sieve", program("#!/usr/bin/env node\n"), 0100755)
            .with("bakery-1.0.data/headers/bakery.h", "int x;\n")
            .with(made.distInfo("entry_points.txt"), "[console_scripts]\nbake = bakery:main\n")
            .with(made.distInfo("sboms/rust.cdx.json"), "{}")
            .in(work.resolve("made"));
    Target target = new Target(Platform.LINUX_AMD64, base.libc(), interpreter.version());
    Uv uv = Uv.find(Optional.empty(), work.resolve("cache"), OFFLINE, List.of(), System.getenv());
    List<InstalledWheel> installed =
        new Installer(
                target,
                new Downloads(
                    OFFLINE, ProxySettings.of(Map.of()), Limits.USUAL, work.resolve("cache"), work),
                new Unpacking(uv, interpreter, work.resolve("uv")),
                Limits.USUAL,
                work.resolve("installed"))
            .install(List.of(wheel));
    return new Layers(new Bytecode(interpreter, work.resolve("bytecode")), work.resolve("layers"))
        .write(LayerPlan.of(List.of(wheel), interpreter.version(), 9).getFirst(), installed);
  }

  private static byte[] program(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"def main(): fail\n", "def main(): pass\n#", "def", ""})
  void anApplicationThatChangesWhileItIsBuiltIsRefused(String saved) throws IOException {
    Path tree = folder.resolve("tree");
    Path module = tree.resolve("src/shop/__init__.py");
    Source source = source(tree, 0);
    Files.writeString(module, saved);

    assertThatThrownBy(() -> applicationLayer(source))
        .isInstanceOfSatisfying(
            BuildFailure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT))
        .hasMessageContaining(module + " changed while it was built");
    assertThat(folder.resolve("application.tar.zst")).doesNotExist();
  }

  private LayerBlob applicationLayer(Path tree, long time) throws IOException {
    return applicationLayer(source(tree, time));
  }

  private static Source source(Path tree, long time) throws IOException {
    Path module = tree.resolve("src/shop/__init__.py");
    Files.createDirectories(module.getParent());
    Files.writeString(module, "def main(): pass\n");
    Files.setLastModifiedTime(module, FileTime.fromMillis(time));
    Digest content = Digest.ofBytes(Files.readAllBytes(module));
    return new Source(
        tree,
        ".",
        "revision",
        content,
        List.of(
            new SourceFile("link", 0, false, content, Optional.of("src")),
            new SourceFile("src/shop/__init__.py", 17, false, content, Optional.empty())),
        Optional.empty());
  }

  private LayerBlob applicationLayer(Source source) {
    Path tree = source.tree();
    FirstParty shop =
        new FirstParty(
            "my-shop",
            "1.2",
            ".",
            true,
            List.of("src"),
            Map.of("shop", "shop:main"),
            Map.of(),
            Map.of("plugins", Map.of("x", "shop:X")),
            List.of("bakery"),
            ">=3.9",
            Optional.empty(),
            "");
    return new ApplicationLayer(
            new Bytecode(interpreter, tree.resolveSibling("work")), tree.resolveSibling("work"))
        .write(source, List.of(shop), base, tree.resolveSibling("application.tar.zst"));
  }

  private static SortedMap<String, String> files(LayerBlob blob) throws IOException {
    SortedMap<String, String> files = new TreeMap<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ZstdInputStream(Files.newInputStream(blob.file())))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        assertThat(entry.getLongUserId() + entry.getLongGroupId()).isZero();
        assertThat(entry.getUserName() + entry.getGroupName()).isEmpty();
        assertThat(entry.getLastModifiedTime().toInstant()).isEqualTo(LayerArchive.TIME);
        boolean executable = entry.isDirectory() || entry.getName().startsWith("venv/bin/");
        if (!entry.isSymbolicLink()) {
          assertThat(entry.getMode() & 0777).isEqualTo(executable ? 0755 : 0644);
        }
        files.put(
            entry.getName(),
            entry.isSymbolicLink()
                ? "-> " + entry.getLinkName()
                : new String(tar.readAllBytes(), StandardCharsets.ISO_8859_1));
      }
    }
    return files;
  }
}
