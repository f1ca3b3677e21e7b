package dev.pythonservice.schema.definition.sample;

/**
 * A record that says {@code much}, and {@literal <more>} of {@link Bakery} than {@link
 * BakerySpec#ovens() needed}: A &amp; B.
 *
 * <p>It has a second paragraph:
 *
 * <ul>
 *   <li>one
 *   <li>two, which is longer than the first and so long that the formatter of the sources breaks it
 * </ul>
 *
 * And a last word.
 *
 * @param <T> not a component
 * @param first the first of two
 */
public record Wordy<T>(T first, T second) {}
