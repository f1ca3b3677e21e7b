package dev.pythonservice.builder.publisher;

import dev.pythonservice.builder.keyless.LoggedTrust;
import dev.pythonservice.builder.keyless.NotVouched;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The attestations that an index has of a file (PEP 740, "Provenance objects").
 *
 * @param bundles by publisher
 */
public record FileProvenance(List<Bundle> bundles) {

  /** A file has one or two; each takes some milliseconds to look at. */
  private static final int MOST = 32;

  public FileProvenance {
    bundles = List.copyOf(bundles);
  }

  /**
   * Attestations of one publisher.
   *
   * @param named whom the index names
   * @param attestations what that one signed
   */
  record Bundle(Publisher named, List<Attestation> attestations) {

    Bundle {
      attestations = List.copyOf(attestations);
    }
  }

  /**
   * Reads one.
   *
   * @param document JSON
   * @throws NotVouched when it is none, with the reason
   */
  public static FileProvenance of(String document) throws NotVouched {
    try {
      JsonNode json = JsonMapper.shared().readTree(document);
      if (json.path("version").asInt(0) != 1) {
        throw new NotVouched("what the index has of them is of a version that is not known");
      }
      List<Bundle> bundles = new ArrayList<>();
      for (JsonNode bundle : json.path("attestation_bundles")) {
        bundles.add(bundle(bundle));
      }
      int number = bundles.stream().mapToInt(bundle -> bundle.attestations().size()).sum();
      if (number < 1 || number > MOST) {
        throw new NotVouched(
            "the index has %d of them, and 1 to %d can be".formatted(number, MOST));
      }
      return new FileProvenance(bundles);
    } catch (JacksonException | IllegalArgumentException exception) {
      throw new NotVouched("what the index has of them cannot be read");
    }
  }

  private static Bundle bundle(JsonNode json) throws NotVouched {
    List<Attestation> attestations = new ArrayList<>();
    for (JsonNode attestation : json.path("attestations")) {
      attestations.add(Attestation.of(attestation));
    }
    return new Bundle(Publisher.named(json.path("publisher")), attestations);
  }

  /**
   * Sees that every attestation is about a file and by whom the index says.
   *
   * @return who published it
   * @throws NotVouched when one of them is not, with the reason
   */
  public Set<Publisher> publishers(PublishedFile file, LoggedTrust trust) throws NotVouched {
    Set<Publisher> publishers = new LinkedHashSet<>();
    try {
      for (Bundle bundle : bundles) {
        for (Attestation attestation : bundle.attestations()) {
          publishers.add(attestation.publisher(file, trust).requireNamed(bundle.named()));
        }
      }
    } catch (JacksonException exception) {
      throw new NotVouched("what is signed is no statement");
    }
    return publishers;
  }
}
