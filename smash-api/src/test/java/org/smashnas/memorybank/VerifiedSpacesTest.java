package org.smashnas.memorybank;

import com.google.common.collect.ImmutableSet;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.testing.SpaceProperty;
import org.smashnas.testing.SpaceVerifier;

/** What users verify of their own spaces holds for this one. */
class VerifiedSpacesTest {
  /** Makes the space of the commands' small setting again. */
  static final class Small implements Supplier<ArchitectureSpace<MemoryBank>> {
    @Override
    public ArchitectureSpace<MemoryBank> get() {
      return MemoryBankSpace.builder()
          .input(8, 8, 1)
          .classes(10)
          .blocks(2)
          .depth(4)
          .width(1)
          .maxBankChannels(16)
          .maxKernel(5)
          .maxDilation(1)
          .build();
    }
  }

  @Test
  void theSmallSpaceIsVerifiedHereAndInAnotherJvm() {
    SpaceVerifier.of(new Small().get())
        .rebuiltBy(new Small())
        .rebuiltInAnotherJvmBy(Small.class)
        .verify();
  }

  @Test
  void thePapersSpaceIsVerified() {
    SpaceVerifier.of(MemoryBankSpace.builder().input(32, 32, 3).classes(10).build())
        .samples(40)
        .verify();
  }

  @ParameterizedTest
  @EnumSource
  void spacesOfAllNormsAreVerified(OpNorms style) {
    MemoryBankSpace.Builder space =
        MemoryBankSpace.builder()
            .input(8, 8, 1)
            .classes(10)
            .blocks(2)
            .depth(4)
            .width(1)
            .maxBankChannels(16)
            .maxKernel(5)
            .maxDilation(1)
            .variableOps()
            .gates(GateStyle.MULTIPLY)
            .scoredNorms(style);
    SpaceVerifier.of(space.build()).samples(20).verify();
  }

  static Stream<PairwiseSettings.Row> someRows() {
    return PairwiseSettings.rows().stream().limit(5);
  }

  @ParameterizedTest
  @MethodSource("someRows")
  void pairwiseSettingsAreVerified(PairwiseSettings.Row row) {
    SpaceVerifier.of(row.space()).samples(30).verify();
  }

  @Tag("long")
  @Test
  void allPairwiseSettingsAreVerified() {
    PairwiseSettings.rows().forEach(row -> SpaceVerifier.of(row.space()).samples(30).verify());
  }

  @Tag("long")
  @Test
  void randomSettingsAreVerified() {
    RandomSettings settings = new RandomSettings(new SplittableRandom(71));
    for (int seed = 0; seed < 10; seed++) {
      SpaceVerifier.of(settings.next()).seed(seed).samples(20).enumerateUpTo(0).verify();
    }
  }

  /** Sampling draws a budget below the largest, so never an architecture that takes all of it. */
  @Test
  void tinySpacesAreVerifiedByEnumeration() {
    MemoryBankSpace.Builder tiny = PerturbationTest.tiny();
    SpaceVerifier.of(tiny.build()).except(SpaceProperty.SAMPLING_COVERS_ALL).verify();
    SpaceVerifier.of(
            tiny.nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH)).build())
        .except(SpaceProperty.SAMPLING_COVERS_ALL)
        .verify();
  }

  @Test
  void samplingCoversATinySpaceWhereNothingTakesTheWholeBudget() {
    SpaceVerifier.verify(PerturbationTest.tiny().maxBudget(0.8).build());
  }
}
