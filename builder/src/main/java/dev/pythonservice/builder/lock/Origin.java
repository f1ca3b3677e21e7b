package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.request.Policy;
import java.net.URI;

/** Where a locked package comes from, with what a policy or an SBOM must know of it. */
public sealed interface Origin {

  /** The kind of origin by which a policy allows or forbids it. */
  Policy.Origin kind();

  /** Where it is, in a few words for people. It holds no password. */
  String place();

  /**
   * A package index (PEP 503, PEP 691).
   *
   * @param url the index, or where no lock says which, the host that its files are on
   */
  record Index(URI url) implements Origin {
    @Override
    public Policy.Origin kind() {
      return Policy.Origin.INDEX;
    }

    @Override
    public String place() {
      return Addresses.withoutPassword(url);
    }
  }

  /**
   * A file at an address of its own.
   *
   * @param url the file
   */
  record Url(URI url) implements Origin {
    @Override
    public Policy.Origin kind() {
      return Policy.Origin.URL;
    }

    @Override
    public String place() {
      return Addresses.withoutPassword(url);
    }
  }

  /**
   * A commit of a git repository.
   *
   * @param url the repository
   * @param commit the full commit identifier
   * @param folder the package's folder in it, {@code .} for its root
   */
  record Git(URI url, String commit, String folder) implements Origin {
    @Override
    public Policy.Origin kind() {
      return Policy.Origin.GIT;
    }

    @Override
    public String place() {
      return Addresses.withoutPassword(url) + " at " + commit;
    }
  }

  /**
   * A wheel, an archive, or a folder within the project's tree.
   *
   * @param path where, relative to the tree's root, with forward slashes
   */
  record Path(String path) implements Origin {
    @Override
    public Policy.Origin kind() {
      return Policy.Origin.PATH;
    }

    @Override
    public String place() {
      return path;
    }
  }
}
