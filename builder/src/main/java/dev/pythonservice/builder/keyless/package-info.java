/**
 * Signing without a key that anybody keeps, as Sigstore does it: an authority says for minutes
 * whose a key is, and another one when it was used.
 *
 * @see <a href="https://docs.sigstore.dev/certificate_authority/overview/">Fulcio</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc3161">RFC 3161</a>
 */
@NullMarked
package dev.pythonservice.builder.keyless;

import org.jspecify.annotations.NullMarked;
