package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.WeightDecay;
import org.smashnas.memorybank.MemoryBank;

/** What one step of plain gradient descent does to the weights. */
class UpdateRuleTest {
  private static final double RATE = 0.5;
  private static final Dataset EXAMPLES = QuadrantTask.fewExamples();

  @TempDir private Path folder;

  private static TrainingOptions.Builder oneStep() {
    return TrainingOptions.derived()
        .optimizer(new Optimizer.Nesterov(RATE, 0))
        .epochs(1)
        .batchSize(EXAMPLES.size())
        .weightDecay(0);
  }

  @Test
  void aHyperNetsLongGradientIsScaledDownToTheLimit() {
    double free = length(moves(hyperNetFile(oneStep().build()), hyperNetStart()));
    double limit = free / RATE / 4;
    double clipped =
        length(moves(hyperNetFile(oneStep().maxGradientNorm(limit).build()), hyperNetStart()));
    assertThat(clipped).isCloseTo(RATE * limit, within(1e-4 * free));
  }

  @Test
  void aShortGradientIsLeftAlone() {
    WeightFile free = hyperNetFile(oneStep().build());
    WeightFile clipped = hyperNetFile(oneStep().maxGradientNorm(1e6).build());
    assertThat(length(moves(clipped, free))).isLessThan(1e-6);
  }

  @Test
  void aNetworksLongGradientIsScaledDownToTheLimit() {
    double free = length(moves(networkFile(oneStep().build()), networkStart()));
    double limit = free / RATE / 4;
    WeightFile clipped = networkFile(oneStep().maxGradientNorm(limit).build());
    assertThat(length(moves(clipped, networkStart()))).isCloseTo(RATE * limit, within(1e-4 * free));
  }

  @Test
  void eachGroupDecaysByItsOwnFactor() {
    WeightFile start = hyperNetStart();
    WeightFile free = hyperNetFile(oneStep().build());
    WeightFile decayed =
        hyperNetFile(oneStep().weightDecay(new WeightDecay(0.1, 0.2, 0.3)).build());
    start
        .tensors()
        .forEach(
            (name, tensor) -> {
              double factor =
                  name.startsWith("hypernet/") ? 0.3 : tensor.shape().isVector() ? 0.2 : 0.1;
              checkDecay(name, factor, tensor, free, decayed);
            });
  }

  private static void checkDecay(
      String name, double factor, NamedTensor start, WeightFile free, WeightFile decayed) {
    if (name.startsWith("moments/")) {
      return;
    }
    float[] without = free.tensors().get(name).values();
    float[] with = decayed.tensors().get(name).values();
    boolean used = false;
    for (int index = 0; index < without.length; index++) {
      used |= with[index] != without[index];
    }
    for (int index = 0; used && index < without.length; index++) {
      assertThat((double) with[index] - without[index])
          .as("%s at %s", name, index)
          .isCloseTo(-RATE * factor * start.values()[index], within(1e-5));
    }
  }

  private WeightFile hyperNetStart() {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      return saved(hyperNet);
    }
  }

  private WeightFile hyperNetFile(TrainingOptions options) {
    try (HyperNet<MemoryBank> hyperNet = QuadrantTask.hyperNet(1)) {
      hyperNet.train(EXAMPLES, options);
      return saved(hyperNet);
    }
  }

  private WeightFile saved(HyperNet<MemoryBank> hyperNet) {
    Path file = folder.resolve("hypernet.safetensors");
    hyperNet.save(file);
    return WeightFile.read(file);
  }

  private WeightFile networkStart() {
    try (TrainableNetwork network = network()) {
      return saved(network);
    }
  }

  private WeightFile networkFile(TrainingOptions options) {
    try (TrainableNetwork network = network()) {
      network.train(EXAMPLES, options);
      return saved(network);
    }
  }

  private static TrainableNetwork network() {
    return TensorFlow.network(QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1)), 1);
  }

  private WeightFile saved(TrainableNetwork network) {
    Path file = folder.resolve("network.safetensors");
    network.save(file);
    return WeightFile.read(file);
  }

  private static double[] moves(WeightFile to, WeightFile from) {
    return from.tensors().keySet().stream()
        .filter(name -> !name.startsWith("moments/"))
        .flatMapToDouble(name -> differences(from.tensors().get(name), to.tensors().get(name)))
        .toArray();
  }

  private static DoubleStream differences(NamedTensor before, NamedTensor after) {
    return IntStream.range(0, before.values().length)
        .mapToDouble(index -> (double) after.values()[index] - before.values()[index]);
  }

  private static double length(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
