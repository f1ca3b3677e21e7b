package dev.pythonservice.builder.feasibility;

import dev.pythonservice.builder.lock.LockedFile;
import dev.pythonservice.builder.lock.LockedPackage;

/**
 * The wheel by which a package is installed on a target.
 *
 * @param locked the package
 * @param file one of its wheels, or one that was built from its source
 */
public record ChosenWheel(LockedPackage locked, LockedFile file) {}
