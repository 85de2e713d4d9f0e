package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Batch;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.ActivationOrder;
import org.smashnas.memorybank.DerivedNorms;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.memorybank.OpLayout;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.Encoding;

/**
 * Settings of the memory-bank space that cover every pair of option values: an architecture of each
 * trains 20 steps with generated weights and 20 steps alone on a fixed batch, the loss falls both
 * times, and the derived network's forward and gradients equal the reference. The table goes to
 * target/settings.md.
 */
class EverySettingTest {
  private static final int STEPS = 20;
  private static final int EXAMPLES = 16;
  private static final List<String> TABLE = new ArrayList<>();

  /** Option values by their place in the lists below. */
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("single", "variable", "big", "long"),
          List.of("no gates", "add-split", "multiply"),
          List.of("relu", "relu tanh sigmoid", "all nonlinearities"),
          List.of("pre", "post"),
          List.of("no op norms", "op norms"),
          List.of("before", "sandwich", "full", "weight norm"),
          List.of("kernel 3", "kernel 5"),
          List.of("groups 1", "groups 4"),
          List.of("N 4", "N 8"),
          List.of("compression 1", "compression 2", "compression 3"));

  static Stream<List<Integer>> settings() {
    return PairwiseRows.of(
        OPTIONS.stream().map(List::size).toList(),
        EverySettingTest::possible,
        new SplittableRandom(3))
        .stream();
  }

  /** Gates need two convolutions side by side. */
  private static boolean possible(List<Integer> row) {
    boolean sideBySide = row.get(0) == 1 || row.get(0) == 2;
    return row.get(1) == 0 || sideBySide;
  }

  private static MemoryBankSpace space(List<Integer> row) {
    MemoryBankSpace.Builder space =
        MemoryBankSpace.builder()
            .input(8, 8, 2)
            .classes(4)
            .blocks(2)
            .depth(4)
            .width(row.get(9) == 2 ? 3 : 2)
            .maxDilation(row.get(6) == 0 ? 3 : 1)
            .maxKernel(row.get(6) == 0 ? 3 : 5)
            .maxGroups(row.get(7) == 0 ? 1 : 4)
            .bankChannels(row.get(8) == 0 ? 4 : 8)
            .maxBankChannels(16)
            .depthCompression(row.get(9) + 1)
            .activationOrder(List.of(ActivationOrder.values()).get(row.get(3)))
            .opNorms(row.get(4) == 1)
            .derivedNorms(List.of(DerivedNorms.values()).get(row.get(5)));
    switch (row.get(0)) {
      case 0 -> space.layouts(ImmutableMap.of(OpLayout.SINGLE, 1.0));
      case 1 -> space.variableOps();
      case 2 -> space.bigOps();
      default -> space.longOps();
    }
    if (row.get(1) > 0) {
      space.gates(List.of(GateStyle.values()).get(row.get(1) - 1));
    }
    switch (row.get(2)) {
      case 0 -> space.nonlinearities(ImmutableSet.of(Nonlinearity.RELU));
      case 1 ->
          space.nonlinearities(
              ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.SIGMOID));
      default -> space.nonlinearities(ImmutableSet.copyOf(Nonlinearity.values()));
    }
    return space.build();
  }

  @ParameterizedTest
  @MethodSource("settings")
  void architecturesTrainAndEqualTheReference(List<Integer> row) {
    MemoryBankSpace space = space(row);
    RandomGenerator random = new SplittableRandom(row.hashCode());
    MemoryBank architecture = space.sample(random);
    Batch batch = batch(space, random);
    double[] generated = generatedLosses(space, architecture, batch);
    double[] alone = ownLosses(space, architecture, batch);
    NetworkProbe.Difference difference =
        new NetworkProbe(space.derivedNetwork(architecture), 5)
            .compareJointly(new ConvolutionKernels(ConvolutionKernels.Target.ONEDNN));
    TABLE.add(line(row, generated, alone, difference));
    assertThat(generated).as("losses with generated weights").doesNotContain(Double.NaN);
    assertThat(generated[STEPS - 1]).as("generated weights").isLessThan(generated[0]);
    assertThat(alone).as("losses of the derived network").doesNotContain(Double.NaN);
    assertThat(alone[STEPS - 1]).as("derived network").isLessThan(alone[0]);
    assertThat(difference.forward()).as("forward").isLessThan(1e-4);
    assertThat(difference.gradient()).as("gradient").isLessThan(1e-4);
  }

  private static String line(
      List<Integer> row, double[] generated, double[] alone, NetworkProbe.Difference difference) {
    String names =
        String.join(
            ", ",
            IntStream.range(0, row.size())
                .mapToObj(place -> OPTIONS.get(place).get(row.get(place)))
                .toList());
    return String.format(
        "| %s | %.3f → %.3f | %.3f → %.3f | %.0e | %.0e |",
        names,
        generated[0],
        generated[STEPS - 1],
        alone[0],
        alone[STEPS - 1],
        difference.forward(),
        difference.gradient());
  }

  @AfterAll
  static void writeTable() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| settings | loss, generated weights | loss, derived | forward | gradient |");
    lines.add("|---|---|---|---|---|");
    lines.addAll(TABLE);
    Files.write(Path.of("target", "settings.md"), lines);
  }

  private static Batch batch(MemoryBankSpace space, RandomGenerator random) {
    float[] images = new float[EXAMPLES * space.input().size()];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    return new Batch(images, random.ints(EXAMPLES, 0, space.classes()).toArray());
  }

  private static final TrainingOptions TRAINING = TrainingOptions.hyperNet().build();

  private static double[] generatedLosses(
      MemoryBankSpace space, MemoryBank architecture, Batch batch) {
    Backend backend = Backend.probe();
    HyperNetArchitecture small = new HyperNetArchitecture(4, 6, ImmutableList.of(2, 1));
    Network network = space.network(architecture);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    double[] losses = new double[STEPS];
    try (ParameterStore store = new ParameterStore(backend, small, space.weightGrid(), 1);
        CandidateProgram program = new CandidateProgram(backend, network, encoding);
        HyperNetInput input = store.input(encoding, new SplittableRandom(2))) {
      store.register(network);
      store.prepareTraining(UpdateRule.of(TRAINING));
      for (int step = 0; step < STEPS; step++) {
        CandidateGradients gradients;
        try (CandidateInputs inputs = store.inputs(input, network)) {
          gradients = program.run(batch, inputs);
        }
        try (gradients) {
          store.update(input, gradients, step, 1e-3, TRAINING);
          losses[step] = gradients.loss();
        }
      }
    }
    return losses;
  }

  private static double[] ownLosses(MemoryBankSpace space, MemoryBank architecture, Batch batch) {
    int size = space.input().size();
    float[][] images = new float[EXAMPLES][];
    for (int index = 0; index < EXAMPLES; index++) {
      images[index] = Arrays.copyOfRange(batch.images(), index * size, (index + 1) * size);
    }
    Dataset examples = Dataset.of(space.input(), space.classes(), images, batch.labels());
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void onStep(TrainingStep step) {
            losses.add(step.loss());
          }
        };
    try (TrainableNetwork network = TensorFlow.network(space.derivedNetwork(architecture), 3)) {
      network.train(
          examples,
          TrainingOptions.derived()
              .optimizer(new Optimizer.Nesterov(0.05, 0.9))
              .batchSize(EXAMPLES)
              .epochs(STEPS)
              .listener(listener)
              .build());
    }
    return losses.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
