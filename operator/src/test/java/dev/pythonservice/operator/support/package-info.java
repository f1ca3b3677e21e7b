/** What the tests share. */
@NullMarked
package dev.pythonservice.operator.support;

import org.jspecify.annotations.NullMarked;
