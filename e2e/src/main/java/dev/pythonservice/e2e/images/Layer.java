package dev.pythonservice.e2e.images;

import java.util.List;

/**
 * One layer of an image: what some packages install, less what nothing needs at run time, and what
 * their installation scripts would have made.
 *
 * @param title what the image's history calls the layer
 * @param packages the packages unpacked into it, by name; their dependencies are not added
 * @param commands the files below {@code usr/bin} that stay, as globs relative to the root
 * @param finish what is done in place of the installation scripts
 */
record Layer(String title, List<String> packages, List<String> commands, LayerFinish finish) {
  Layer {
    packages = List.copyOf(packages);
    commands = List.copyOf(commands);
  }
}
