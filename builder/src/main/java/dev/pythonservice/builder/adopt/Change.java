package dev.pythonservice.builder.adopt;

import java.util.Optional;

/**
 * A file that adopting writes.
 *
 * @param file its path, relative to the project's folder
 * @param before what it has now; absent where there is none
 * @param after what it gets
 */
public record Change(String file, Optional<String> before, String after) {}
