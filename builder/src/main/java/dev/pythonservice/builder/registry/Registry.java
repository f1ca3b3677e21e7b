package dev.pythonservice.builder.registry;

import dev.pythonservice.builder.failure.BuildFailure;
import dev.pythonservice.builder.request.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Manifests and blobs of image registries, as the OCI distribution-spec has them. One object serves
 * any number of registries and threads. Every method may throw a {@link BuildFailure} that names
 * the registry, the repository, what was tried, what the registry said, and the remedy; faults of
 * the network, 429 and 5xx are tried again first.
 */
public final class Registry {

  /** A registry must take manifests of 4 MiB (distribution-spec, "Pushing manifests"). */
  private static final int MANIFEST_LIMIT = 4 << 20;

  /** What registries say that know no mounts, or allow none from there. */
  private static final Set<Integer> MOUNT_REFUSED = Set.of(400, 401, 403, 404, 405);

  private final Transport transport;
  private final Retries retries;

  Registry(Transport transport, Retries retries) {
    this.transport = transport;
    this.retries = retries;
  }

  /**
   * A client.
   *
   * @param access credentials, authorities, and which registries speak plain HTTP
   * @param environment environment variables, for the proxies
   * @throws BuildFailure when the credentials or the authorities cannot be read
   */
  public static Registry of(Access access, Map<String, String> environment) {
    return new Registry(Transport.of(access, environment), Retries.usual());
  }

  /**
   * Reads a manifest or index.
   *
   * @param reference a tag or a digest
   * @return the manifest with its digest verified; empty when the repository has none
   */
  public Optional<Manifest> manifest(Repository repository, String reference) {
    Call call =
        call("GET", repository, "manifests/" + reference, "reading the manifest " + reference)
            .with("Accept", MediaTypes.ACCEPTED);
    return retries.run(() -> {
      try (Response response = transport.send(call)) {
        if (response.status() == 404) {
          return Optional.empty();
        }
        response.expect(200);
        Manifest manifest = new Manifest(response.mediaType(), response.bytes(MANIFEST_LIMIT));
        response.verify(manifest, reference);
        return Optional.of(manifest);
      }
    });
  }

  /** Reads a manifest or index that must be there. */
  public Manifest manifest(Reference reference) {
    return manifest(reference.repository(), reference.asked())
        .orElseThrow(() -> Problems.notFound(reference));
  }

  /**
   * What a name stands for, without reading it where the registry says so by itself.
   *
   * @return the digest of the manifest or index
   * @throws BuildFailure when there is none
   */
  public Digest digest(Reference reference) {
    Call call =
        call(
                "HEAD",
                reference.repository(),
                "manifests/" + reference.asked(),
                "looking up " + reference.asked())
            .with("Accept", MediaTypes.ACCEPTED);
    Optional<String> announced =
        retries.run(() -> {
          try (Response response = transport.send(call)) {
            if (response.status() == 404) {
              throw Problems.notFound(reference);
            }
            response.expect(200);
            return response.header("Docker-Content-Digest");
          }
        });
    // The header is a habit, not a duty (distribution-spec, "Checking if content exists").
    return announced.flatMap(Digest::parse).orElseGet(() -> manifest(reference).digest());
  }

  /** Whether the repository has the blob. */
  public boolean has(Repository repository, Digest blob) {
    Call call = call("HEAD", repository, "blobs/" + blob, "looking for the blob " + blob);
    return retries.run(() -> {
      try (Response response = transport.send(call)) {
        if (response.status() == 404) {
          return false;
        }
        response.expect(200);
        return true;
      }
    });
  }

  /**
   * Opens a blob. It goes on where it was after a cut connection; its end throws when digest or
   * size are wrong, so whoever stops earlier has verified nothing.
   *
   * @return the bytes, to be closed; a fault that stays is a {@link BuildFailure}
   */
  public InputStream blob(Repository repository, Descriptor blob) {
    Call call =
        call("GET", repository, "blobs/" + blob.digest(), "reading the blob " + blob.digest());
    return new BlobDownload(transport, retries, call, blob);
  }

