/** What the program is made of at start: its settings, its clock, its leader election. */
@NullMarked
package dev.pythonservice.operator;

import org.jspecify.annotations.NullMarked;
