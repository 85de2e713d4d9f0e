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
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.data.Batch;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.ActivationOrder;
import org.smashnas.memorybank.GateStyle;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.memorybank.OpLayout;
import org.smashnas.memorybank.OpNorms;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.space.Encoding;

/**
 * Settings of the memory-bank space that cover every pair of option values: an architecture of each
 * trains 20 steps with generated weights and 20 steps alone on a fixed batch, the loss falls both
 * times, and forward and gradients of the scored and of the derived network equal the reference.
 * The table goes to target/settings.md.
 */
class EverySettingTest {
  private static final TrainingOptions TRAINING = TrainingOptions.hyperNet().build();
  private static final int STEPS = 20;
  private static final int EXAMPLES = 16;
  private static final double TOLERANCE = 1e-4;
  private static final List<String> TABLE = new ArrayList<>();

  /** Option values by their place in the lists below. */
  private static final List<List<String>> OPTIONS =
      List.of(
          List.of("single", "variable", "big", "long"),
          List.of("no gates", "add-split", "multiply"),
          List.of("relu", "relu tanh sigmoid", "all nonlinearities"),
          List.of("pre", "post"),
          List.of("norms at each convolution", "weight norm", "grid", "full"),
          List.of("one function", "before", "sandwich", "full"),
          List.of("kernel 3", "kernel 5"),
          List.of("groups 1", "groups 4"),
          List.of("N 4", "N 8"),
          List.of("compression 1", "compression 2", "compression 3"));

  private static final List<OpNorms> SCORED_NORMS =
      List.of(OpNorms.EACH_CONVOLUTION, OpNorms.WEIGHT_NORM, OpNorms.GRID, OpNorms.FULL);
  private static final List<OpNorms> DERIVED_NORMS =
      List.of(OpNorms.BEFORE, OpNorms.SANDWICH, OpNorms.FULL);

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

  static MemoryBankSpace space(List<Integer> row) {
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
            .scoredNorms(SCORED_NORMS.get(row.get(4)));
    if (row.get(5) > 0) {
      space.derivedNorms(DERIVED_NORMS.get(row.get(5) - 1));
    }
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
    Batch batch = batch(space, EXAMPLES, random);
    Scored scored = scored(space, architecture, batch);
    List<Double> alone = ownLosses(space, architecture, batch);
    NetworkProbe.Difference derived =
        new NetworkProbe(space.derivedNetwork(architecture), 5)
            .compareJointly(Backend.probe().kernels());
    TABLE.add(line(row, scored, alone, derived));
    assertFalling("generated weights", scored.losses());
    assertFalling("derived network", alone);
    assertThat(scored.difference().forward()).as("scored forward").isLessThan(TOLERANCE);
    assertThat(scored.difference().byGenerated()).as("by the grid").isLessThan(TOLERANCE);
    assertThat(scored.difference().byShared()).as("by shared tensors").isLessThan(TOLERANCE);
    assertThat(derived.forward()).as("derived forward").isLessThan(TOLERANCE);
    assertThat(derived.gradient()).as("derived gradient").isLessThan(TOLERANCE);
  }

  private static void assertFalling(String what, List<Double> losses) {
    assertThat(losses).as(what).hasSize(STEPS).allMatch(Double::isFinite);
    assertThat(losses.get(STEPS - 1)).as(what).isLessThan(losses.get(0));
  }

  private static String line(
      List<Integer> row, Scored scored, List<Double> alone, NetworkProbe.Difference derived) {
    String names =
        String.join(
            ", ",
            IntStream.range(0, row.size())
                .mapToObj(place -> OPTIONS.get(place).get(row.get(place)))
                .toList());
    return String.format(
        "| %s | %s | %s | %.0e | %.0e | %.0e | %.0e | %.0e |",
        names,
        fall(scored.losses()),
        fall(alone),
        scored.difference().forward(),
        scored.difference().byGenerated(),
        scored.difference().byShared(),
        derived.forward(),
        derived.gradient());
  }

  private static String fall(List<Double> losses) {
    return String.format("%.3f → %.3f", losses.get(0), losses.get(STEPS - 1));
  }

