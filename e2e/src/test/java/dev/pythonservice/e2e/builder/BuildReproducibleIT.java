package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.process.Command;
import dev.pythonservice.e2e.servers.PackageMirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same input gives the same image wherever it is built. Each build finds nothing of those
 * before: it has a cache of its own, and repositories of its own for its image and its layers.
 */
@InWorkshop
class BuildReproducibleIT {

  private static final Duration DEADLINE = Duration.ofMinutes(5);
  private static final String TRUE_CLOCK = "true";

  private final Workshop workshop;

  @TempDir private Path folder;

  /** By plain HTTP, as a certificate is valid at some times only. */
  private static PackageMirror mirror;

  @TempDir private static Path mirrored;

  BuildReproducibleIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @BeforeAll
  static void mirror() throws IOException {
    mirror = PackageMirror.start(Workshop.packagesOf(Example.ORDERS), mirrored);
  }

  @AfterAll
  static void end() {
    mirror.close();
  }

  @ParameterizedTest(
      name = "in a folder called \"{0}\", as user {1}, in {2}, with {3}, written {4}, clock {5}")
  @CsvSource({
    "a, 0, UTC, C.UTF-8, 1999-12-31T23:59:59Z, true",
    "with blanks in it, 65534, Europe/Berlin, de_DE.UTF-8, 2001-02-03T04:05:06Z, +400d",
    "one.two, 12345, Asia/Kathmandu, tr_TR.UTF-8, 2038-01-20T00:00:00Z, true",
    "lib, 1000, America/St_Johns, C, 2024-02-29T12:00:00Z, true",
    "site-packages, 0, Pacific/Chatham, POSIX, 1980-01-01T00:00:00Z, 2038-01-19 03:14:00",
    "src, 65534, Africa/Monrovia, en_US.UTF-8, 2026-06-30T23:59:59Z, true",
    "app, 2, Asia/Tokyo, ja_JP.eucJP, 2015-06-30T23:59:59Z, true",
    "invoices, 60000, Australia/Lord_Howe, fr_FR.ISO-8859-1, 1970-01-02T00:00:00Z, -30y",
    "tmp, 0, Antarctica/Troll, C.UTF-8, 2100-01-01T00:00:00Z, true",
    "venv, 65532, Asia/Riyadh, ar_SA.UTF-8, 2025-10-26T01:30:00Z, true"
  })
  void theSameProjectGivesTheSameDigests(
      String name, int user, String zone, String locale, String written, String clock)
      throws IOException {
    BuiltImage expected = workshop.built(Example.INVOICES);

    String reference = rebuilt(Example.INVOICES, name, user, zone, locale, written, clock);

    assertThat(mirror.files()).as("the packages came by the mirror").isNotEmpty();
    assertThat(reference).endsWith("@" + expected.digest());
    assertThat(platform(reference, "amd64")).isEqualTo(expected.digest("amd64"));
    assertThat(platform(reference, "arm64")).isEqualTo(expected.digest("arm64"));
  }

  @Test
  void soDoesAProjectWithMuchNativeCode() throws IOException {
    BuiltImage expected = workshop.built(Example.ORDERS);

    String reference =
        rebuilt(
            Example.ORDERS,
            "orders",
            65534,
            "Asia/Tokyo",
            "ja_JP.UTF-8",
            "2001-02-03T04:05:06Z",
            TRUE_CLOCK);

    assertThat(reference).endsWith("@" + expected.digest());
  }

  private String rebuilt(
      Example example,
      String name,
      int user,
      String zone,
      String locale,
      String written,
      String clock)
      throws IOException {
    Path home = Files.createDirectory(folder.resolve("home"));
    Path project = ExampleProject.copy(Workshop.folderOf(example), folder.resolve(name)).folder();
    Command.of(
            "find",
            project.toString(),
            "-exec",
            "touch",
            "--no-dereference",
            "--date=" + written,
            "{}",
            "+")
        .run();
    Command.of("chown", "--recursive", user + ":" + user, folder.toString()).run();
    String repository = "again/" + Integer.toHexString(folder.hashCode());
    BuildOrder order =
        workshop
            .order(example)
            .of(project)
            .to(repository + "/image")
            .layeredIn(repository + "/layers")
            .cachedIn(home.resolve("cache"))
            .with("--mirror", mirror.upstream() + "=" + mirror.address());
    return Command.of(
            Stream.of(
                    as(user),
                    at(clock),
                    workshop.runtime().command().stream(),
                    order.words(workshop.runtime()).stream())
                .flatMap(words -> words)
                .toList())
        .in(home)
        .with(
            Map.of(
                "HOME",
                home.toString(),
                "TMPDIR",
                home.toString(),
                "TZ",
                zone,
                "LANG",
                locale,
                "LC_ALL",
                locale,
                // Waiting is left alone, and so is the age of files, by which the AOT cache goes.
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "NO_FAKE_STAT",
                "1"))
        .within(DEADLINE)
        .run()
        .strip();
  }

  /**
   * By another clock; libfaketime gives it to all programs that the builder starts, too. A build
   * takes several times as long with it, so that some of the ten have it.
   */
  private static Stream<String> at(String clock) {
    return clock.equals(TRUE_CLOCK) ? Stream.of() : Stream.of("faketime", "-m", "-f", clock(clock));
  }

  /** A clock that is ahead or behind runs on; so does one that starts at a time. */
  private static String clock(String text) {
    return text.startsWith("+") || text.startsWith("-") ? text : "@" + text;
  }

  /** Another user who may read everything, as the checkout may lie in a folder of root's. */
  private static Stream<String> as(int user) {
    return user == 0
        ? Stream.of()
        : Stream.of(
            "setpriv",
            "--reuid=" + user,
            "--regid=" + user,
            "--clear-groups",
            "--inh-caps=-all,+dac_read_search",
            "--ambient-caps=-all,+dac_read_search");
  }

  private String platform(String reference, String architecture) throws IOException {
    String path = reference.substring(reference.indexOf('/') + 1);
    List<String> parts = List.of(path.split("@"));
    return workshop.content().platformDigest(parts.getFirst(), parts.getLast(), architecture);
  }
}
