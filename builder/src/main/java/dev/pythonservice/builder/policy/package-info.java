/** What a platform demands of packages: rules, and the packages that violate them. */
@NullMarked
package dev.pythonservice.builder.policy;

import org.jspecify.annotations.NullMarked;
