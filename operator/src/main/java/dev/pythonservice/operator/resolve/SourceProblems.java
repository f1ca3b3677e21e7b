package dev.pythonservice.operator.resolve;

import dev.pythonservice.api.v1alpha1.Source;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the API allows in a source and no build can read yet. */
final class SourceProblems {

  private static final Pattern WEB = Pattern.compile("https?://.*");
  private static final int SHA256_LENGTH = 64;

  private SourceProblems() {}

  /** What is wrong with a source, if anything. */
  static Optional<String> of(Source source) {
    return Optional.ofNullable(source.git()).flatMap(git -> address(git).or(() -> commit(git)));
  }

  private static Optional<String> address(Source.Git git) {
    return Optional.of(git.url())
        .filter(url -> !WEB.matcher(url).matches())
        .map(url ->
            ("spec.source.git.url is %s, and only https and http are supported so far; give the"
                    + " repository's https address, and a token as password in secretRef")
                .formatted(url));
  }

  private static Optional<String> commit(Source.Git git) {
    return Optional.ofNullable(git.commit())
        .filter(commit -> commit.length() == SHA256_LENGTH)
        .map(commit ->
            ("spec.source.git.commit is %s, a SHA-256 commit, and those are not supported so far;"
                    + " push the source as an OCI artifact and name it in spec.source.oci")
                .formatted(commit));
  }
}
