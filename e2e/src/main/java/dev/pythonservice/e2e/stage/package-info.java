/**
 * What tests and the demo put on a cluster so that the operator has something to work with: a git
 * server, the examples, a platform, and clients that send requests from inside.
 */
@NullMarked
package dev.pythonservice.e2e.stage;

import org.jspecify.annotations.NullMarked;
