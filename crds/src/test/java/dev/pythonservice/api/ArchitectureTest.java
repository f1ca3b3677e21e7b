package dev.pythonservice.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The API describes; it does nothing. */
@AnalyzeClasses(
    packages = "dev.pythonservice.api",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule DOES_NO_INPUT_OR_OUTPUT =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.io..", "java.nio..", "java.net..", "io.fabric8.kubernetes.client.dsl..");

  @ArchTest
  static final ArchRule KNOWS_NO_CLOCK =
      noClasses().should().dependOnClassesThat().haveFullyQualifiedName("java.time.Clock");

  @ArchTest
  static final ArchRule STANDS_ALONE =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.pythonservice.api..",
              "java.lang..",
              "java.util..",
              "java.time..",
              "io.fabric8..",
              "com.fasterxml.jackson.annotation..",
              "com.fasterxml.jackson.databind..",
              "org.jspecify.annotations..");
}
