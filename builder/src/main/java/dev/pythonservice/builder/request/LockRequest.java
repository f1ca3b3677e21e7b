package dev.pythonservice.builder.request;

import java.util.List;
import java.util.Optional;

/**
 * Which of the locked packages are wanted.
 *
 * @param file the lock, relative to the project's folder; for a member of a uv workspace it is
 *     found in the folders above, too
 * @param member the member of the workspace whose dependencies are wanted; absent for the project
 *     in the project's folder
 * @param extras optional dependencies ({@code [project.optional-dependencies]})
 * @param groups dependency groups (PEP 735); none of them is a default, {@code dev} included
 */
public record LockRequest(
    String file, Optional<String> member, List<String> extras, List<String> groups) {}
