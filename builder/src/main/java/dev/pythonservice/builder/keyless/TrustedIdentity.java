package dev.pythonservice.builder.keyless;

/**
 * Who may sign.
 *
 * @param issuer the OpenID Connect issuer whose token was shown, a URL
 * @param subject who that was, as the certificate's subject alternative name says it: a URI or an
 *     address of mail
 */
public record TrustedIdentity(String issuer, String subject) {

  /**
   * Reads one.
   *
   * @param text {@code ISSUER=SUBJECT}; an issuer has no {@code =}, as it may have no query (OpenID
   *     Connect Core 1.0, section 1.2)
   * @throws IllegalArgumentException when it is none
   */
  public static TrustedIdentity of(String text) {
    int middle = text.indexOf('=');
    if (middle < 1 || middle == text.length() - 1) {
      throw new IllegalArgumentException(
          "'%s' is no identity; write it as ISSUER=SUBJECT".formatted(text));
    }
    return new TrustedIdentity(text.substring(0, middle), text.substring(middle + 1));
  }

  @Override
  public String toString() {
    return subject + " of " + issuer;
  }
}
