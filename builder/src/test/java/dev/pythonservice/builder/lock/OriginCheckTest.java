package dev.pythonservice.builder.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.failure.ExitCode;
import dev.pythonservice.builder.request.Policy;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A lock is the project's own text: what it claims must not decide what a platform's policy does.
 */
final class OriginCheckTest {

  private static final String PUBLIC = "https://pypi.org/simple";
  private static final Set<Policy.Origin> INDEX_ONLY = Set.of(Policy.Origin.INDEX);

  @TempDir Path tree;

  @Test
  void filesOfThePublicIndexAreOnItsFileServer() {
    assertThatCode(() ->
            check(
                policy(PUBLIC),
                PUBLIC,
                "https://files.pythonhosted.org/packages/a-1-py3-none-any.whl"))
        .doesNotThrowAnyException();
  }

  @Test
  void anIndexMayHaveItsFilesOnAHostThatIsNamed() {
    String index = "https://index.example/team/simple";
    Policy named = new Policy(INDEX_ONLY, List.of(index), Set.of("files.example:8443"));

    assertThatCode(() -> check(named, index, "https://files.example:8443/a-1-py3-none-any.whl"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/a-1-py3-none-any.whl",
        "https://pypi.org@evil.example/a-1-py3-none-any.whl",
        "https://pypi.org.evil.example/a-1-py3-none-any.whl",
        "http://pypi.org/a-1-py3-none-any.whl",
        "http://files.pythonhosted.org/a-1-py3-none-any.whl",
        "https://pypi.org:8443/a-1-py3-none-any.whl"
      })
  void anAllowedIndexDoesNotVouchForFilesOfOtherServers(String file) {
    BuildFailure failure = refusal(() -> check(policy(PUBLIC), PUBLIC, file));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.POLICY);
    assertThat(failure).hasMessageContaining("a 1 (index https://pypi.org/simple, files on ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://files.pythonhosted.org/packages/a-1-py3-none-any.whl",
        "https://index.example/pypi/other/packages/a-1-py3-none-any.whl",
        "https://index.example/pypi/team-two/packages/a-1-py3-none-any.whl"
      })
  void anAllowedIndexDoesNotVouchForFilesOfOtherIndexes(String file) {
    String index = "https://index.example/pypi/team/simple";

    assertThat(refusal(() -> check(policy(index), index, file)).exitCode())
        .isEqualTo(ExitCode.POLICY);
  }

  @Test
  void filesMayBeBesideThePagesOfTheirIndex() {
    String index = "https://index.example/pypi/team/simple/";
    String file = "https://index.example/pypi/team/packages/a-1-py3-none-any.whl";

    assertThatCode(() -> check(policy(index), "https://index.example/pypi/team/simple", file))
        .doesNotThrowAnyException();
  }

  @Test
  void anAddressThatClimbsOutOfAnAllowedOneIsNotAllowed() {
    Policy policy = policy("https://index.example/good");
    String other = "https://index.example/other/simple";

    for (String file :
        List.of(
            "https://index.example/good/../other/a-1-py3-none-any.whl",
            "https://index.example/good/%2E%2e/other/a-1-py3-none-any.whl")) {
      assertThat(refusal(() -> check(policy, other, file)).exitCode()).isEqualTo(ExitCode.POLICY);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "file:///run/secrets/a-1-py3-none-any.whl",
        "FILE:/etc/a-1-py3-none-any.whl",
        "jar:file:/a-1-py3-none-any.whl",
        "/etc/a-1-py3-none-any.whl",
        "https:///a-1-py3-none-any.whl"
      })
  void anAddressLeadsToAServer(String file) {
    BuildFailure failure = refusal(() -> read(PUBLIC, file));

    assertThat(failure.exitCode()).isEqualTo(ExitCode.INPUT);
    assertThat(failure).hasMessageContaining("which is not one of http or https");
  }

  @Test
  void aGitRepositoryIsNotOfThisMachine() {
    BuildFailure failure =
        refusal(() ->
            packages(
                """
                name = "a"
                vcs = { type = "git", url = "file:///srv/secret", commit-id = "%s" }
                """
                    .formatted("0".repeat(40))));

    assertThat(failure).hasMessageContaining("'file:///srv/secret', which is on no server");
  }

  @Test
  void anEntryHasOneOriginOnly() {
    BuildFailure failure =
        refusal(() ->
            packages(
                """
                name = "a"
                archive = { url = "https://good.example/a-1.tar.gz", hashes = { sha256 = "%1$s" } }
                wheels = [{ url = "https://evil.example/a-1-py3-none-any.whl", hashes = { sha256 = "%1$s" } }]
                """
                    .formatted("0".repeat(64))));

    assertThat(failure).hasMessageContaining("package a from archive and wheels or sdist at once");
  }

  @Test
  void aPasswordStandsInNoRefusal() {
    for (String file :
        List.of("https://me:secret@index.example/a b.whl", "ftp://me:sec@ret/x@index.example/a")) {
      assertThat(refusal(() -> read(PUBLIC, file)))
          .hasMessageNotContaining("secret")
          .hasMessageNotContaining("ret/x")
          .hasMessageContaining("…@index.example");
    }
  }

  private void check(Policy policy, String index, String file) {
    new OriginCheck(policy).require(read(index, file), "pylock.toml");
  }

  private List<LockedPackage> read(String index, String file) {
    return packages(
        """
        name = "a"
        version = "1"
        index = "%s"
        wheels = [{ name = "a-1-py3-none-any.whl", url = "%s", hashes = { sha256 = "%s" } }]
        """
            .formatted(index, file, "0".repeat(64)));
  }

  private List<LockedPackage> packages(String entry) {
    Toml toml = new Toml();
    return new PylockReader(tree, tree, toml)
        .read(
            toml.parse("lock-version = \"1.0\"\n[[packages]]\n" + entry, "pylock.toml"),
            "pylock.toml")
        .packages();
  }

  private static Policy policy(String index) {
    return new Policy(INDEX_ONLY, List.of(index));
  }

  private static BuildFailure refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(BuildFailure.class, call);
  }
}
