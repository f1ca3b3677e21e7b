/** What the tests on a real cluster share. */
@NullMarked
package dev.pythonservice.e2e.support;

import org.jspecify.annotations.NullMarked;
