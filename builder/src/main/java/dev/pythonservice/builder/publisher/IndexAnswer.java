package dev.pythonservice.builder.publisher;

import java.util.Optional;

/**
 * What an index said of a file's attestations.
 *
 * @param file the file
 * @param provenance the document with them, whatever it is worth; absent where there is none
 */
public record IndexAnswer(PublishedFile file, Optional<String> provenance) {}
