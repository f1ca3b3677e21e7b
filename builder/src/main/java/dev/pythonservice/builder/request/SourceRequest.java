package dev.pythonservice.builder.request;

import java.nio.file.Path;

/** Where the project is. {@code path} is the project's folder within it, {@code .} for its root. */
public sealed interface SourceRequest {

  /** The project's folder within the source, relative, with forward slashes. */
  String path();

  /**
   * A git repository.
   *
   * @param url where it is: {@code https://}, {@code http://} or {@code file://}
   * @param ref a branch, a tag, or a commit in 40 or 64 hexadecimal characters
   * @param path the project's folder
   */
  record Git(String url, String ref, String path) implements SourceRequest {}

  /**
   * An OCI artifact with one gzip-compressed tar archive, as Flux and ORAS push it.
   *
   * @param reference the artifact, by tag or digest
   * @param path the project's folder
   */
  record Oci(String reference, String path) implements SourceRequest {}

  /**
   * A folder of this machine.
   *
   * @param folder the folder
   * @param path the project's folder
   */
  record Folder(Path folder, String path) implements SourceRequest {}
}
