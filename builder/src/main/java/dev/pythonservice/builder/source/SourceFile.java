package dev.pythonservice.builder.source;

import dev.pythonservice.builder.registry.Digest;
import java.util.Optional;

/**
 * A file of a project, or a symbolic link that stays within it.
 *
 * @param path where it is in the tree, relative, with forward slashes
 * @param size its bytes; 0 for a link
 * @param executable whether it is to be run; false for a link
 * @param content the digest of its bytes; of the target's UTF-8 text for a link
 * @param linkTarget what a link points to, as it is written; empty for a file
 */
public record SourceFile(
    String path, long size, boolean executable, Digest content, Optional<String> linkTarget) {}
