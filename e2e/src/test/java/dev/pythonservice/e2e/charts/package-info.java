/** The charts: what they render, and that nothing in them has drifted. */
@NullMarked
package dev.pythonservice.e2e.charts;

import org.jspecify.annotations.NullMarked;
