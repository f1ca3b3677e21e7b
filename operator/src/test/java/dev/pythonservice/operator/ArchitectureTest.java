package dev.pythonservice.operator;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.fabric8.kubernetes.client.CustomResource;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Set;

/** The house rules of the operator. A rule that finds nothing to look at fails. */
@AnalyzeClasses(
    packages = "dev.pythonservice.operator",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  private static final String HOME = "dev.pythonservice.operator";

  private static final DescribedPredicate<JavaClass> PURE =
      resideInAnyPackage(HOME + ".plan..", HOME + ".render..");

  private static final Set<String> TOO_WIDE =
      Set.of("java.lang.Exception", "java.lang.RuntimeException", "java.lang.Error");

  @ArchTest
  static final ArchRule PACKAGES_DEPEND_ONE_WAY =
      layeredArchitecture()
          .consideringOnlyDependenciesInAnyPackage(HOME + "..")
          .layer("start")
          .definedBy(HOME)
          .layer("reconcile")
          .definedBy(HOME + ".reconcile..")
          .layer("render")
          .definedBy(HOME + ".render..")
          .layer("resolve")
          .definedBy(HOME + ".resolve..")
          .layer("measure")
          .definedBy(HOME + ".measure..")
          .layer("plan")
          .definedBy(HOME + ".plan..")
          .whereLayer("start")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("reconcile")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("render")
          .mayOnlyBeAccessedByLayers("reconcile", "start")
          .whereLayer("resolve")
          .mayOnlyBeAccessedByLayers("reconcile", "start")
          .whereLayer("measure")
          .mayOnlyBeAccessedByLayers("reconcile", "start")
          .whereLayer("plan")
          .mayNotAccessAnyLayer()
          .because("inputs flow from resolve through plan and render to reconcile, and never back");

  @ArchTest
  static final ArchRule PLAN_AND_RENDER_ARE_FREE_OF_INPUT_AND_OUTPUT =
      classes()
          .that(PURE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "java.lang",
                      "java.lang.annotation",
                      "java.lang.invoke",
                      "java.lang.runtime",
                      "java.math",
                      "java.nio.charset",
                      "java.security",
                      "java.util",
                      "java.util.function",
                      "java.util.regex",
                      "java.util.stream",
                      "java.time..",
                      "java.math",
                      "org.jspecify.annotations",
                      "io.fabric8.kubernetes.api.model..",
                      "com.fasterxml.jackson.core..",
                      "com.fasterxml.jackson.databind..",
                      "dev.pythonservice.api..",
                      HOME + ".plan..",
                      HOME + ".render..")
                  .or(
                      belongToAnyOf(
                          CustomResource.class,
                          MessageDigest.class,
                          NoSuchAlgorithmException.class,
                          StandardCharsets.class))
                  .and(
                      not(
                          belongToAnyOf(
                              Clock.class,
                              System.class,
                              Runtime.class,
                              Process.class,
                              ProcessBuilder.class,
                              Thread.class))))
          .because("what they return must depend on what they are given and on nothing else");

  @ArchTest
  static final ArchRule PLAN_AND_RENDER_CONVERT_AND_PARSE_NOTHING =
      noClasses()
          .that(PURE)
          .should()
          .callMethodWhere(readsOrWrites())
          .because("Jackson turns trees into objects there; what is read and written is elsewhere");

  @ArchTest
  static final ArchRule TIME_COMES_FROM_THE_INJECTED_CLOCK =
      noClasses()
          .that(not(belongToAnyOf(Wiring.class)))
          .should()
          .callMethodWhere(readsTheTime())
          .because("tests choose the time");

  @ArchTest
  static final ArchRule ONLY_RECONCILE_WRITES =
      noClasses()
          .that()
          .resideOutsideOfPackage(HOME + ".reconcile..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("io.fabric8.kubernetes.client.KubernetesClient");

  @ArchTest
  static final ArchRule NO_CLASS_IS_CALLED_UTIL =
      noClasses()
          .should()
          .haveSimpleNameContaining("Util")
          .orShould()
          .haveSimpleNameContaining("Helper");

  @ArchTest
  static final ArchRule NOTHING_IS_INJECTED_INTO_FIELDS =
      noFields()
          .should()
          .beAnnotatedWith(Inject.class)
          .because("constructors show what a class needs");

  @ArchTest
  static final ArchRule STATIC_FIELDS_ARE_FINAL = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule CATCHES_NAME_WHAT_THEY_EXPECT =
      codeUnits().should(notCatchEverything()).because("what nobody expected must be tried again");

  private static DescribedPredicate<JavaCall<?>> readsOrWrites() {
    return DescribedPredicate.describe(
        "reads or writes JSON",
        call ->
            call.getTargetOwner().isAssignableTo(ObjectMapper.class)
                && (call.getName().startsWith("read") || call.getName().startsWith("write")));
  }

  private static DescribedPredicate<JavaCall<?>> readsTheTime() {
    return DescribedPredicate.describe(
        "reads the machine's time",
        call ->
            call.getTargetOwner().getPackageName().equals("java.time")
                    && (call.getName().equals("now") || call.getName().startsWith("system"))
                || call.getTargetOwner().isEquivalentTo(System.class)
                    && call.getName().endsWith("Time"));
  }

  /** A try-with-resources catches Throwable in bytecode, so Throwable cannot be looked for here. */
  private static ArchCondition<JavaCodeUnit> notCatchEverything() {
    return new ArchCondition<>("not catch Exception, RuntimeException or Error") {
      @Override
      public void check(JavaCodeUnit codeUnit, ConditionEvents events) {
        codeUnit.getTryCatchBlocks().stream()
            .filter(block ->
                block.getCaughtThrowables().stream()
                    .map(HasName::getName)
                    .anyMatch(TOO_WIDE::contains))
            .forEach(block ->
                events.add(
                    SimpleConditionEvent.violated(
                        codeUnit, "Too much is caught in " + block.getSourceCodeLocation())));
      }
    };
  }
}
