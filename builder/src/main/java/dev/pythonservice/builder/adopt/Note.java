package dev.pythonservice.builder.adopt;

/**
 * Something in the project that is not carried over as it is.
 *
 * @param file the file that has it
 * @param what the option or line, with its value
 * @param remedy what became of it, or what to do about it
 */
public record Note(String file, String what, String remedy) {

  @Override
  public String toString() {
    return "%s: %s: %s".formatted(file, what, remedy);
  }
}
