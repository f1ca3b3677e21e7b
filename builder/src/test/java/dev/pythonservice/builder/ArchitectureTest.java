package dev.pythonservice.builder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.List;

/** The house rules of the builder. A rule that finds nothing to look at fails. */
@AnalyzeClasses(
    packages = "dev.pythonservice.builder",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String HOME = "dev.pythonservice.builder";

  /** A project passes through the packages in this order; a package knows those before it. */
  private static final List<String> WAY =
      List.of(
          "failure",
          "version",
          "target",
          "request",
          "process",
          "registry",
          "keyless",
          "source",
          "base",
          "lock",
          "adopt",
          "wheel",
          "feasibility",
          "vulnerability",
          "publisher",
          "policy",
          "install",
          "layers",
          "stack",
          "image",
          "checks",
          "attest",
          "report",
          "pipeline",
          "update",
          "serve");

  @ArchTest
  static void packagesKnowOnlyEarlierOnes(JavaClasses classes) {
    Architectures.LayeredArchitecture way =
        Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage(HOME + "..")
            .layer("command line")
            .definedBy(HOME)
            .whereLayer("command line")
            .mayNotBeAccessedByAnyLayer();
    for (String name : WAY) {
      way = way.layer(name).definedBy(HOME + "." + name + "..");
    }
    for (String name : WAY) {
      List<String> earlier = WAY.subList(0, WAY.indexOf(name));
      way =
          earlier.isEmpty()
              ? way.whereLayer(name).mayNotAccessAnyLayer()
              : way.whereLayer(name).mayOnlyAccessLayers(earlier.toArray(String[]::new));
    }
    way.check(classes);
  }

  @ArchTest
  static final ArchRule EVERY_CLASS_HAS_ITS_PACKAGE_ON_THE_WAY =
      classes()
          .should()
          .resideInAnyPackage(
              WAY.stream().map(name -> HOME + "." + name + "..").toArray(String[]::new))
          .orShould()
          .resideInAPackage(HOME);

  @ArchTest
  static final ArchRule NOTHING_KNOWS_KUBERNETES =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.fabric8..", "io.kubernetes..", "dev.pythonservice.api..")
          .because("the builder runs on a laptop, too");

  @ArchTest
  static final ArchRule NO_CLASS_IS_CALLED_UTIL =
      noClasses()
          .should()
          .haveSimpleNameContaining("Util")
          .orShould()
          .haveSimpleNameContaining("Helper");

  @ArchTest
  static final ArchRule STATIC_FIELDS_ARE_FINAL = fields().that().areStatic().should().beFinal();
}
