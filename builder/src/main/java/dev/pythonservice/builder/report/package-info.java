/**
 * What a build tells: the short result for the pod's termination message, the long report for
 * people. Last on a project's way.
 */
@NullMarked
package dev.pythonservice.builder.report;

import org.jspecify.annotations.NullMarked;
