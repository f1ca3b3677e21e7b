package dev.pythonservice.operator.resolve;

/** Why a source could not be looked up, in one word for programs. */
final class SourceReasons {

  static final String NOT_FOUND = "SourceNotFound";
  static final String UNAUTHORIZED = "SourceUnauthorized";
  static final String UNREACHABLE = "SourceUnreachable";
  static final String INVALID = "SourceInvalid";

  private SourceReasons() {}
}
