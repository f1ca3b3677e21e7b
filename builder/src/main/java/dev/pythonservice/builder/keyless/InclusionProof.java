package dev.pythonservice.builder.keyless;

import dev.pythonservice.builder.registry.Digest;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Proves that something stands in a log (RFC 9162, section 2.1.3).
 *
 * @param index where it stands in its tree
 * @param size how many entries the tree had
 * @param hashes the hashes beside the way from the entry up to the root
 * @param checkpoint what the log itself said of that tree
 */
record InclusionProof(long index, long size, List<byte[]> hashes, String checkpoint) {

  /** A tree with as many entries as there can be is not higher. */
  private static final int HIGHEST = 63;

  InclusionProof {
    hashes = List.copyOf(hashes);
  }

  /** Reads one of a log entry (sigstore_rekor.proto, InclusionProof). */
  static InclusionProof of(JsonNode json) throws NotVouched {
    List<byte[]> hashes = new ArrayList<>();
    for (JsonNode hash : json.path("hashes")) {
      hashes.add(Base64.getDecoder().decode(hash.asString("")));
    }
    String checkpoint = json.path("checkpoint").path("envelope").asString("");
    if (checkpoint.isEmpty()) {
      throw new NotVouched("its log entry comes without the log's proof that it is there");
    }
    return new InclusionProof(
        json.path("logIndex").asLong(0), json.path("treeSize").asLong(0), hashes, checkpoint);
  }

  /** Sees that an entry is in the tree that the log signed. */
  void requireHolds(byte[] entry, TransparencyLog log) throws NotVouched {
    Checkpoint tree = Checkpoint.of(checkpoint);
    tree.requireSignedBy(log);
    if (tree.size() != size || !MessageDigest.isEqual(tree.root(), root(entry))) {
      throw new NotVouched("its log entry is not in the log that should have it, or was altered");
    }
  }

  private byte[] root(byte[] entry) throws NotVouched {
    if (index < 0 || index >= size || hashes.size() > HIGHEST) {
      throw new NotVouched("the place of its log entry is outside the log");
    }
    byte[] hash = hash(0, entry);
    long node = index;
    long last = size - 1;
    for (byte[] beside : hashes) {
      if (last == 0) {
        throw new NotVouched("the proof of its log entry is too long");
      }
      if ((node & 1) == 1 || node == last) {
        hash = hash(1, beside, hash);
        while ((node & 1) == 0 && node != 0) {
          node >>= 1;
          last >>= 1;
        }
      } else {
        hash = hash(1, hash, beside);
      }
      node >>= 1;
      last >>= 1;
    }
    if (last != 0) {
      throw new NotVouched("the proof of its log entry is too short");
    }
    return hash;
  }

  /** Entries and nodes are hashed apart, so that none can pass for the other. */
  private static byte[] hash(int kind, byte[]... parts) {
    MessageDigest digest = Digest.sha256();
    digest.update((byte) kind);
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }
}
