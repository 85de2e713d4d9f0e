package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.network.Network;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/**
 * Scorers without a HyperNet, with which a HyperNet's scores are compared; see {@link
 * TensorFlow#baselines}. Each looks at the {@linkplain ArchitectureSpace#derivedNetwork derived
 * network} of an architecture, with initial weights of its own by seed and architecture: equal
 * seed, architecture and data give equal scores. The scorers hold no native memory between calls
 * and are safe for use by several threads; this class is not. Settings changed later do not reach
 * scorers already made.
 *
 * <p>The zero-cost proxies ({@link #synflow}, {@link #naswot}, {@link #gradientNorm}) take no
 * training. Their scores are {@link Score#ofLoss} of minus the proxy, as a larger proxy is better,
 * and the same at any fidelity. They compute on the first device, in float32 where the precision is
 * float16. Baselines that need no backend are {@link Scorer#byParameters} and {@link
 * Scorer#byMultiplyAdds}.
 *
 * <pre>{@code
 * Scorer<MemoryBank> synflow = TensorFlow.baselines(space).seed(1).synflow();
 * Scorer<MemoryBank> naswot = TensorFlow.baselines(space).seed(1).naswot(split.train());
 * }</pre>
 *
 * @param <A> the type of an architecture
 */
public final class Baselines<A> {
  private final ArchitectureSpace<A> space;
  private ExecutionOptions execution = ExecutionOptions.defaults();
  private long seed;
  private int batchSize = 128;

  Baselines(ArchitectureSpace<A> space) {
    this.space = space;
  }

  /**
   * Sets where initial weights and the choice of the batch come from.
   *
   * @param seed by default 0
   * @return this
   */
  @CanIgnoreReturnValue
  public Baselines<A> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets the examples of the batch that {@link #naswot} and {@link #gradientNorm} look at.
   *
   * @param batchSize at least 1, by default 128; of fewer examples all are taken
   * @return this
   */
  @CanIgnoreReturnValue
  public Baselines<A> batchSize(int batchSize) {
    checkArgument(batchSize >= 1, "batch size is %s; it must be at least 1", batchSize);
    this.batchSize = batchSize;
    return this;
  }

  /**
   * Sets all that the scorers run on, devices and precision included.
   *
   * @param execution by default {@link ExecutionOptions#defaults()}
   * @return this
   */
  @CanIgnoreReturnValue
  public Baselines<A> execution(ExecutionOptions execution) {
    this.execution = execution;
    return this;
  }

  /**
   * Scores by the logarithm of the synaptic flow, Σ |θ · ∂R/∂θ| (Tanaka et al. 2020, arXiv
   * 2006.05467): weights are replaced by their absolute values, batch and weight norms are left
   * out, the input is 1 everywhere, and R is the sum of the outputs. The sum is over the kernels of
   * convolutions and the matrices of dense layers, in float64. A network whose output does not
   * depend on its input has a loss of about 744, the largest there is. A flow above 1e308, of
   * hundreds of layers in a row, is an {@link IllegalStateException}.
   *
   * @return the scorer
   */
  public Scorer<A> synflow() {
    return scorer(new Synflow(Backend.of(execution)), network -> {});
  }

  /**
   * Scores by how well the untrained network tells the examples of one batch apart (NASWOT, Mellor
   * et al. 2021, arXiv 2006.04647): log |det K|, where K counts for each two examples the units of
   * all activation layers whose codes agree, and the code of a unit is whether what the activation
   * reads is above 0 (of ReLU: whether it is active; other nonlinearities count likewise). Norms
   * use the moments of the batch. If K is singular, as of two equal examples or of a network
   * without activations, the loss is about 744, the largest there is.
   *
   * @param examples where the batch is drawn from, usually the training examples
   * @return the scorer; architectures whose networks do not read such examples are an {@link
   *     IllegalArgumentException}
   */
  public Scorer<A> naswot(Dataset examples) {
    return byBatch(examples, Naswot::new);
  }

  /**
   * Scores by the gradient of the mean cross-entropy of one batch (Abdelfattah et al. 2021, arXiv
   * 2101.08134): the sum over kernels of convolutions and matrices of dense layers of its L2 norm
   * by each. Norms use the moments of the batch.
   *
   * @param examples where the batch is drawn from, usually the training examples
   * @return the scorer; architectures whose networks do not read such examples are an {@link
   *     IllegalArgumentException}
   */
  public Scorer<A> gradientNorm(Dataset examples) {
    return byBatch(examples, GradientNorm::new);
  }

  private Scorer<A> byBatch(Dataset examples, BiFunction<Backend, Batch, ZeroCostProxy> proxy) {
    Batch batch =
        Batches.shuffled(examples, batchSize, new RandomStreams(seed).stream("batch", 0)).read(0);
    return scorer(
        proxy.apply(Backend.of(execution), batch),
        network -> Examples.check("baseline's", examples, network));
  }

  private Scorer<A> scorer(ZeroCostProxy proxy, Consumer<Network> check) {
    long fixed = seed;
    return (architecture, fidelity) -> {
      Network network = space.derivedNetwork(architecture);
      check.accept(network);
      return Score.ofLoss(-proxy.of(network, new RandomStreams(initialSeed(architecture, fixed))));
    };
  }

  /**
   * Scores by a short training: the network is trained from scratch, and evaluated on the leading
   * part of the validation examples that the fidelity says.
   *
   * @param data training and validation examples
   * @param options how to train; without checkpoints, which one training would take over from
   *     another
   * @return the scorer; it gives no predictions
   * @throws IllegalArgumentException if the options have checkpoints
   */
  public Scorer<A> training(Split data, TrainingOptions options) {
    checkArgument(
        options.checkpoints().isEmpty(),
        "the options of the trainings have checkpoints %s, which all architectures would share;"
            + " leave them out",
        options.checkpoints());
    Backend backend = Backend.of(execution);
    long fixed = seed;
    return (architecture, fidelity) -> {
      checkArgument(
          fidelity > 0 && fidelity <= 1,
          "fidelity is %s; it must be above 0 and at most 1",
          fidelity);
      int count = Math.max(1, (int) Math.round(fidelity * data.validation().size()));
      Network derived = space.derivedNetwork(architecture);
      try (TensorFlowNetwork network =
          TensorFlowNetwork.create(backend, derived, initialSeed(architecture, fixed))) {
        network.train(data.train(), options);
        return new Score(network.evaluate(data.validation().head(count)), Optional.empty());
      }
    };
  }

  private long initialSeed(A architecture, long fixed) {
    return new RandomStreams(fixed).stream("baseline " + space.hash(architecture), 0).nextLong();
  }
}
