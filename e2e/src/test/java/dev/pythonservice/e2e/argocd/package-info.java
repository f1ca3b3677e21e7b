/** What the project brings along for Argo CD. */
@NullMarked
package dev.pythonservice.e2e.argocd;

import org.jspecify.annotations.NullMarked;
