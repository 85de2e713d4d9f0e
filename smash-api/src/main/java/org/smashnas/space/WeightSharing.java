package org.smashnas.space;

import java.util.random.RandomGenerator;
import org.smashnas.network.Network;

/**
 * A space whose weights are shared where another space's are generated: plain weight sharing, as
 * one-shot methods without a HyperNet have it (Bender et al. 2018; Guo et al. 2019, arXiv
 * 1904.00420). It is trained and scored like any other space, and shows what the HyperNet of the
 * other one is good for. Weights of equal name and shape are shared.
 *
 * <p>Immutable and safe for use by several threads if the other space is.
 *
 * @param space the other space
 * @param <A> the type of an architecture
 */
public record WeightSharing<A>(ArchitectureSpace<A> space) implements ArchitectureSpace<A> {

  /**
   * The same space without a HyperNet.
   *
   * @param space any space
   * @param <A> the type of an architecture
   * @return a space of the same architectures and derived networks, in which nothing is generated
   */
  public static <A> WeightSharing<A> over(ArchitectureSpace<A> space) {
    return new WeightSharing<>(space);
  }

  @Override
  public String id() {
    return "weight sharing over " + space.id();
  }

  @Override
  public A sample(RandomGenerator random) {
    return space.sample(random);
  }

  @Override
  public A sample(RandomGenerator random, double progress) {
    return space.sample(random, progress);
  }

  @Override
  public A perturb(A architecture, double probability, RandomGenerator random) {
    return space.perturb(architecture, probability, random);
  }

  @Override
  public void validate(A architecture) {
    space.validate(architecture);
  }

  @Override
  public Network network(A architecture) {
    return space.network(architecture).withSharedWeights();
  }

  @Override
  public Network derivedNetwork(A architecture) {
    return space.derivedNetwork(architecture);
  }

  @Override
  public WeightGrid weightGrid() {
    return space.weightGrid();
  }

  @Override
  public ArchitectureCodec<A> codec() {
    return space.codec();
  }
}
