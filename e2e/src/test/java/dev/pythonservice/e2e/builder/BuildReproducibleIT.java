package dev.pythonservice.e2e.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pythonservice.e2e.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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

  private final Workshop workshop;

  @TempDir private Path folder;

  BuildReproducibleIT(Workshop workshop) {
    this.workshop = workshop;
  }

  @ParameterizedTest(
      name = "in a folder called \"{0}\", as user {1}, in {2}, with {3}, written {4}")
  @CsvSource({
    "a, 0, UTC, C.UTF-8, 1999-12-31T23:59:59Z",
    "with blanks in it, 65534, Europe/Berlin, de_DE.UTF-8, 2001-02-03T04:05:06Z",
    "one.two, 12345, Asia/Kathmandu, tr_TR.UTF-8, 2038-01-20T00:00:00Z",
    "lib, 1000, America/St_Johns, C, 2024-02-29T12:00:00Z",
    "site-packages, 0, Pacific/Chatham, POSIX, 1980-01-01T00:00:00Z",
    "src, 65534, Africa/Monrovia, en_US.UTF-8, 2026-06-30T23:59:59Z",
    "app, 2, Asia/Tokyo, ja_JP.eucJP, 2015-06-30T23:59:59Z",
    "invoices, 60000, Australia/Lord_Howe, fr_FR.ISO-8859-1, 1970-01-02T00:00:00Z",
    "tmp, 0, Antarctica/Troll, C.UTF-8, 2100-01-01T00:00:00Z",
    "venv, 65532, Asia/Riyadh, ar_SA.UTF-8, 2025-10-26T01:30:00Z"
  })
  void theSameProjectGivesTheSameDigests(
      String name, int user, String zone, String locale, String written) throws IOException {
    BuiltImage expected = workshop.built(Example.INVOICES);

    String reference = rebuilt(Example.INVOICES, name, user, zone, locale, written);

    assertThat(reference).endsWith("@" + expected.digest());
    assertThat(platform(reference, "amd64")).isEqualTo(expected.digest("amd64"));
    assertThat(platform(reference, "arm64")).isEqualTo(expected.digest("arm64"));
  }

  @Test
  void soDoesAProjectWithMuchNativeCode() throws IOException {
    BuiltImage expected = workshop.built(Example.ORDERS);

    String reference =
        rebuilt(
            Example.ORDERS, "orders", 65534, "Asia/Tokyo", "ja_JP.UTF-8", "2001-02-03T04:05:06Z");

    assertThat(reference).endsWith("@" + expected.digest());
  }

  private String rebuilt(
      Example example, String name, int user, String zone, String locale, String written)
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
            .cachedIn(home.resolve("cache"));
    return Command.of(
            Stream.of(
                    as(user),
                    workshop.runtime().command().stream(),
                    order.words(workshop.runtime()).stream())
                .flatMap(words -> words)
                .toList())
        .in(home)
        .with(
            Map.of(
                "HOME", home.toString(),
                "TMPDIR", home.toString(),
                "TZ", zone,
                "LANG", locale,
                "LC_ALL", locale))
        .within(DEADLINE)
        .run()
        .strip();
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
