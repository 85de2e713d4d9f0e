package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;

class RandomSpacesTest {
  private static final Logger LOG = LoggerFactory.getLogger(RandomSpacesTest.class);
  private static final int SAMPLES_OF_A_SPACE = 10;

  @Test
  void samplesAndPerturbationsStayInside() {
    assertStaysInside(1, 3_000);
  }

  @Tag("long")
  @Test
  void aHundredThousandSamplesAndPerturbationsStayInside() {
    assertStaysInside(2, 100_000);
  }

  /** Checks so many samples, and so many perturbations. */
  private static void assertStaysInside(long seed, int samples) {
    RandomGenerator random = new SplittableRandom(seed);
    RandomSettings settings = new RandomSettings(random);
    long start = System.nanoTime();
    int changed = 0;
    int spaces = samples / SAMPLES_OF_A_SPACE;
    for (int index = 0; index < spaces; index++) {
      MemoryBankSpace space = settings.next();
      for (int sample = 0; sample < SAMPLES_OF_A_SPACE; sample++) {
        MemoryBank drawn = space.sample(random, random.nextDouble());
        assertInside(space, drawn);
        MemoryBank perturbed = space.perturb(drawn, probability(random), random);
        assertInside(space, perturbed);
        changed += perturbed.equals(drawn) ? 0 : 1;
      }
    }
    assertThat(settings.shareOfValid()).as("share of valid settings").isGreaterThan(0.4);
    assertThat(changed).as("perturbations that changed something").isGreaterThan(samples / 2);
    LOG.warn(
        "{} samples and {} perturbations ({} changed) of {} spaces ({} settings refused) in {} s",
        samples,
        samples,
        changed,
        spaces,
        settings.refused(),
        (System.nanoTime() - start) / 1_000_000_000);
  }

  private static double probability(RandomGenerator random) {
    return random.nextBoolean() ? 0.05 : random.nextDouble();
  }

  private static void assertInside(MemoryBankSpace space, MemoryBank architecture) {
    try {
      space.validate(architecture);
      new SpaceOracle(space).assertInside(architecture);
      Network scored = space.network(architecture);
      assertThat(scored.output().shape().channels()).isEqualTo(space.classes());
      assertThat(Encoding.of(scored, space.weightGrid()).slices()).isPositive();
      Network derived = space.derivedNetwork(architecture);
      assertThat(derived.multiplyAdds()).isEqualTo(scored.multiplyAdds());
    } catch (AssertionError | RuntimeException failure) {
      throw new AssertionError(space.id() + ": " + space.codec().toJson(architecture), failure);
    }
  }

  @Test
  void chainsOfAHundredPerturbationsStayInside() {
    RandomGenerator random = new SplittableRandom(3);
    RandomSettings settings = new RandomSettings(random);
    for (int chain = 0; chain < 40; chain++) {
      MemoryBankSpace space = settings.next();
      MemoryBank architecture = space.sample(random);
      double probability = probability(random);
      for (int step = 0; step < 100; step++) {
        architecture = space.perturb(architecture, probability, random);
        new SpaceOracle(space).assertInside(architecture);
      }
      assertInside(space, architecture);
    }
  }

  @Test
  void jsonGivesBackEveryArchitectureAndItsNetwork() {
    RandomGenerator random = new SplittableRandom(4);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 200; index++) {
      MemoryBankSpace space = settings.next();
      MemoryBank drawn = space.sample(random);
      assertThat(space.codec().fromJson(space.codec().toJson(drawn))).isEqualTo(drawn);
      Network network = space.network(drawn);
      assertThat(Network.fromJson(network.toJson())).isEqualTo(network);
    }
  }
}
