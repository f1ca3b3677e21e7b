package dev.pythonservice.api.v1alpha1;

/** Conditions in CEL, and regular expressions (RE2) inside them, that several types share. */
final class Rules {

  /**
   * A DNS label that begins with a letter, as Services want it (RFC 1035, section 2.3.1); also fit
   * for containers and ports.
   */
  static final String LABEL = "'^[a-z]([-a-z0-9]*[a-z0-9])?$'";

  /** A DNS subdomain (RFC 1123): what most objects of Kubernetes may be called. */
  static final String OBJECT_NAME =
      "'^[a-z0-9]([-a-z0-9]*[a-z0-9])?([.][a-z0-9]([-a-z0-9]*[a-z0-9])?)*$'";

  /** A registry's host with a dot, a port or the name localhost, and a path below it. */
  private static final String REPOSITORY_PATTERN =
      "^([a-zA-Z0-9-]+([.][a-zA-Z0-9-]+)+(:[0-9]+)?|[a-zA-Z0-9-]+:[0-9]+|localhost)"
          + "(/[a-z0-9]+([._-]+[a-z0-9]+)*)+";

  private static final String TAG = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";

  private static final String DIGEST = "@sha256:[0-9a-f]{64}";

  /** A repository in a registry: no tag, no digest. */
  static final String REPOSITORY = "'" + REPOSITORY_PATTERN + "$'";

  /**
   * An image or artifact in a registry, with a tag, a digest or both (OCI distribution
   * specification, "Pulling manifests").
   */
  static final String IMAGE =
      "'" + REPOSITORY_PATTERN + "(" + TAG + "(" + DIGEST + ")?|" + DIGEST + ")$'";

  /** A minor version of Python 3, as in the name of its interpreter. */
  static final String PYTHON = "'^3[.](9|[1-9][0-9])$'";

  static final String PYTHON_MESSAGE =
      "python must be a minor version in quotes, such as \"3.13\"; the platform's runtime decides"
          + " the patch version";

  /** A version in its normal form (PEP 440, "Appendix B"). */
  static final String VERSION =
      "'^([0-9]+!)?[0-9]+([.][0-9]+)*((a|b|rc)[0-9]+)?([.]post[0-9]+)?([.]dev[0-9]+)?"
          + "([+][a-z0-9]+([.][a-z0-9]+)*)?$'";

  /** A normalised package name (PEP 503). */
  static final String PACKAGE = "'^[a-z0-9]+(-[a-z0-9]+)*$'";

  /** A normalised package name, or the beginning of such names with a star. */
  static final String PACKAGES = "'^[a-z0-9]+(-[a-z0-9]+)*(-?[*])?$'";

  static final String PACKAGES_MESSAGE =
      "must be normalised names (lower case, '-' for '_' and '.'), or beginnings of such names with"
          + " '*' at the end, such as company-*";

  /** An http or https address without user, query and fragment. */
  static final String HTTP_URL = "'^https?://[^\\\\s/@?#]+(/[^\\\\s?#]*)?$'";

  /** A decimal number above zero: at most nine digits before and nine after the point. */
  static final String POSITIVE_DECIMAL =
      "'^(0*[1-9][0-9]{0,8}([.][0-9]{1,9})?|0+[.]0{0,8}[1-9][0-9]{0,8})$'";

  private Rules() {}
}
