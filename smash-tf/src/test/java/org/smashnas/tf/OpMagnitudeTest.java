package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.math.Quantiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.data.Batch;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.memorybank.OpNorms;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.WeightSource;
import org.smashnas.space.Encoding;

/** How large what an op adds to a bank is beside the bank, at the start of a training. */
class OpMagnitudeTest {
  private static final HyperNetArchitecture SMALL =
      new ConvolutionalHyperNet(4, 6, ImmutableList.of(2, 1));

  @ParameterizedTest
  @CsvSource({"EACH_CONVOLUTION, 0.5, 4", "WEIGHT_NORM, 0, 0.1"})
  void normsMakeAnOpCount(OpNorms norms, double least, double most) {
    MemoryBankSpace space =
        MemoryBankSpace.builder()
            .input(8, 8, 3)
            .classes(4)
            .blocks(2)
            .depth(4)
            .width(1)
            .maxBankChannels(16)
            .maxKernel(5)
            .maxDilation(1)
            .scoredNorms(norms)
            .build();
    List<Double> ratios = new ArrayList<>();
    for (int seed = 0; seed < 5; seed++) {
      ratios.addAll(ratios(space, space.network(space.sample(new SplittableRandom(seed)))));
    }
    assertThat(ratios).hasSizeGreaterThan(20);
    assertThat(Quantiles.median().compute(ratios)).isBetween(least, most);
  }

  /** Of each sum of a bank and a part of an op's output: the part's size by the bank's. */
  private static List<Double> ratios(MemoryBankSpace space, Network network) {
    List<double[][]> outputs = outputs(space, network);
    return network.layers().stream()
        .filter(layer -> layer.name().startsWith("block") && layer.operation() instanceof Sum)
        .map(Layer::inputs)
        .map(inputs -> size(outputs.get(inputs.get(1))) / size(outputs.get(inputs.get(0))))
        .toList();
  }

  private static double size(double[][] values) {
    return Math.sqrt(
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .map(value -> value * value)
            .average()
            .orElseThrow());
  }

  private static List<double[][]> outputs(MemoryBankSpace space, Network network) {
    Encoding encoding = Encoding.of(network, space.weightGrid());
    try (ParameterStore store = new ParameterStore(Backend.probe(), SMALL, space.weightGrid(), 1);
        HyperNetInput input = store.input(encoding, new SplittableRandom(2));
        HyperNetRun run = store.generate(input)) {
      store.register(network);
      try (CandidateInputs inputs = store.inputs(run.grid(), network)) {
        Map<String, double[]> shared = new LinkedHashMap<>();
        network.weights().values().stream()
            .filter(weight -> weight.source() instanceof WeightSource.Shared)
            .map(weight -> ((WeightSource.Shared) weight.source()).tensor())
            .forEach(
                name ->
                    shared.put(
                        name, ReferenceExecutor.doubles(HostTensors.read(inputs.shared(name)))));
        return new ReferenceWeights(
                encoding, shared::get, ReferenceExecutor.doubles(HostTensors.read(inputs.grid())))
            .executor(network)
            .outputs(noise(space, 8));
      }
    }
  }

  private static Batch noise(MemoryBankSpace space, int examples) {
    SplittableRandom random = new SplittableRandom(3);
    float[] images = new float[examples * space.input().size()];
    for (int index = 0; index < images.length; index++) {
      images[index] = (float) random.nextGaussian();
    }
    return new Batch(images, new int[examples]);
  }
}
