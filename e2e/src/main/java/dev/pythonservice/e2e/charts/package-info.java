/** The charts: what in them is generated, and Helm, which renders and installs them. */
@NullMarked
package dev.pythonservice.e2e.charts;

import org.jspecify.annotations.NullMarked;
