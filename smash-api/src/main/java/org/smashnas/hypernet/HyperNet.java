package org.smashnas.hypernet;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.space.ArchitectureSpace;

/**
 * A HyperNet with the weights that all architectures of its space share (the SMASH network of the
 * paper). One thread at a time may use it: calls from several threads wait for each other. It holds
 * native memory until it is closed; the scorers that it made end with it, the networks that it
 * derived do not. Use after closing is an {@link IllegalStateException}.
 *
 * @param <A> the type of an architecture
 */
public interface HyperNet<A> extends AutoCloseable {

  /**
   * The space whose weights it writes.
   *
   * @return the space
   */
  ArchitectureSpace<A> space();

  /**
   * The number of trained scalars: the HyperNet's own and those of the shared tensors that the
   * architectures met so far name.
   *
   * @return the count
   */
  long parameters();

  /**
   * Trains the HyperNet and the shared weights together: each step samples an architecture,
   * generates its weights, and takes one step of the optimiser on one batch (algorithm 1 of the
   * paper). A second call goes on from the first's weights with a schedule of its own; give it
   * another seed, or it repeats the same random choices.
   *
   * @param training the examples; shape and classes must be the space's
   * @param options how; see {@link TrainingOptions#hyperNet()} for the paper's settings
   * @return what the last epoch measured
   * @throws IllegalArgumentException if the examples do not fit the space
   * @throws IllegalStateException if it was trained before by an optimiser of another kind
   * @throws TrainingDivergedException if the loss is no longer a finite number; the weights are
   *     then of no use, so load what was saved last
   */
  TrainingReport train(Dataset training, TrainingOptions options);

  /**
   * Scores architectures with generated weights.
   *
   * @param data validation examples are scored on; training examples re-estimate the norms' moments
   * @param options how
   * @return a scorer whose scores repeat: equal architecture, fidelity and options give equal
   *     scores
   */
  Scorer<A> scorer(Split data, ScoringOptions options);

  /**
   * Scores architectures with generated weights, by the default options.
   *
   * @param data validation examples are scored on; training examples re-estimate the norms' moments
   * @return a scorer whose scores repeat
   */
  default Scorer<A> scorer(Split data) {
    return scorer(data, ScoringOptions.builder().build());
  }

  /**
   * Writes the weights of an architecture.
   *
   * @param architecture an architecture of the space
   * @param seed of z, for a HyperNet that reads one
   * @return the values of each generated weight by its name in the space's network, in HWIO order
   *     (see {@link org.smashnas.network.WeightShape}), normalised as the network uses them
   */
  ImmutableMap<String, float[]> generateWeights(A architecture, long seed);

  /**
   * Writes the weights that an architecture is scored with at seed 0.
   *
   * @param architecture an architecture of the space
   * @return the values of each generated weight by its name in the space's network
   */
  default ImmutableMap<String, float[]> generateWeights(A architecture) {
    return generateWeights(architecture, 0);
  }

  /**
   * Evaluates an architecture with given values in place of those that would be generated for it,
   * and the shared weights. With the values of {@link #generateWeights(Object, long)} for the
   * options' seed this is its score.
   *
   * @param architecture an architecture of the space
   * @param weights values for each generated weight by its name, in HWIO order; normalised again
   *     where the network normalises them
   * @param data validation examples are evaluated; training examples re-estimate the moments
   * @param options how
   * @return errors and loss
   * @throws IllegalArgumentException if the values are not those of the architecture's generated
   *     weights, or the examples do not fit the space
   */
  Evaluation evaluate(
      A architecture, ImmutableMap<String, float[]> weights, Split data, ScoringOptions options);

  /**
   * Looks into the HyperNet: does what it writes depend on what it is told?
   *
   * @param data validation examples give losses; training examples re-estimate the moments
   * @return the diagnosis by the default options
   */
  default HyperNetDiagnosis diagnose(Split data) {
    return HyperNetDiagnosis.of(this, data, DiagnosisOptions.builder().build());
  }

  /**
   * Makes the network of an architecture to be trained alone.
   *
   * @param architecture an architecture of the space
   * @param initial what its weights start from
   * @param seed of the random ones among them
   * @return a network of its own, to be closed by the caller
   * @throws IllegalArgumentException if the architecture is not of the space, or it is to start
   *     from generated weights and the examples do not fit or the derived network lacks weights of
   *     the scored one
   */
  TrainableNetwork derive(A architecture, InitialWeights initial, long seed);

  /**
   * Makes the network of an architecture to be trained from scratch.
   *
   * @param architecture an architecture of the space
   * @param seed of the initial weights
   * @return a network of its own, to be closed by the caller
   */
  default TrainableNetwork derive(A architecture, long seed) {
    return derive(architecture, InitialWeights.random(), seed);
  }

  /**
   * Measures how the loss changes with what the HyperNet is told: the gradient of the mean loss by
   * each feature of each slice. Strategies turn it into proposals (the paper's code calls that
   * architectural gradient descent by proxy).
   *
   * @param architecture an architecture of the space
   * @param examples what the loss is taken on, in batches whose own moments the norms use
   * @param batchSize examples of a batch, at least 1
   * @return loss and gradients, at the z that the architecture is scored with at seed 0
   * @throws IllegalArgumentException if the examples do not fit the space
   */
  ConditionGradients conditionGradients(A architecture, Dataset examples, int batchSize);

  /**
   * Saves everything that was trained, by writing aside and renaming: the file is whole or not
   * there.
   *
   * @param file where to; a file there is replaced
   * @throws java.io.UncheckedIOException if it cannot be written; a file that was there stays as it
   *     was
   */
  void save(Path file);

  /** Frees the native memory. Closing twice does nothing. */
  @Override
  void close();
}
