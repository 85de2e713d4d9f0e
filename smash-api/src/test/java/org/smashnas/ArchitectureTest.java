package org.smashnas;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.Random;
import java.util.SplittableRandom;

@AnalyzeClasses(packages = "org.smashnas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule DEPENDENCIES_RUN_ONE_WAY =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("json")
          .definedBy("org.smashnas.json..")
          .layer("file")
          .definedBy("org.smashnas.file..")
          .layer("random")
          .definedBy("org.smashnas.random..")
          .layer("network")
          .definedBy("org.smashnas.network..")
          .layer("space")
          .definedBy("org.smashnas.space..")
          .layer("memorybank")
          .definedBy("org.smashnas.memorybank..")
          .layer("cells")
          .definedBy("org.smashnas.cells..")
          .layer("data")
          .definedBy("org.smashnas.data..")
          .layer("hypernet")
          .definedBy("org.smashnas.hypernet..")
          .layer("search")
          .definedBy("org.smashnas.search..")
          .layer("study")
          .definedBy("org.smashnas.study..")
          .layer("funnel")
          .definedBy("org.smashnas.funnel..")
          .layer("testing")
          .definedBy("org.smashnas.testing..")
          .whereLayer("json")
          .mayNotAccessAnyLayer()
          .whereLayer("file")
          .mayOnlyAccessLayers("json")
          .whereLayer("random")
          .mayNotAccessAnyLayer()
          .whereLayer("network")
          .mayOnlyAccessLayers("json")
          .whereLayer("space")
          .mayOnlyAccessLayers("network", "json")
          .whereLayer("memorybank")
          .mayOnlyAccessLayers("space", "network")
          .whereLayer("cells")
          .mayOnlyAccessLayers("space", "network")
          .whereLayer("data")
          .mayOnlyAccessLayers("network", "random")
          .whereLayer("hypernet")
          .mayOnlyAccessLayers("space", "data", "network", "random", "file")
          .whereLayer("search")
          .mayOnlyAccessLayers("hypernet", "space", "network", "random", "file", "json")
          .whereLayer("study")
          .mayOnlyAccessLayers("hypernet", "space", "network", "random", "file", "json")
          .whereLayer("study")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("funnel")
          .mayOnlyAccessLayers("search", "hypernet", "space", "data", "random", "file", "json")
          .whereLayer("funnel")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("testing")
          .mayNotBeAccessedByAnyLayer();

  @ArchTest
  static final ArchRule EVERY_CLASS_IS_IN_A_KNOWN_PACKAGE =
      classes()
          .should()
          .resideInAnyPackage(
              "org.smashnas.json",
              "org.smashnas.file",
              "org.smashnas.random",
              "org.smashnas.network",
              "org.smashnas.space",
              "org.smashnas.memorybank",
              "org.smashnas.cells",
              "org.smashnas.data",
              "org.smashnas.hypernet",
              "org.smashnas.search",
              "org.smashnas.study",
              "org.smashnas.funnel",
              "org.smashnas.testing");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("org.smashnas.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule STANDARD_STREAMS_ARE_THE_PROGRAMS =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule STACK_TRACES_ARE_NOT_PRINTED =
      noClasses().should().callMethod(Throwable.class, "printStackTrace");

  @ArchTest static final ArchRule LOGGING_IS_SLF4J = NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

  @ArchTest static final ArchRule FAILURES_HAVE_A_TYPE = NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;

  /** The one exception finds, by a name on its own command line, a class of the caller's. */
  @ArchTest
  static final ArchRule NOTHING_IS_DESERIALISED =
      noClasses()
          .that()
          .doNotHaveFullyQualifiedName("org.smashnas.testing.OtherJvm")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream")
          .orShould()
          .callMethod(Class.class, "forName", String.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ClassLoader.class);

  @ArchTest
  static final ArchRule THE_PROCESS_IS_NOT_TAKEN_OVER =
      noClasses()
          .should()
          .callMethod(System.class, "exit", int.class)
          .orShould()
          .callMethod(System.class, "setProperty", String.class, String.class)
          .orShould()
          .callMethod(
              Thread.class,
              "setDefaultUncaughtExceptionHandler",
              Thread.UncaughtExceptionHandler.class);

  @ArchTest
  static final ArchRule RANDOM_NUMBERS_COME_FROM_THE_CALLER =
      noClasses()
          .that()
          .resideOutsideOfPackage("org.smashnas.random")
          .should()
          .callMethod(Math.class, "random")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom")
          .orShould()
          .callConstructor(Random.class)
          .orShould()
          .callConstructor(SplittableRandom.class);

  @ArchTest
  static final ArchRule THERE_IS_NO_STATIC_STATE = fields().that().areStatic().should().beFinal();

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Impl");

  @ArchTest
  static final ArchRule NO_TENSOR_LIBRARY_AND_NO_TEST_LIBRARY =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.tensorflow..", "org.bytedeco..", "org.junit..");

  @ArchTest
  static final ArchRule JACKSON_STAYS_BEHIND_JSON =
      noClasses()
          .that()
          .arePublic()
          .and()
          .resideOutsideOfPackage("org.smashnas.json..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.fasterxml..");
}
