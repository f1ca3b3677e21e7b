package dev.pythonservice.builder.source;

import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/**
 * What a ref stands for.
 *
 * @param commit the commit, in hexadecimal characters; that of an annotated tag, not the tag
 * @param branch the branch that HEAD names, where HEAD was asked for and the server tells
 */
public record GitRevision(String commit, Optional<String> branch) {

  static GitRevision of(Ref ref) {
    ObjectId commit =
        Optional.ofNullable(ref.getPeeledObjectId())
            .orElseGet(
                () -> Objects.requireNonNull(ref.getObjectId(), "Servers name no ref empty"));
    return new GitRevision(
        commit.name(),
        ref.isSymbolic()
            ? Optional.of(Repository.shortenRefName(ref.getTarget().getName()))
            : Optional.empty());
  }
}
