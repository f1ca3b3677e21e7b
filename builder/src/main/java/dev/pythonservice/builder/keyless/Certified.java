package dev.pythonservice.builder.keyless;

import java.util.Optional;

/**
 * What a certificate of Fulcio says of who signed (Fulcio, docs/oid-info.md).
 *
 * @param identity whom the issuer knew
 * @param repository address of the source repository, where a build signed
 * @param configuration address of the file that told the build what to do, with the ref of the
 *     source
 * @param ref the ref of the source
 * @param commit the commit of the source
 */
public record Certified(
    TrustedIdentity identity,
    Optional<String> repository,
    Optional<String> configuration,
    Optional<String> ref,
    Optional<String> commit) {}
