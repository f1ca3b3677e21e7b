package dev.pythonservice.builder.wheel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.lock.LockedPackage;
import dev.pythonservice.builder.lock.Origin;
import dev.pythonservice.builder.lock.Selection;
import dev.pythonservice.builder.source.Source;
import dev.pythonservice.builder.wheel.WheelJob.Material;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Wheels to be built")
final class WheelJobsTest {

  private final Source project = Samples.source("", "pricing/Cargo.toml", "shop/web.py");
  private final Selection selection =
      new Selection(
          List.of(
              Samples.sourceOnly("docopt"),
              Samples.withWheel("orjson"),
              Samples.wheelOnly("duckdb")),
          List.of(
              Samples.own("pricing", "pricing", Optional.of("a Rust crate")),
              Samples.own("shop", "shop", Optional.empty())));

  @Test
  @DisplayName("are all without any wheel: own native code first, then source distributions")
  void sourceOnly() {
    List<WheelJob> jobs = WheelJobs.of(selection, project, Wanted.AllSourceOnly.all());

    assertThat(jobs).extracting(WheelJob::name).containsExactly("pricing", "docopt");
    assertThat(jobs.getFirst().source())
        .isEqualTo(new BuiltFrom.Folder(FolderDigest.of(project, "pricing")));
    assertThat(jobs.getLast().source())
        .isEqualTo(new BuiltFrom.Archive(Samples.archive("docopt").sha256()));
  }

  @Test
  @DisplayName("may be named in any spelling, with wheels or without")
  void named() {
    Wanted wanted = Wanted.Named.of(Set.of("OrJson", "shop"));

    assertThat(WheelJobs.of(selection, project, wanted))
        .extracting(WheelJob::name)
        .containsExactly("shop", "orjson");
  }

  @Test
  @DisplayName("of a git repository are built from the commit")
  void fromGit() {
    Origin.Git git = new Origin.Git(Samples.INDEX, "0123456789012345678901234567890123456789", ".");
    LockedPackage locked = new LockedPackage("tool", "1.0", git, List.of(), Optional.empty(), "");

    List<WheelJob> jobs =
        WheelJobs.of(
            new Selection(List.of(locked), List.of()), project, Wanted.AllSourceOnly.all());

    assertThat(jobs)
        .containsExactly(
            new WheelJob(
                "tool", "1.0", new BuiltFrom.Commit(git.commit(), "."), new Material.Commit(git)));
  }

  @Test
  @DisplayName("that the lock does not install are refused by name")
  void unknown() {
    Wanted wanted = Wanted.Named.of(Set.of("orjson", "nothing"));

    assertThatThrownBy(() -> WheelJobs.of(selection, project, wanted))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("no package nothing on this platform");
  }

  @Test
  @DisplayName("that have no source archive are refused by name")
  void withoutSource() {
    Wanted wanted = Wanted.Named.of(Set.of("duckdb"));

    assertThatThrownBy(() -> WheelJobs.of(selection, project, wanted))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("duckdb 1.0 has no source archive in the lock");
  }

  @Test
  @DisplayName("of others are refused by name where only those of the project may be built")
  void ofOthersAreRefused() {
    Selection selection = new Selection(List.of(Samples.sourceOnly("docopt")), List.of());

    assertThatThrownBy(
            () -> WheelJobs.of(selection, project, Wanted.AllSourceOnly.ownAnd(List.of("crcmod"))))
        .isInstanceOfSatisfying(
            BuildFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.POLICY))
        .hasMessageContaining("docopt 1.0 has no wheel")
        .hasMessageContaining("--allow-package");
    assertThat(WheelJobs.of(selection, project, Wanted.AllSourceOnly.ownAnd(List.of("Docopt"))))
        .hasSize(1);
  }
}
