package org.smashnas.tf;

import static com.tngtech.archunit.core.domain.JavaModifier.PUBLIC;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNTHETIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.ObjectInputStream;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.smashnas.network.Network;

/** The rules of the house, for this module and for what it stands on. */
@AnalyzeClasses(packages = "org.smashnas", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String TENSORFLOW = "org.smashnas.tf";

  @ArchTest
  static final ArchRule TENSORFLOW_AND_WHAT_IT_STARTS_ARE_THE_ONLY_PUBLIC_TYPES =
      classes()
          .that()
          .resideInAPackage(TENSORFLOW + "..")
          .and(areReachableFromOutside())
          .should()
          .be(TensorFlow.class)
          .orShould()
          .be(HyperNetBuilder.class)
          .orShould()
          .be(Baselines.class);

  @ArchTest
  static final ArchRule THE_API_KNOWS_NO_BACKEND =
      noClasses()
          .that()
          .resideInAPackage("org.smashnas..")
          .and()
          .resideOutsideOfPackage(TENSORFLOW + "..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(TENSORFLOW + "..", "org.tensorflow..");

  @ArchTest
  static final ArchRule STANDARD_STREAMS_ARE_FOR_PROGRAMS =
      NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;

  @ArchTest
  static final ArchRule NOTHING_READS_SERIALISED_OBJECTS =
      noClasses().should().dependOnClassesThat().areAssignableTo(ObjectInputStream.class);

  @ArchTest
  static final ArchRule NO_STATE_IS_STATIC =
      fields()
          .that()
          .areStatic()
          .and()
          .doNotHaveModifier(SYNTHETIC)
          .should()
          .beFinal()
          .andShould(holdWhatNeverChanges());

  @ArchTest
  static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
      noClasses().should().haveNameMatching(".*(Utils?|Helper|Manager)");

  @ArchTest
  static void theRulesSeeBothModules(JavaClasses found) {
    assertThat(found.contain(TensorFlow.class)).isTrue();
    assertThat(found.contain(Network.class)).isTrue();
    assertThat(found.contain(ArchitectureTest.class)).isFalse();
  }

  private static DescribedPredicate<JavaClass> areReachableFromOutside() {
    return DescribedPredicate.describe(
        "are public, and so is all around them",
        type ->
            Stream.iterate(Optional.of(type), Optional::isPresent, ArchitectureTest::around)
                .allMatch(each -> each.orElseThrow().getModifiers().contains(PUBLIC)));
  }

  private static Optional<JavaClass> around(Optional<JavaClass> type) {
    return type.flatMap(JavaClass::getEnclosingClass);
  }

  private static ArchCondition<JavaField> holdWhatNeverChanges() {
    return new ArchCondition<>("hold what never changes") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass type = field.getRawType();
        boolean changes =
            type.isArray()
                || (type.isAssignableTo(Iterable.class)
                    && !type.isAssignableTo(ImmutableCollection.class))
                || (type.isAssignableTo(Map.class) && !type.isAssignableTo(ImmutableMap.class))
                || type.getPackageName().equals("java.util.concurrent.atomic")
                || type.isAssignableTo(StringBuilder.class)
                || type.isAssignableTo(RandomGenerator.class);
        events.add(
            new SimpleConditionEvent(
                field, !changes, field.getFullName() + " is a " + type.getName()));
      }
    };
  }
}
