/** The operator installed as people install it: by Helm and by kustomize, on a real cluster. */
@NullMarked
package dev.pythonservice.e2e.install;

import org.jspecify.annotations.NullMarked;
