package dev.pythonservice.builder.policy;

import dev.pythonservice.builder.policy.LicenceExpression.All;
import dev.pythonservice.builder.policy.LicenceExpression.Licence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads what packages say of their licence. Only what is certain counts: {@code BSD} may be any of
 * several licences, and so says none.
 */
final class KnownLicences {

  /** Identifiers that packages write as a plain name in {@code License}, as they mostly do. */
  private static final Set<String> IDENTIFIERS =
      Set.of(
          "0BSD",
          "AFL-3.0",
          "AGPL-3.0-only",
          "AGPL-3.0-or-later",
          "Apache-2.0",
          "Artistic-2.0",
          "BSD-2-Clause",
          "BSD-3-Clause",
          "BSL-1.0",
          "CC0-1.0",
          "EPL-2.0",
          "EUPL-1.2",
          "GPL-2.0-only",
          "GPL-2.0-or-later",
          "GPL-3.0-only",
          "GPL-3.0-or-later",
          "HPND",
          "ISC",
          "LGPL-2.1-only",
          "LGPL-2.1-or-later",
          "LGPL-3.0-only",
          "LGPL-3.0-or-later",
          "MIT",
          "MIT-0",
          "MIT-CMU",
          "MPL-2.0",
          "PSF-2.0",
          "Python-2.0",
          "Unlicense",
          "Zlib",
          "ZPL-2.1");

  /** Names of exactly one licence, in small letters and without what is only said around them. */
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("mit license", "MIT"),
          Map.entry("apache 2", "Apache-2.0"),
          Map.entry("apache 2.0", "Apache-2.0"),
          Map.entry("apache 2.0 license", "Apache-2.0"),
          Map.entry("apache license 2.0", "Apache-2.0"),
          Map.entry("apache license version 2.0", "Apache-2.0"),
          Map.entry("apache software license 2.0", "Apache-2.0"),
          Map.entry("bsd 2-clause", "BSD-2-Clause"),
          Map.entry("bsd 2-clause license", "BSD-2-Clause"),
          Map.entry("simplified bsd", "BSD-2-Clause"),
          Map.entry("bsd 3-clause", "BSD-3-Clause"),
          Map.entry("bsd 3-clause license", "BSD-3-Clause"),
          Map.entry("3-clause bsd license", "BSD-3-Clause"),
          Map.entry("new bsd", "BSD-3-Clause"),
          Map.entry("new bsd license", "BSD-3-Clause"),
          Map.entry("modified bsd license", "BSD-3-Clause"),
          Map.entry("isc license", "ISC"),
          Map.entry("mpl 2.0", "MPL-2.0"),
          Map.entry("mozilla public license 2.0", "MPL-2.0"),
          Map.entry("gplv2", "GPL-2.0-only"),
          Map.entry("gplv3", "GPL-3.0-only"),
          Map.entry("gplv3+", "GPL-3.0-or-later"),
          Map.entry("agplv3", "AGPL-3.0-only"),
          Map.entry("agplv3+", "AGPL-3.0-or-later"),
          Map.entry("lgplv3", "LGPL-3.0-only"),
          Map.entry("psf license version 2", "PSF-2.0"),
          Map.entry("the unlicense", "Unlicense"));

  /** Classifiers that stand for exactly one licence (PEP 639, "Mapping license classifiers"). */
  private static final Map<String, String> CLASSIFIERS =
      Map.ofEntries(
          Map.entry("MIT License", "MIT"),
          Map.entry("MIT No Attribution License (MIT-0)", "MIT-0"),
          Map.entry("ISC License (ISCL)", "ISC"),
          Map.entry("Boost Software License 1.0 (BSL-1.0)", "BSL-1.0"),
          Map.entry("CMU License (MIT-CMU)", "MIT-CMU"),
          Map.entry("Eclipse Public License 2.0 (EPL-2.0)", "EPL-2.0"),
          Map.entry("European Union Public Licence 1.2 (EUPL 1.2)", "EUPL-1.2"),
          Map.entry("GNU Affero General Public License v3", "AGPL-3.0-only"),
          Map.entry("GNU Affero General Public License v3 or later (AGPLv3+)", "AGPL-3.0-or-later"),
          Map.entry("GNU General Public License v2 (GPLv2)", "GPL-2.0-only"),
          Map.entry("GNU General Public License v2 or later (GPLv2+)", "GPL-2.0-or-later"),
          Map.entry("GNU General Public License v3 (GPLv3)", "GPL-3.0-only"),
          Map.entry("GNU General Public License v3 or later (GPLv3+)", "GPL-3.0-or-later"),
          Map.entry("GNU Lesser General Public License v3 (LGPLv3)", "LGPL-3.0-only"),
          Map.entry("GNU Lesser General Public License v3 or later (LGPLv3+)", "LGPL-3.0-or-later"),
          Map.entry("Historical Permission Notice and Disclaimer (HPND)", "HPND"),
          Map.entry("Mozilla Public License 1.1 (MPL 1.1)", "MPL-1.1"),
          Map.entry("Mozilla Public License 2.0 (MPL 2.0)", "MPL-2.0"),
          Map.entry("The Unlicense (Unlicense)", "Unlicense"),
          Map.entry("Universal Permissive License (UPL)", "UPL-1.0"),
          Map.entry("Zero-Clause BSD (0BSD)", "0BSD"),
          Map.entry("zlib/libpng License", "Zlib"));

  private final Set<String> identifiers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * What reads licences.
   *
   * @param further identifiers that are known beside the frequent ones
   */
  KnownLicences(List<String> further) {
    identifiers.addAll(IDENTIFIERS);
    further.stream()
        .flatMap(text -> LicenceExpression.of(text).stream())
        .flatMap(LicenceExpression::licences)
        .map(Licence::id)
        .forEach(identifiers::add);
  }

  /** The licence of a package; empty when it says none for certain. */
  Optional<LicenceExpression> of(DeclaredLicence declared) {
    return declared
        .expression()
        .flatMap(LicenceExpression::of)
        .or(() -> declared.text().flatMap(this::named))
        .or(() -> ofClassifiers(declared.classifiers()));
  }

  private Optional<LicenceExpression> named(String text) {
    Optional<LicenceExpression> expression =
        LicenceExpression.of(text)
            .filter(
                read -> read.licences().allMatch(licence -> identifiers.contains(licence.id())));
    String name =
        text.strip()
            .toLowerCase(Locale.ROOT)
            .replace(",", "")
            .replace("licence", "license")
            .replaceFirst("^the (?!unlicense)", "");
    return expression.or(
        () -> Optional.ofNullable(NAMES.get(name)).map(id -> new Licence(id, Optional.empty())));
  }

  /** Several of them hold together, as none says that one may choose. */
  private static Optional<LicenceExpression> ofClassifiers(List<String> classifiers) {
    List<Optional<LicenceExpression>> all =
        classifiers.stream()
            .map(classifier -> classifier.substring(classifier.lastIndexOf(':') + 1).strip())
            .filter(name -> !name.equals("OSI Approved"))
            .map(name -> Optional.ofNullable(CLASSIFIERS.get(name)))
            .map(id -> id.<LicenceExpression>map(known -> new Licence(known, Optional.empty())))
            .toList();
    if (all.isEmpty() || all.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    List<LicenceExpression> known = all.stream().flatMap(Optional::stream).toList();
    return Optional.of(known.size() == 1 ? known.getFirst() : new All(known));
  }
}
