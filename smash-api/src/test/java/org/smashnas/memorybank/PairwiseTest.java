package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.network.Network;

class PairwiseTest {
  static ImmutableList<PairwiseSettings.Row> rows() {
    return PairwiseSettings.rows();
  }

  @Test
  void everyPairOfValuesIsCovered() {
    Set<PairwiseSettings.Pair> seen = new HashSet<>();
    rows().forEach(row -> seen.addAll(row.pairs()));
    assertThat(seen).isEqualTo(PairwiseSettings.allPairs());
    assertThat(rows()).hasSizeLessThan(45).isEqualTo(rows());
  }

  /** 47 values in 13 options; 2 layouts without convolutions side by side, 2 gates for the rest. */
  @Test
  void onlyGatesWithoutTwoPathsAreNoPairs() {
    long values = 0;
    long all = 0;
    for (PairwiseSettings.Option option : PairwiseSettings.OPTIONS) {
      all += values * option.values().size();
      values += option.values().size();
    }
    assertThat(PairwiseSettings.allPairs()).hasSize((int) all - 2 * 2);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowIsASpaceThatWorks(PairwiseSettings.Row row) {
    MemoryBankSpace space = row.space();
    EncodingDecoder decoder = new EncodingDecoder(space);
    SplittableRandom random = new SplittableRandom(61);
    for (int index = 0; index < 20; index++) {
      MemoryBank drawn = space.sample(random, random.nextDouble());
      assertWorks(space, decoder, drawn);
      assertWorks(space, decoder, space.perturb(drawn, 0.2, random));
    }
  }

  private static void assertWorks(
      MemoryBankSpace space, EncodingDecoder decoder, MemoryBank architecture) {
    space.validate(architecture);
    new SpaceOracle(space).assertInside(architecture);
    assertThat(space.codec().fromJson(space.codec().toJson(architecture))).isEqualTo(architecture);
    Network scored = space.network(architecture);
    NetworkOracle.assertScored(space, architecture, scored);
    NetworkOracle.assertDerived(space, architecture, space.derivedNetwork(architecture));
    assertThat(decoder.decode(decoder.numbers(architecture))).isEqualTo(architecture);
  }
}
