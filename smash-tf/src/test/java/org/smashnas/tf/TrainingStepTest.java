package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Batch;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.PerceptronHyperNet;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Network;
import org.smashnas.space.Encoding;
import org.smashnas.space.WeightGrid;

/**
 * Holds one whole training step against the reference executor: the HyperNet's forward, the cut of
 * its weights, the candidate's loss, and how far the step moves every tensor. With an ε far above
 * the gradients Adam moves by the gradient times a constant, so the moves are compared with finite
 * differences through HyperNet and candidate together.
 */
class TrainingStepTest {
  private static final int EXAMPLES = 3;
  private static final double STEP = 1e-6;
  private static final Optimizer.Adam LINEAR = new Optimizer.Adam(1, 0, 0.75, 1e4);
  private static final TrainingOptions OPTIONS =
      TrainingOptions.hyperNet().optimizer(LINEAR).weightDecay(0).build();
  private static final double RATE = 1e4;

  /** What is moved by no more has no gradient, as the offset of a norm whose readers are normed. */
  private static final double ROUNDING = 1e-6;

  private static final double MOVE = -0.5 * RATE / 1e4;

  private final MemoryBankSpace space =
      MemoryBankSpace.builder()
          .input(8, 8, 2)
          .classes(4)
          .blocks(2)
          .depth(4)
          .width(3)
          .bankChannels(4)
          .maxBankChannels(12)
          .depthCompression(3)
          .maxKernel(5)
          .maxDilation(1)
          .build();
  private final WeightGrid grid = space.weightGrid();

  private static Stream<Arguments> seedsAndArchitectures() {
    HyperNetArchitecture convolutional = new ConvolutionalHyperNet(3, 4, ImmutableList.of(2, 1));
    HyperNetArchitecture perceptron = new PerceptronHyperNet(6, 2);
    return Stream.of(
        Arguments.of(0, convolutional, 13),
        Arguments.of(1, convolutional, 13),
        Arguments.of(0, perceptron, 12),
        Arguments.of(1, perceptron, 12));
  }

