package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;

class RandomSpacesTest {
  private static final Logger LOG = LoggerFactory.getLogger(RandomSpacesTest.class);
  private static final int CHAIN_LENGTH = 100;

  private final AtomicInteger architectures = new AtomicInteger();
  private final AtomicInteger networks = new AtomicInteger();
  private final AtomicInteger gated = new AtomicInteger();
  private final AtomicInteger changed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @Test
  void samplesAndPerturbationsStayInside() {
    assertStaysInside(1, 150, 10, 1);
  }

  @Tag("long")
  @Test
  void aMillionSamplesAndTenThousandChainsStayInside() {
    assertStaysInside(2, 10_000, 100, 20);
  }

  /**
   * Checks so many samples of each space and one chain of perturbations. Each space has a random
   * stream of its own, so the number of threads changes nothing.
   */
  private void assertStaysInside(int seed, int spaces, int samples, int networksEvery) {
    long start = System.nanoTime();
    IntStream.range(0, spaces)
        .parallel()
        .forEach(
            index -> {
              RandomGenerator random = new SplittableRandom(seed * 1_000_000_007L + index);
              RandomSettings settings = new RandomSettings(random);
              MemoryBankSpace space = settings.next();
              refused.addAndGet(settings.refused());
              checkSamples(space, samples, networksEvery, random);
              checkChain(space, random);
            });
    assertThat(architectures.get()).isEqualTo(spaces * (samples + CHAIN_LENGTH));
    assertThat((double) spaces / (spaces + refused.get()))
        .as("share of valid settings")
        .isGreaterThan(0.4);
    assertThat(changed.get())
        .as("perturbations that changed something")
        .isGreaterThan(spaces * CHAIN_LENGTH / 2);
    LOG.warn(
        "{} samples, {} chains of {} perturbations ({} changed); {} with a gate; {} scored and"
            + " derived networks; {} settings refused; {} s",
        spaces * samples,
        spaces,
        CHAIN_LENGTH,
        changed,
        gated,
        networks,
        refused,
        (System.nanoTime() - start) / 1_000_000_000);
  }

  private void checkSamples(
      MemoryBankSpace space, int samples, int networksEvery, RandomGenerator random) {
    for (int sample = 0; sample < samples; sample++) {
      MemoryBank drawn = space.sample(random, random.nextDouble());
      assertInside(space, drawn);
      if (sample % networksEvery == 0) {
        assertNetworks(space, drawn);
      }
    }
  }

  private void checkChain(MemoryBankSpace space, RandomGenerator random) {
    MemoryBank architecture = space.sample(random);
    double probability = random.nextBoolean() ? 0.05 : random.nextDouble();
    for (int step = 0; step < CHAIN_LENGTH; step++) {
      MemoryBank perturbed = space.perturb(architecture, probability, random);
      changed.addAndGet(perturbed.equals(architecture) ? 0 : 1);
      architecture = perturbed;
      assertInside(space, architecture);
    }
    assertNetworks(space, architecture);
  }

  private void assertInside(MemoryBankSpace space, MemoryBank architecture) {
    try {
      space.validate(architecture);
      new SpaceOracle(space).assertInside(architecture);
    } catch (AssertionError | RuntimeException failure) {
      throw failure(space, architecture, failure);
    }
    architectures.incrementAndGet();
    boolean hasGate =
        architecture.blocks().stream()
            .flatMap(block -> block.ops().stream())
            .anyMatch(op -> op.gate() != Gate.NONE);
    gated.addAndGet(hasGate ? 1 : 0);
  }

  private void assertNetworks(MemoryBankSpace space, MemoryBank architecture) {
    try {
      Network scored = space.network(architecture);
      assertThat(scored.output().shape().channels()).isEqualTo(space.classes());
      assertThat(Encoding.of(scored, space.weightGrid()).slices()).isPositive();
      NetworkOracle.assertDerived(space, architecture, space.derivedNetwork(architecture));
    } catch (AssertionError | RuntimeException failure) {
      throw failure(space, architecture, failure);
    }
    networks.incrementAndGet();
  }

  private static AssertionError failure(
      MemoryBankSpace space, MemoryBank architecture, Throwable cause) {
    return new AssertionError(space.id() + ": " + space.codec().toJson(architecture), cause);
  }

  @Test
  void jsonGivesBackEveryArchitectureAndItsNetworks() {
    RandomGenerator random = new SplittableRandom(4);
    RandomSettings settings = new RandomSettings(random);
    for (int index = 0; index < 100; index++) {
      MemoryBankSpace space = settings.next();
      MemoryBank drawn = space.sample(random);
      assertThat(space.codec().fromJson(space.codec().toJson(drawn))).isEqualTo(drawn);
      Network network = space.network(drawn);
      assertThat(Network.fromJson(network.toJson())).isEqualTo(network);
      Network derived = space.derivedNetwork(drawn);
      assertThat(Network.fromJson(derived.toJson())).isEqualTo(derived);
    }
  }
}
