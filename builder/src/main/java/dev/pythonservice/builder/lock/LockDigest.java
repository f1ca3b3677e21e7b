package dev.pythonservice.builder.lock;

import dev.pythonservice.builder.registry.Digest;
import dev.pythonservice.builder.request.LockRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * A digest of all in a lock that can decide what is installed. Where files are does not count,
 * because their hashes do; so a mirror changes nothing.
 */
final class LockDigest {

  private final MessageDigest sha256 = Digest.sha256();

  private LockDigest() {}

  static Digest of(List<LockedPackage> packages, PylockContent content, LockRequest request) {
    LockDigest digest = new LockDigest();
    digest.add("requires-python", content.requiresPython());
    request.extras().stream().sorted().forEach(extra -> digest.add("extra", extra));
    request.groups().stream().sorted().forEach(group -> digest.add("group", group));
    packages.forEach(digest::add);
    content.firstParty().forEach(digest::add);
    return Digest.of(digest.sha256.digest());
  }

  private void add(LockedPackage one) {
    add("package", one.name(), one.version(), one.marker());
    if (one.origin() instanceof Origin.Git git) {
      add("git", Addresses.withoutPassword(git.url()), git.commit(), git.folder());
    }
    one.wheels().forEach(file -> add("wheel", file.fileName(), file.sha256().hex()));
    one.sourceArchive().ifPresent(file -> add("source", file.fileName(), file.sha256().hex()));
  }

  private void add(FirstParty one) {
    add("first party", one.name(), one.version(), one.folder(), one.marker());
    add("installed", Boolean.toString(one.installed()), one.needsWheel().orElse(""));
    one.sourceRoots().forEach(root -> add("root", root));
    one.dependencies().forEach(dependency -> add("dependency", dependency));
    one.scripts().entrySet().stream()
        .sorted(java.util.Map.Entry.comparingByKey())
        .forEach(script -> add("script", script.getKey(), script.getValue()));
  }

  /** Each text with its length, so that no two lists of texts look the same. */
  private void add(String... texts) {
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.update(bytes);
    }
  }
}
