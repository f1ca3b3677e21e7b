package dev.pythonservice.builder.registry;

/** How a blob came to be in a repository. */
public enum Placement {
  /** It was there. */
  PRESENT,
  /** Another repository of the registry had it; no byte went over the network. */
  MOUNTED,
  /** Its bytes were sent. */
  PUSHED
}
