/** What goes with an image as referrers: SBOM, provenance, signatures. */
@NullMarked
package dev.pythonservice.builder.attest;

import org.jspecify.annotations.NullMarked;
