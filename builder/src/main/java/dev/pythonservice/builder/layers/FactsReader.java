package dev.pythonservice.builder.layers;

import dev.pythonservice.builder.install.InstalledPaths;
import dev.pythonservice.builder.install.InstalledWheel;
import dev.pythonservice.builder.install.Metadata;
import dev.pythonservice.builder.layers.WheelFacts.EmbeddedSbom;
import dev.pythonservice.builder.policy.DeclaredLicence;
import dev.pythonservice.builder.target.PythonVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what an installed wheel says of itself. */
final class FactsReader {

  private static final String LICENCE_CLASSIFIER = "License :: ";

  /** Longer ones are not embedded in an image's SBOM; the file stays in the image. */
  private static final long SBOM_BYTES = 16L << 20;

  /** Older packages write a whole licence into the field for its name. */
  private static final int LICENCE_NAME = 100;

  private static final int GENERATOR_NAME = 100;

  private FactsReader() {}

  static WheelFacts read(InstalledWheel installed, PythonVersion python) throws IOException {
    Path distInfo = distInfo(InstalledPaths.sitePackages(installed.root(), python));
    Metadata metadata = Metadata.parse(text(distInfo.resolve("METADATA")));
    String name = installed.wheel().locked().name();
    String version = installed.wheel().locked().version();
    return new WheelFacts(
        name,
        version,
        installed.wheel().file().fileName(),
        installed.wheel().file().sha256(),
        purl(name, version),
        licence(metadata),
        declared(metadata),
        installed.files(),
        installed.bytes(),
        installed.natives(),
        sboms(distInfo.resolve("sboms")),
        generator(distInfo.resolve("WHEEL")));
  }

  /** Without a text that is no name, as a whole licence would be kept with every layer. */
  private static DeclaredLicence declared(Metadata metadata) {
    DeclaredLicence said = metadata.licence();
    return new DeclaredLicence(
        said.expression(), said.text().filter(FactsReader::isName), said.classifiers());
  }

  /** Package URL specification, type "pypi"; a version's plus and epoch mark are encoded. */
  static String purl(String name, String version) {
    return "pkg:pypi/%s@%s".formatted(name, version.replace("+", "%2B").replace("!", "%21"));
  }

  /** PEP 639, with what packages did before it. */
  static Optional<String> licence(Metadata metadata) {
    return metadata
        .first("License-Expression")
        .or(() -> metadata.first("License").filter(FactsReader::isName))
        .or(() ->
            metadata.all("Classifier").stream()
                .filter(classifier -> classifier.startsWith(LICENCE_CLASSIFIER))
                .map(classifier -> classifier.substring(classifier.lastIndexOf(':') + 1).strip())
                .findFirst());
  }

  /** Binary distribution format, "File contents": optional, and anything may stand there. */
  private static Optional<String> generator(Path wheel) throws IOException {
    return Files.isRegularFile(wheel)
        ? Metadata.parse(text(wheel))
            .first("Generator")
            .filter(generator -> generator.length() <= GENERATOR_NAME)
        : Optional.empty();
  }

  private static boolean isName(String licence) {
    return licence.length() <= LICENCE_NAME && !licence.contains("\n");
  }

  private static Path distInfo(Path sitePackages) throws IOException {
    try (Stream<Path> children = Files.list(sitePackages)) {
      return children
          .filter(child -> child.getFileName().toString().endsWith(".dist-info"))
          .findFirst()
          .orElseThrow(() -> new IOException("no .dist-info folder in " + sitePackages));
    }
  }

  private static List<EmbeddedSbom> sboms(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<EmbeddedSbom> sboms = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        boolean kept = Files.size(file) <= SBOM_BYTES;
        sboms.add(new EmbeddedSbom(folder.relativize(file).toString(), kept ? text(file) : ""));
      }
    }
    return sboms;
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
