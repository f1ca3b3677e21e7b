/**
 * From a plan to objects of Kubernetes: statuses, Events. Pure functions; no I/O, no clock, no
 * framework.
 */
@NullMarked
package dev.pythonservice.operator.render;

import org.jspecify.annotations.NullMarked;
