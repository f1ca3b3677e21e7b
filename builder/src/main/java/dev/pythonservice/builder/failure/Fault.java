package dev.pythonservice.builder.failure;

/**
 * What is the matter with a server, for programs that tell it in words of their own. The sentence
 * of a {@link BuildFailure} speaks of this program's options, and may quote what a server said.
 */
public enum Fault {
  /** The server has no such repository, or hides it. */
  NO_SUCH_REPOSITORY,
  /** The repository has no such branch, tag or digest. */
  NO_SUCH_NAME,
  /** The server refuses the credentials, or wants some. */
  REFUSED,
  /** The server's certificate is of nobody who is trusted. */
  DISTRUSTED,
  /** The address may not be asked. */
  FORBIDDEN,
  /** There is no connection to the server, or its answer is none. */
  UNREACHABLE,
  /** Anything else. */
  OTHER
}
