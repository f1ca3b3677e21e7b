/**
 * From inputs to intent: decisions, each with a reason and a message. Pure functions over records;
 * no I/O, no clock, no framework.
 */
@NullMarked
package dev.pythonservice.operator.plan;

import org.jspecify.annotations.NullMarked;
