package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.keyless.Certified;
import dev.pythonservice.builder.keyless.LoggedSignature;
import dev.pythonservice.builder.keyless.LoggedTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a publisher says of a file, signed (PEP 740, "Attestation objects").
 *
 * @param signature the signature and what is signed
 */
record Attestation(LoggedSignature signature) {

  /** What publishers say on an index, and nothing else: that they published it, or how it arose. */
  private static final Set<String> KNOWN =
      Set.of("https://docs.pypi.org/attestations/publish/v1", "https://slsa.dev/provenance/v1");

  private static final String STATEMENT = "https://in-toto.io/Statement/v1";

  private static final String MEDIA_TYPE = "application/vnd.in-toto+json";

  static Attestation of(JsonNode json) throws NotVouched {
    if (json.path("version").asInt(0) != 1) {
      throw new NotVouched("it is of a version that is not known; use a newer builder");
    }
    JsonNode material = json.path("verification_material");
    JsonNode envelope = json.path("envelope");
    List<byte[]> timestamps = new ArrayList<>();
    for (JsonNode timestamp : material.path("timestamps")) {
      timestamps.add(bytes(timestamp));
    }
    return new Attestation(
        new LoggedSignature(
            MEDIA_TYPE,
            bytes(envelope.path("statement")),
            bytes(envelope.path("signature")),
            bytes(material.path("certificate")),
            List.copyOf(material.path("transparency_entries").values()),
            timestamps));
  }

  /** With the line breaks that some write. */
  private static byte[] bytes(JsonNode base64) {
    return Base64.getMimeDecoder().decode(base64.asString(""));
  }

  /** Sees that it is about a file and signed by somebody for whom trusted authorities vouch. */
  Publisher publisher(PublishedFile file, LoggedTrust trust) throws NotVouched {
    Certified certified = trust.certified(signature);
    JsonNode statement = JsonMapper.shared().readTree(signature.payload());
    String kind = statement.path("predicateType").asString("");
    if (!statement.path("_type").asString("").equals(STATEMENT) || !KNOWN.contains(kind)) {
      throw new NotVouched("it says something of the unknown kind '%s'".formatted(kind));
    }
    JsonNode subjects = statement.path("subject");
    JsonNode subject = subjects.path(0);
    if (subjects.size() != 1
        || !FileNames.areSame(subject.path("name").asString(""), file.fileName())) {
      throw new NotVouched(
          "it is about %s".formatted(subject.path("name").asString("another number of files")));
    }
    String digest = subject.path("digest").path("sha256").asString("");
    if (!digest.equals(file.sha256().hex())) {
      throw new NotVouched(
          "it is about a file with the hash sha256:%s, and the lock says %s"
              .formatted(digest, file.sha256()));
    }
    return Publisher.certified(certified);
  }
}
