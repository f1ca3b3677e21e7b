package dev.pythonservice.builder.adopt;

/** Tools whose locks are adopted. */
enum OldTool {
  /** Its lock is for every platform and Python that the project allows. */
  POETRY("Poetry", true),
  /** The same, unless it was told otherwise. */
  PDM("PDM", true),
  /** Its lock is for the machine that made it. */
  PIPENV("Pipenv", false),
  /** The same. */
  PIP_TOOLS("pip-tools", false),
  /** An environment as conda exports it, of the machine that made it. */
  CONDA("conda", false),
  /** What {@code pip freeze} writes, or people in the same form. */
  PIP("pip", false);

  private final String title;
  private final boolean everywhere;

  OldTool(String title, boolean everywhere) {
    this.title = title;
    this.everywhere = everywhere;
  }

  /** Whether its lock has the packages of all platforms, and not only those of one machine. */
  boolean locksEverywhere() {
    return everywhere;
  }

  @Override
  public String toString() {
    return title;
  }
}