  /**
   * Reads a small blob, such as a configuration, whole.
   *
   * @param limit the most bytes it may have
   */
  public byte[] smallBlob(Repository repository, Descriptor blob, int limit) {
    if (blob.size() > limit) {
      throw Problems.tooLarge(repository, blob, limit);
    }
    try (InputStream stream = blob(repository, blob)) {
      return stream.readAllBytes();
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  /**
   * Sees to it that the repository has a blob: looks, then mounts where the content is in another
   * repository of the same registry and the registry can, else sends the bytes.
   */
  public Placement push(Repository repository, Descriptor blob, BlobContent content) {
    return has(repository, blob.digest())
        ? Placement.PRESENT
        : retries.run(() -> upload(repository, blob, content));
  }

  /** Sees to it that the repository has these few bytes. */
  public Descriptor push(Repository repository, String mediaType, byte[] bytes) {
    Descriptor blob = new Descriptor(mediaType, Digest.ofBytes(bytes), bytes.length);
    push(repository, blob, new BlobContent.Small(bytes));
    return blob;
  }

  private Placement upload(Repository repository, Descriptor blob, BlobContent content) {
    Optional<Repository> from = mountable(repository, content);
    Optional<URI> session = Optional.empty();
    if (from.isPresent()) {
      try (Response response = transport.send(mount(repository, blob, from.get()))) {
        if (response.status() == 201) {
          return Placement.MOUNTED;
        }
        // 202 is an upload that was opened instead; a refusal need not hold for a plain upload.
        if (!MOUNT_REFUSED.contains(response.status())) {
          response.expect(202);
          session = Optional.of(response.location());
        }
      }
    }
    send(blob, content, repository, session.orElseGet(() -> opened(repository, blob)));
    return Placement.PUSHED;
  }

  private Call mount(Repository repository, Descriptor blob, Repository from) {
    return Call.of(
        "POST",
        Addresses.withQuery(
            uploads(repository),
            "mount=%s&from=%s"
                .formatted(Addresses.encoded(blob.digest()), Addresses.encoded(from.name()))),
        repository,
        Scopes.mount(repository, from),
        "mounting the blob " + blob.digest());
  }

  private URI opened(Repository repository, Descriptor blob) {
    Call call =
        Call.of(
            "POST",
            uploads(repository),
            repository,
            Scopes.push(repository),
            "opening an upload for the blob " + blob.digest());
    try (Response response = transport.send(call)) {
      response.expect(202);
      return response.location();
    }
  }

  private void send(Descriptor blob, BlobContent content, Repository repository, URI session) {
    URI address = Addresses.withQuery(session, "digest=" + Addresses.encoded(blob.digest()));
    Call call =
        Call.of(
                "PUT",
                address,
                repository,
                Scopes.push(repository),
                "sending the blob " + blob.digest())
            .with("Content-Type", "application/octet-stream")
            .sending(content, blob.size());
    try (Response response = transport.send(call)) {
      response.expect(201);
    }
  }

  private URI uploads(Repository repository) {
    return transport.addresses().of(repository, "blobs/uploads/");
  }

  private static Optional<Repository> mountable(Repository repository, BlobContent content) {
    return content instanceof BlobContent.Remote remote
            && remote.repository().host().equals(repository.host())
        ? Optional.of(remote.repository())
        : Optional.empty();
  }

  /**
   * Writes a manifest under its digest. All that it names must be there.
   *
   * @return whether the registry took notice of its {@code subject} (OCI-Subject header)
   */
  public boolean push(Repository repository, Manifest manifest) {
    return put(repository, manifest, manifest.digest().toString());
  }

  /** Writes a manifest under a tag, which from then on names it. */
  public void tag(Repository repository, Manifest manifest, String tag) {
    put(repository, manifest, Reference.checkedTag(tag));
  }

  private boolean put(Repository repository, Manifest manifest, String reference) {
    byte[] bytes = manifest.bytes();
    Call call =
        Call.of(
                "PUT",
                transport.addresses().of(repository, "manifests/" + reference),
                repository,
                Scopes.push(repository),
                "writing the manifest " + reference)
            .with("Content-Type", manifest.mediaType())
            .sending(new BlobContent.Small(bytes), bytes.length);
    return retries.run(() -> {
      try (Response response = transport.send(call)) {
        response.expect(201);
        return response.header("OCI-Subject").isPresent();
      }
    });
  }

  /** Asks for JSON; empty when the registry does not know the address. */
  Optional<Page> page(Repository repository, URI address, String purpose) {
    Call call = Call.of("GET", address, repository, Scopes.pull(repository), purpose);
    return retries.run(() -> {
      try (Response response = transport.send(call.with("Accept", MediaTypes.INDEX))) {
        if (response.status() == 404 || response.status() == 405) {
          return Optional.empty();
        }
        response.expect(200);
        byte[] bytes = response.bytes(MANIFEST_LIMIT);
        return Optional.of(new Page(new Manifest(MediaTypes.INDEX, bytes), response.next()));
      }
    });
  }

  /** A part of a list, and where the next one is. */
  record Page(Manifest index, Optional<URI> next) {}

  /** An address within a repository of a registry. */
  URI address(Repository repository, String path) {
    return transport.addresses().of(repository, path);
  }

  private Call call(String method, Repository repository, String path, String purpose) {
    return Call.of(
        method,
        transport.addresses().of(repository, path),
        repository,
        Scopes.pull(repository),
        purpose);
  }
}