  @AfterAll
  static void writeTable() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| settings | loss, generated weights | loss, derived | scored, forward | by the grid"
            + " | by shared tensors | derived, forward | gradient |");
    lines.add("|---|---|---|---|---|---|---|---|");
    lines.addAll(TABLE);
    Files.write(Path.of("target", "settings.md"), lines);
  }

  private static Batch batch(MemoryBankSpace space, int examples, RandomGenerator random) {
    float[] images = new float[examples * space.input().size()];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    return new Batch(images, random.ints(examples, 0, space.classes()).toArray());
  }

  /** Losses of training with generated weights, and how the trained weights score. */
  private record Scored(List<Double> losses, ScoredNetworkProbe.Difference difference) {}

  private static Scored scored(MemoryBankSpace space, MemoryBank architecture, Batch batch) {
    Backend backend = Backend.probe();
    HyperNetArchitecture small = new ConvolutionalHyperNet(4, 6, ImmutableList.of(2, 1));
    Network network = space.network(architecture);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    try (ParameterStore store = new ParameterStore(backend, small, space.weightGrid(), 1);
        CandidateProgram program = new CandidateProgram(backend, network, encoding);
        HyperNetInput input = store.input(encoding, new SplittableRandom(2))) {
      List<Double> losses = losses(store, program, input, batch);
      try (HyperNetRun run = store.generate(input);
          CandidateInputs inputs = store.inputs(run.grid(), network)) {
        return new Scored(losses, difference(space, program, inputs, backend));
      }
    }
  }

  /**
   * The largest difference of three batches' outputs, and the middle ones of their gradients. A
   * gradient that is wrong differs in all of them; one in a hundred batches differs because a unit
   * is so near its kink that float32 puts it on the other side.
   */
  private static ScoredNetworkProbe.Difference difference(
      MemoryBankSpace space, CandidateProgram program, CandidateInputs inputs, Backend backend) {
    List<ScoredNetworkProbe.Difference> differences =
        IntStream.range(7, 10)
            .mapToObj(seed -> batch(space, 3, new SplittableRandom(seed)))
            .map(batch -> new ScoredNetworkProbe(program, inputs, batch).compare(backend))
            .toList();
    return new ScoredNetworkProbe.Difference(
        differences.stream()
            .mapToDouble(ScoredNetworkProbe.Difference::forward)
            .max()
            .orElseThrow(),
        middle(differences, ScoredNetworkProbe.Difference::byGenerated),
        middle(differences, ScoredNetworkProbe.Difference::byShared));
  }

  private static double middle(
      List<ScoredNetworkProbe.Difference> differences,
      ToDoubleFunction<ScoredNetworkProbe.Difference> kind) {
    return differences.stream().mapToDouble(kind).sorted().skip(1).findFirst().orElseThrow();
  }

  private static List<Double> losses(
      ParameterStore store, CandidateProgram program, HyperNetInput input, Batch batch) {
    store.register(program.network());
    store.prepareTraining(UpdateRule.of(TRAINING, false));
    OptimizerProgress progress = OptimizerProgress.start(Optional.empty());
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      try (HyperNetRun run = store.generateForGradient(input);
          CandidateGradients gradients = gradients(store, program, run, batch)) {
        progress = store.update(run, gradients, progress, 1e-3, TRAINING);
        losses.add(gradients.loss());
      }
    }
    return losses;
  }

  private static CandidateGradients gradients(
      ParameterStore store, CandidateProgram program, HyperNetRun run, Batch batch) {
    try (CandidateInputs inputs = store.inputs(run.grid(), program.network())) {
      return program.run(batch, inputs, 1);
    }
  }

  private static List<Double> ownLosses(
      MemoryBankSpace space, MemoryBank architecture, Batch batch) {
    int size = space.input().size();
    float[][] images = new float[EXAMPLES][];
    for (int index = 0; index < EXAMPLES; index++) {
      images[index] = Arrays.copyOfRange(batch.images(), index * size, (index + 1) * size);
    }
    Dataset examples = Dataset.of(space.input(), space.classes(), images, batch.labels());
    try (TrainableNetwork network = TensorFlow.network(space.derivedNetwork(architecture), 3)) {
      return FixedBatchTraining.losses(network, examples, STEPS);
    }
  }
}