  @ParameterizedTest
  @MethodSource("seedsAndArchitectures")
  void movesEveryTensorAlongItsFiniteDifferences(
      long seed, HyperNetArchitecture architecture, int leastMoved) {
    Backend backend = Backend.probe();
    RandomGenerator random = new SplittableRandom(seed);
    Network network = space.network(space.sample(random));
    Encoding encoding = Encoding.of(network, grid);
    Batch batch = batch(random);
    try (ParameterStore store = new ParameterStore(backend, architecture, grid, seed);
        CandidateProgram program = new CandidateProgram(backend, network, encoding)) {
      store.register(network);
      store.prepareTraining(UpdateRule.of(OPTIONS, false));
      ImmutableMap<String, NamedTensor> before =
          store.variables().export(name -> !OptimizerUpdates.isState(name));
      try (HyperNetInput input = store.input(encoding, random)) {
        Reference reference =
            new Reference(network, encoding, architecture, HostTensors.read(input.values()), batch);
        double loss = step(store, program, input, batch);
        assertThat(loss).isCloseTo(reference.loss(values(before)), within(1e-5));
        assertThat(
                checkMoves(
                    reference,
                    before,
                    store.variables().export(name -> !OptimizerUpdates.isState(name))))
            .as("tensors moved")
            .isGreaterThanOrEqualTo(leastMoved);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seedsAndArchitectures")
  void gradientsByTheConditionsAreTheirFiniteDifferences(
      long seed, HyperNetArchitecture architecture, int unused) {
    Backend backend = Backend.probe();
    RandomGenerator random = new SplittableRandom(seed);
    Network network = space.network(space.sample(random));
    Encoding encoding = Encoding.of(network, grid);
    Batch batch = batch(random);
    try (ParameterStore store = new ParameterStore(backend, architecture, grid, seed);
        CandidateProgram program = new CandidateProgram(backend, network, encoding)) {
      store.register(network);
      try (HyperNetInput input = store.input(encoding, random);
          HyperNetRun run = store.generateForGradient(input);
          CandidateInputs inputs = store.inputs(run.grid(), network);
          CandidateGradients gradients = program.run(batch, inputs, 1)) {
        float[] byInput = store.inputGradient(run, gradients.gridGradient());
        Reference reference =
            new Reference(network, encoding, architecture, HostTensors.read(input.values()), batch);
        Map<String, double[]> tensors =
            values(store.variables().export(name -> !OptimizerUpdates.isState(name)));
        double length =
            Math.sqrt(dot(ReferenceExecutor.doubles(byInput), ReferenceExecutor.doubles(byInput)));
        double slope =
            (reference.lossTold(tensors, byInput, STEP / length)
                    - reference.lossTold(tensors, byInput, -STEP / length))
                / (2 * STEP);
        assertThat(length / slope).as("gradient over its slope").isCloseTo(1, within(0.005));
      }
    }
  }

  private static double dot(double[] first, double[] second) {
    double sum = 0;
    for (int index = 0; index < first.length; index++) {
      sum += first[index] * second[index];
    }
    return sum;
  }

  private static Offset<Double> within(double offset) {
    return Offset.offset(offset);
  }

  private static double step(
      ParameterStore store, CandidateProgram program, HyperNetInput input, Batch batch) {
    try (HyperNetRun run = store.generateForGradient(input);
        CandidateGradients gradients = gradients(store, program, run, batch)) {
      OptimizerProgress start = OptimizerProgress.start(Optional.empty());
      assertThat(store.update(run, gradients, start, RATE, OPTIONS).steps()).isEqualTo(1);
      return gradients.loss();
    }
  }

  private static CandidateGradients gradients(
      ParameterStore store, CandidateProgram program, HyperNetRun run, Batch batch) {
    try (CandidateInputs inputs = store.inputs(run.grid(), program.network())) {
      return program.run(batch, inputs, 1);
    }
  }

  private static int checkMoves(
      Reference reference, Map<String, NamedTensor> before, Map<String, NamedTensor> after) {
    int moved = 0;
    for (String name : before.keySet()) {
      if (name.startsWith("moments/")) {
        continue;
      }
      double[] old = ReferenceExecutor.doubles(before.get(name).values());
      double[] move = ReferenceExecutor.doubles(after.get(name).values());
      for (int index = 0; index < move.length; index++) {
        move[index] -= old[index];
      }
      double length = Math.sqrt(Arrays.stream(move).map(value -> value * value).sum());
      if (length <= ROUNDING) {
        continue;
      }
      moved++;
      double[] direction = Arrays.stream(move).map(value -> value / length).toArray();
      double slope = reference.slope(values(before), name, direction);
      assertThat(length / MOVE / slope)
          .as("move of %s over its slope", name)
          .isCloseTo(1, within(0.005));
    }
    return moved;
  }

  private Batch batch(RandomGenerator random) {
    float[] images = new float[EXAMPLES * space.input().size()];
    int[] labels = new int[EXAMPLES];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    for (int index = 0; index < EXAMPLES; index++) {
      labels[index] = random.nextInt(space.classes());
    }
    return new Batch(images, labels);
  }

  private static Map<String, double[]> values(Map<String, NamedTensor> tensors) {
    Map<String, double[]> values = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> values.put(name, ReferenceExecutor.doubles(tensor.values())));
    return values;
  }

  /** HyperNet and candidate in plain double arithmetic. */
  private final class Reference {
    private final Network network;
    private final Encoding encoding;
    private final HyperNetArchitecture architecture;
    private final double[] input;
    private final Batch batch;

    Reference(
        Network network,
        Encoding encoding,
        HyperNetArchitecture architecture,
        float[] input,
        Batch batch) {
      this.network = network;
      this.encoding = encoding;
      this.architecture = architecture;
      this.input = ReferenceExecutor.doubles(input);
      this.batch = batch;
    }

    double slope(Map<String, double[]> tensors, String name, double[] direction) {
      return (loss(moved(tensors, name, direction, STEP))
              - loss(moved(tensors, name, direction, -STEP)))
          / (2 * STEP);
    }

    private Map<String, double[]> moved(
        Map<String, double[]> tensors, String name, double[] direction, double step) {
      Map<String, double[]> moved = new LinkedHashMap<>(tensors);
      double[] values = tensors.get(name).clone();
      for (int index = 0; index < values.length; index++) {
        values[index] += step * direction[index];
      }
      moved.put(name, values);
      return moved;
    }

    double loss(Map<String, double[]> tensors) {
      return loss(tensors, generate(tensors, input));
    }

    /** The loss when the HyperNet is told an input moved along a direction. */
    double lossTold(Map<String, double[]> tensors, float[] direction, double step) {
      double[] moved = input.clone();
      for (int index = 0; index < direction.length; index++) {
        moved[index] += step * direction[index];
      }
      return loss(tensors, generate(tensors, moved));
    }

    private double loss(Map<String, double[]> tensors, double[] generated) {
      return new ReferenceWeights(
              encoding, tensor -> tensors.get("shared/" + tensor), onGrid(generated))
          .executor(network)
          .loss(batch);
    }

    private double[] generate(Map<String, double[]> tensors, double[] read) {
      Network hyperNet = architecture.network(grid, encoding.slices());
      return new ReferenceExecutor(hyperNet, weight -> tensors.get("hypernet/" + weight.name()))
          .run(new double[][] {read})[0];
    }

    /** Slices × rows × positions × outputs. */
    private double[] onGrid(double[] generated) {
      return architecture instanceof PerceptronHyperNet ? generated : rowsOutside(generated);
    }

    /** From slices × positions × (rows · outputs) to slices × rows × positions × outputs. */
    private double[] rowsOutside(double[] generated) {
      double[] turned = new double[generated.length];
      int from = 0;
      for (int slice = 0; slice < encoding.slices(); slice++) {
        for (int position = 0; position < grid.positions(); position++) {
          for (int row = slice * grid.rows(); row < (slice + 1) * grid.rows(); row++) {
            int to = (row * grid.positions() + position) * grid.outputs();
            System.arraycopy(generated, from, turned, to, grid.outputs());
            from += grid.outputs();
          }
        }
      }
      return turned;
    }
  }
}
