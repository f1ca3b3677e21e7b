package dev.pythonservice.builder.attest;

import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.policy.PackageFacts;
import dev.pythonservice.builder.request.Policy.Origin;
import dev.pythonservice.builder.vulnerability.Component;
import dev.pythonservice.builder.vulnerability.Ecosystem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a bill of materials that {@link BillOfMaterials} wrote. */
public final class BilledPackages {

  private BilledPackages() {}

  /**
   * The Python packages of a bill, with the crates in them, as rules on vulnerabilities look at
   * them; all else that such facts can hold is left out.
   *
   * @throws IllegalArgumentException when it is no such bill
   */
  public static List<PackageFacts> read(byte[] bill) {
    try {
      List<PackageFacts> packages = new ArrayList<>();
      for (JsonNode component : JsonMapper.shared().readTree(bill).path("components")) {
        Component.of(component.path("purl").asString(""))
            .filter(itself -> itself.ecosystem() == Ecosystem.PYPI)
            .ifPresent(itself -> packages.add(facts(itself, component.path("components"))));
      }
      return packages;
    } catch (JacksonException exception) {
      throw new IllegalArgumentException("It is no bill of materials", exception);
    }
  }

  private static PackageFacts facts(Component itself, JsonNode within) {
    List<String> crates = new ArrayList<>();
    // Many images have the same crates, and whoever looks at many keeps them.
    within.forEach(part -> crates.add(part.path("purl").asString("").intern()));
    return new PackageFacts(
        itself.name().intern(),
        itself.version().intern(),
        Origin.INDEX,
        "",
        "",
        "",
        Optional.empty(),
        DeclaredLicence.NONE,
        crates,
        false,
        Optional.empty());
  }
}
