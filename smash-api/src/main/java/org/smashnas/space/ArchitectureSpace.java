package org.smashnas.space;

import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.smashnas.network.Network;

/**
 * A space of architectures. Implementations are immutable and safe for use by several threads;
 * architectures are immutable values with {@code equals}.
 *
 * @param <A> the type of an architecture
 */
public interface ArchitectureSpace<A> {

  /**
   * Names the space with all its settings, so that a file made for one space is not read into
   * another.
   *
   * @return a text, equal for equal spaces in every JVM
   */
  String id();

  /**
   * Draws an architecture as a search does. Best is that it may draw any of the space; what it
   * never draws, {@link #perturb} must reach from what it does, and the space should say what that
   * is.
   *
   * @param random where the choices come from
   * @return an architecture that passes {@link #validate}
   */
  A sample(RandomGenerator random);

  /**
   * Draws an architecture for a training step. A space may start with cheaper choices and open up
   * as training goes on (section 4 of the paper anneals budget and kernels); the default draws as
   * {@link #sample(RandomGenerator)} does.
   *
   * @param random where the choices come from
   * @param progress how much of the training is done, from 0 to 1
   * @return an architecture that passes {@link #validate}
   */
  default A sample(RandomGenerator random, double progress) {
    return sample(random);
  }

  /**
   * Changes an architecture a little: each of its elements is drawn anew with some probability, and
   * what that breaks is repaired. The result may equal the argument.
   *
   * @param architecture an architecture of this space
   * @param probability of each element to change, from 0 to 1
   * @param random where the choices come from
   * @return an architecture that passes {@link #validate}
   */
  A perturb(A architecture, double probability, RandomGenerator random);

  /**
   * Checks that an architecture belongs to this space and is in normal form.
   *
   * @param architecture any architecture
   * @throws IllegalArgumentException if not; the message names the place, the value and the allowed
   *     range
   */
  void validate(A architecture);

  /**
   * The network of an architecture as the HyperNet scores it: its weights are generated and shared.
   *
   * @param architecture an architecture of this space
   * @return the network; its output is the logits
   * @throws IllegalArgumentException if the architecture does not belong to this space
   */
  Network network(A architecture);

  /**
   * The network of an architecture as it is trained alone, from scratch: the same topology and
   * weight shapes as {@link #network}, all weights its own. A space may put norms in other places;
   * by default nothing else changes.
   *
   * @param architecture an architecture of this space
   * @return the network; its output is the logits
   * @throws IllegalArgumentException if the architecture does not belong to this space
   */
  default Network derivedNetwork(A architecture) {
    return network(architecture).withOwnWeights();
  }

  /**
   * The grid on which the HyperNet writes the generated weights of every network of this space.
   *
   * @return the grid
   */
  WeightGrid weightGrid();

  /**
   * Architectures as JSON.
   *
   * @return the codec
   */
  ArchitectureCodec<A> codec();

  /**
   * A hash of an architecture, equal in every JVM.
   *
   * @param architecture an architecture of this space
   * @return 64 hexadecimal digits (SHA-256 of its JSON)
   */
  default String hash(A architecture) {
    return Hashing.sha256()
        .hashString(codec().toJson(architecture), StandardCharsets.UTF_8)
        .toString();
  }
}
