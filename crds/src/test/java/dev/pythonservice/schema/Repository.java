package dev.pythonservice.schema;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where the checkout is that this code was compiled in, whatever folder it runs in. */
public final class Repository {

  private Repository() {}

  /** The root of the checkout: the code is compiled to {@code crds/target/test-classes} in it. */
  public static Path root() {
    try {
      Path testClasses =
          Path.of(Repository.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return testClasses.resolve("../../..").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The location of the compiled code is not a path", e);
    }
  }
}
