package dev.pythonservice.builder.install;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.target.PythonVersion;
import java.nio.file.Path;
import java.util.Base64;

/** Where things are in an image's virtual environment, and how its parts are written. */
public final class InstalledPaths {

  /** The virtual environment. */
  public static final String ENVIRONMENT = "/venv";

  /** Its interpreter. */
  public static final String INTERPRETER = ENVIRONMENT + "/bin/python";

  private InstalledPaths() {}

  /**
   * The folder of packages within the environment, such as {@code lib/python3.13/site-packages}.
   */
  public static String sitePackages(PythonVersion python) {
    return "lib/python" + python.series() + "/site-packages";
  }

  /** The folder of packages within an environment on this machine. */
  public static Path sitePackages(Path root, PythonVersion python) {
    return root.resolve(sitePackages(python));
  }

  /**
   * A line of {@code RECORD} for a file (PEP 376; hash as in the binary distribution format).
   *
   * @param path relative to the folder of packages
   */
  public static String recordLine(String path, byte[] content) {
    String hash =
        Base64.getUrlEncoder().withoutPadding().encodeToString(Digest.sha256().digest(content));
    boolean quoted = path.contains(",") || path.contains("\"");
    String field = quoted ? "\"" + path.replace("\"", "\"\"") + "\"" : path;
    return "%s,sha256=%s,%d".formatted(field, hash, content.length);
  }
}
