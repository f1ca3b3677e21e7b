/**
 * Who published a file of a package index: whoever did signed it, and the index tells of it.
 *
 * @see <a href="https://peps.python.org/pep-0740/">PEP 740</a>
 * @see <a href="https://docs.pypi.org/api/integrity/">Integrity API</a>
 */
@NullMarked
package dev.pythonservice.builder.publisher;

import org.jspecify.annotations.NullMarked;
