package dev.pythonservice.operator.plan;

import java.util.Optional;

/**
 * An exact revision of a service's source.
 *
 * @param id commit of git, digest of the OCI artifact's manifest, or digest of the ConfigMap's
 *     files
 * @param ref the branch or tag that it was found by; for the remote's HEAD the branch that it names
 */
public record Revision(String id, Optional<String> ref) {}
