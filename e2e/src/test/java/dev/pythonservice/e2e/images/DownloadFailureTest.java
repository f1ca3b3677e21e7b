package dev.pythonservice.e2e.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What mmdebstrap and apt really wrote becomes one sentence with the remedy. */
class DownloadFailureTest {

  static Stream<Arguments> outputs() {
    return Stream.of(
        Arguments.of(
            "a mirror that does not answer",
            """
            I: running apt-get update...
            Err:1 http://mirror.example/debian trixie InRelease
              Could not connect to mirror.example:80. - connect (111: Connection refused)
            E: Failed to fetch http://mirror.example/debian/dists/trixie/InRelease  Could not connect
            E: Some index files failed to download. They have been ignored, or old ones used instead.
            E: mmdebstrap failed to run
            """,
            "could not be downloaded from deb http://mirror.example/debian trixie main: check the"
                + " network, and the mirror and proxy in /etc/apt (Failed to fetch"),
        Arguments.of(
            "a full disk, which apt calls a failed fetch",
            """
            Err:2 http://mirror.example/debian trixie/main amd64 Packages
              Write error - write (28: No space left on device)
            E: Failed to fetch http://mirror.example/Packages  Write error - write (28: No space left on device)
            E: mmdebstrap failed to run
            """,
            "do not fit on the disk: free 2 GiB in /cache and in the folder for temporary files"),
        Arguments.of(
            "a package the suite does not have",
            """
            Building dependency tree...
            E: Unable to locate package python3.99
            E: Couldn't find any package by glob 'python3.99'
            """,
            "lack one that the base images' definition names (Unable to locate package"
                + " python3.99)"),
        Arguments.of(
            "an archive key that is newer than this machine",
            """
            W: GPG error: http://mirror.example/debian trixie InRelease: NO_PUBKEY 6ED0E7B82643E131
            E: The repository 'http://mirror.example/debian trixie InRelease' is not signed.
            """,
            "'apt-get install debian-archive-keyring'"),
        Arguments.of(
            "a mirror that is out of date",
            """
            E: Release file for http://mirror.example/debian/dists/trixie/InRelease is expired (invalid since 17d).
            """,
            "are listed in an expired index: name a mirror that is up to date"),
        Arguments.of(
            "a user without namespaces",
            """
            E: unable to pick chroot mode automatically (use --mode for manual selection)
            """,
            "could not be unpacked by this user: run as root, or allow user namespaces"),
        Arguments.of(
            "a full disk, of which tar tells",
            """
            I: running special hook: copy-out /var/cache/apt/archives '/cache'
            tar: archives/mawk_1.3.4.20250131-1_amd64.deb: Cannot write: No space left on device
            tar: Exiting with failure status due to previous errors
            E: mmdebstrap failed to run
            """,
            "which TMPDIR names (tar: archives/mawk_1.3.4.20250131-1_amd64.deb: Cannot write"),
        Arguments.of(
            "anything else",
            "Segmentation fault\n",
            "for amd64 could not be unpacked (Segmentation fault)"),
        Arguments.of(
            "silence",
            "I: running apt-get update...\nE: mmdebstrap failed to run\n",
            "(mmdebstrap does not say why)"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outputs")
  void aFailureNamesTheSuiteTheReasonAndTheRemedy(String name, String output, String expected) {
    DownloadFailure failure =
        new DownloadFailure(
            Suite.TRIXIE,
            Platform.AMD64,
            List.of("deb http://mirror.example/debian trixie main"),
            Path.of("/cache"));

    String sentence = failure.explain(output);

    assertThat(sentence)
        .as(name)
        .startsWith("The packages of Debian trixie for amd64 ")
        .contains(expected);
  }
}
