package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Batch;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Removal;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;

/** Holds what a weight's removal is said to change against slopes of the reference executor. */
class GradientProgramTest {
  private static final double STEP = 1e-5;
  private static final int EXAMPLES = 5;
  private static final WeightGrid GRID =
      new WeightGrid(9, 3, 1, ConditionFields.builder().field("which", 2).build());
  private static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(3, 4, ImmutableList.of(2, 1));

  /** Without norms, so that examples do not touch each other; one layer has a bias. */
  private static Network network() {
    Network.Builder network = Network.builder(new Shape(4, 4, 2));
    WeightShape vector = WeightShape.vector(3);
    Layer first =
        network.add(
            "first",
            new Convolution(
                generated("first", WeightShape.matrix(2, 3), 0, 1),
                Optional.of(Weight.shared("bias", vector, "bias", vector)),
                1,
                1,
                1,
                1),
            network.input());
    Layer active = network.add("tanh", new Activation(Nonlinearity.TANH), first);
    Layer second =
        network.add(
            "second",
            Convolution.of(generated("second", new WeightShape(3, 3, 3, 2), 1, 3)),
            active);
    Layer mean = network.add("mean", new GlobalMean(), second);
    WeightShape matrix = WeightShape.matrix(2, 3);
    return network.build(
        network.add(
            "logits",
            new Dense(Weight.shared("matrix", matrix, "matrix", matrix), Optional.empty()),
            mean));
  }

  private static Weight generated(String name, WeightShape shape, int mark, int slices) {
    Condition condition = Condition.of(Collections.nCopies(slices, ImmutableList.of(mark)));
    return new Weight(name, shape, new WeightSource.Generated(condition), false);
  }

  private static Batch batch(RandomGenerator random) {
    float[] images = new float[EXAMPLES * 32];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    return new Batch(images, new int[] {0, 1, 2, 1, 0});
  }

  private static Batch example(Batch batch, int index) {
    float[] image = Arrays.copyOfRange(batch.images(), index * 32, (index + 1) * 32);
    return new Batch(image, new int[] {batch.labels()[index]});
  }

  @Test
  void aRemovalHasTheSlopeAndTheMeanSquaredSlopeOfTheExamples() {
    Network network = network();
    Encoding encoding = Encoding.of(network, GRID);
    RandomGenerator random = new SplittableRandom(3);
    Batch batch = batch(random);
    try (ParameterStore store = new ParameterStore(Backend.probe(), HYPERNET, GRID, 3);
        GradientProgram program = new GradientProgram(Backend.probe(), network, encoding)) {
      store.register(network);
      try (HyperNetInput input = store.input(encoding, random);
          HyperNetRun run = store.generate(input);
          CandidateInputs inputs = store.inputs(run.grid(), network);
          GradientProgram.Found found = program.run(batch, inputs)) {
        double[] grid = ReferenceExecutor.doubles(HostTensors.read(run.grid()));
        Map<String, float[]> shared = store.shared(SharedWeights.tensors(network));
        ToDoubleFunction<Scaled> loss =
            scaled ->
                new ReferenceWeights(
                        encoding,
                        tensor -> ReferenceExecutor.doubles(shared.get(tensor)),
                        scaled.grid(grid))
                    .executor(network)
                    .loss(scaled.batch());
        assertThat(found.removals()).containsOnlyKeys("first", "second");
        for (Placement placement : encoding.weights()) {
          Removal removal = found.removals().get(placement.weight().name());
          double sum = 0;
          double squares = 0;
          for (int index = 0; index < EXAMPLES; index++) {
            Batch example = example(batch, index);
            double slope =
                (loss.applyAsDouble(new Scaled(placement, 1 + STEP, example))
                        - loss.applyAsDouble(new Scaled(placement, 1 - STEP, example)))
                    / (2 * STEP);
            sum += slope;
            squares += slope * slope;
          }
          assertThat(removal.firstOrder()).isCloseTo(-sum / EXAMPLES, withinPercentage(0.5));
          assertThat(removal.secondOrder())
              .isCloseTo(squares / EXAMPLES / 2, withinPercentage(0.5));
        }
      }
    }
  }

  /** The grid with one weight multiplied by a factor, and the examples to take the loss on. */
  private record Scaled(Placement placement, double factor, Batch batch) {
    double[] grid(double[] values) {
      double[] scaled = values.clone();
      int slice = GRID.rows() * GRID.positions() * GRID.outputs();
      int slices = placement.condition().slices().size();
      for (int index = placement.firstSlice() * slice;
          index < (placement.firstSlice() + slices) * slice;
          index++) {
        scaled[index] *= factor;
      }
      return scaled;
    }
  }
}
