package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.Device;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.Schedule;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.network.Network;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.Encoding;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunOptions;
import org.tensorflow.types.TFloat32;

/** Training on several parts of the processor that behave like devices. */
class DataParallelTest {
  private static final int STEPS = 4;
  private static final double TOLERANCE = 2e-4;

  @TempDir private Path folder;

  private static ExecutionOptions devices(int count) {
    Device[] more = new Device[count - 1];
    for (int index = 1; index < count; index++) {
      more[index - 1] = new Device(Device.Kind.CPU, index);
    }
    return ExecutionOptions.builder()
        .devices(Devices.of(new Device(Device.Kind.CPU, 0), more))
        .build();
  }

  /** What is trained, through the public interface. */
  private enum Trained {
    HYPERNET {
      @Override
      TrainingReport train(
          ExecutionOptions execution,
          Path from,
          Path to,
          Dataset examples,
          TrainingOptions options) {
        try (HyperNet<MemoryBank> hyperNet =
            Files.exists(from)
                ? TensorFlow.loadHyperNet(QuadrantTask.SPACE, from, execution)
                : TensorFlow.hyperNet(QuadrantTask.SPACE)
                    .architecture(QuadrantTask.HYPERNET)
                    .execution(execution)
                    .build()) {
          TrainingReport report = hyperNet.train(examples, options);
          hyperNet.save(to);
          return report;
        }
      }
    },
    NETWORK {
      @Override
      TrainingReport train(
          ExecutionOptions execution,
          Path from,
          Path to,
          Dataset examples,
          TrainingOptions options) {
        Network derived = QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1));
        try (TrainableNetwork network =
            Files.exists(from)
                ? TensorFlow.loadNetwork(from, execution)
                : TensorFlow.network(derived, 0, execution)) {
          TrainingReport report = network.train(examples, options);
          network.save(to);
          return report;
        }
      }
    };

    /** Goes on from a file if it is there, and saves. */
    abstract TrainingReport train(
        ExecutionOptions execution, Path from, Path to, Dataset examples, TrainingOptions options);
  }

  /** Without momentum a step moves weights and running moments by multiples of what it found. */
  private static TrainingOptions oneStep(int examples, long seed) {
    return TrainingOptions.derived()
        .optimizer(new Optimizer.Nesterov(0.05, 0))
        .schedule(new Schedule.Constant())
        .batchSize(examples)
        .epochs(1)
        .seed(seed)
        .build();
  }

  /** The part of a batch that a device gets. */
  private static Dataset part(Dataset examples, long seed, int start, int count) {
    Batch batch =
        Batches.shuffled(examples, examples.size(), new RandomStreams(seed).stream("batches", 0))
            .read(0);
    int size = examples.shape().size();
    float[][] images = new float[count][size];
    int[] labels = new int[count];
    for (int index = 0; index < count; index++) {
      System.arraycopy(batch.images(), (start + index) * size, images[index], 0, size);
      labels[index] = batch.labels()[start + index];
    }
    return Dataset.of(examples.shape(), examples.classes(), images, labels);
  }

  /** Weights that each part of a batch led to, averaged. */
  private static void average(Path file, Path large, int largeCount, Path small, int smallCount) {
    WeightFile first = WeightFile.read(large);
    WeightFile second = WeightFile.read(small);
    assertThat(second.tensors().keySet()).isEqualTo(first.tensors().keySet());
    ImmutableMap.Builder<String, NamedTensor> means = ImmutableMap.builder();
    first
        .tensors()
        .forEach(
            (name, tensor) -> {
              float[] values = tensor.values().clone();
              float[] others = second.tensors().get(name).values();
              for (int index = 0; index < values.length; index++) {
                values[index] =
                    (float)
                        (((double) values[index] * largeCount + (double) others[index] * smallCount)
                            / (largeCount + smallCount));
              }
              means.put(name, new NamedTensor(tensor.shape(), values));
            });
    new WeightFile(first.metadata(), means.buildOrThrow()).write(file);
  }

  private static double greatestDifference(Path first, Path second) {
    Map<String, NamedTensor> tensors = WeightFile.read(first).tensors();
    Map<String, NamedTensor> others = WeightFile.read(second).tensors();
    assertThat(tensors.keySet()).isEqualTo(others.keySet());
    double greatest = 0;
    for (Map.Entry<String, NamedTensor> entry : tensors.entrySet()) {
      float[] values = entry.getValue().values();
      float[] other = others.get(entry.getKey()).values();
      double largest = 1e-3;
      for (float value : values) {
        largest = Math.max(largest, Math.abs(value));
      }
      for (int index = 0; index < values.length; index++) {
        greatest = Math.max(greatest, Math.abs(values[index] - other[index]) / largest);
      }
    }
    return greatest;
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void twoDevicesTrainAsOneThatGoesOverTheHalvesAndAveragesThem(Trained trained) {
    Dataset examples = QuadrantTask.examples(21, 4);
    Path parallel = folder.resolve("parallel");
    Path serial = folder.resolve("serial");
    // Both begin every step with the same weights: rounding apart, a unit may bend at another
    // place.
    for (int seed = 0; seed < STEPS; seed++) {
      Path large = folder.resolve("large");
      Path small = folder.resolve("small");
      TrainingReport report =
          trained.train(devices(2), serial, parallel, examples, oneStep(21, seed));
      TrainingReport first =
          trained.train(devices(1), serial, large, part(examples, seed, 0, 11), oneStep(11, seed));
      TrainingReport second =
          trained.train(devices(1), serial, small, part(examples, seed, 11, 10), oneStep(10, seed));
      average(serial, large, 11, small, 10);
      assertThat(report.loss())
          .isCloseTo((first.loss() * 11 + second.loss() * 10) / 21, within(1e-4));
      assertThat(report.error())
          .isCloseTo((first.error() * 11 + second.error() * 10) / 21, within(1e-6));
      assertThat(greatestDifference(parallel, serial)).isLessThan(TOLERANCE);
    }
    Path whole = folder.resolve("whole");
    for (int seed = 0; seed < STEPS; seed++) {
      trained.train(devices(1), whole, whole, examples, oneStep(21, seed));
    }
    assertThat(greatestDifference(whole, serial))
        .as("one device that normalises whole batches differs")
        .isGreaterThan(10 * TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void aBatchWithFewerExamplesThanDevicesTakesFewerDevices(Trained trained) {
    Dataset one = QuadrantTask.examples(1, 4);
    Path several = folder.resolve("several");
    Path single = folder.resolve("single");
    trained.train(devices(3), several, several, one, oneStep(4, 0));
    trained.train(devices(1), single, single, one, oneStep(4, 0));
    assertThat(several).hasSameBinaryContentAs(single);
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void theLastBatchMayBeSmaller(Trained trained) {
    TrainingOptions options =
        TrainingOptions.hyperNet().batchSize(5).epochs(3).maxGradientNorm(1).build();
    Path file = folder.resolve("file");
    TrainingReport report =
        trained.train(devices(3), file, file, QuadrantTask.examples(11, 4), options);
    assertThat(report.loss()).isFinite();
    assertThat(report.error()).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void findingsOfACandidateAreTheMeansOverTheParts(int count) {
    Backend backend = Backend.of(devices(count));
    Network network = QuadrantTask.SPACE.network(QuadrantTask.architecture(3));
    Encoding encoding = Encoding.of(network, QuadrantTask.SPACE.weightGrid());
    Dataset examples = QuadrantTask.examples(8, 6);
    Batch batch = Batches.inOrder(examples, 8).read(0);
    try (ParameterStore store =
            new ParameterStore(backend, QuadrantTask.HYPERNET, QuadrantTask.SPACE.weightGrid(), 1);
        CandidateProgram parallel = new CandidateProgram(backend, network, encoding, count, true);
        CandidateProgram alone = new CandidateProgram(backend, network, encoding);
        HyperNetInput input = store.input(encoding, new SplittableRandom(1));
        HyperNetRun run = store.generate(input);
        CandidateInputs inputs = store.inputs(run.grid(), network);
        CandidateGradients found = parallel.run(batch, inputs, 1)) {
      double loss = 0;
      double error = 0;
      double[] grid = new double[HostTensors.read(found.gridGradient()).length];
      Map<String, double[]> shared = new HashMap<>();
      Map<String, double[]> moments = new HashMap<>();
      int start = 0;
      for (int index = 0; index < count; index++) {
        int part = 8 / count + (index < 8 % count ? 1 : 0);
        double share = part / 8.0;
        try (CandidateGradients one = alone.run(part(batch, start, part), inputs, 1)) {
          loss += share * one.loss();
          error += share * one.error();
          add(grid, one.gridGradient(), share);
          addAll(shared, one.sharedGradients(), "", share);
          addAll(moments, one.means(), "mean ", share);
          addAll(moments, one.variances(), "variance ", share);
        }
        start += part;
      }
      double squares = shared.values().stream().mapToDouble(DataParallelTest::squaredNorm).sum();
      assertThat(found.loss()).isCloseTo(loss, within(1e-5));
      assertThat(found.error()).isCloseTo(error, within(1e-6));
      assertThat((double) HostTensors.read(found.sharedSquaredNorm())[0])
          .isCloseTo(squares, within(1e-4 * squares));
      assertClose(found.gridGradient(), grid);
      assertThat(found.sharedGradients().keySet()).isEqualTo(shared.keySet());
      found.sharedGradients().forEach((name, tensor) -> assertClose(tensor, shared.get(name)));
      found.means().forEach((name, tensor) -> assertClose(tensor, moments.get("mean " + name)));
      found
          .variances()
          .forEach((name, tensor) -> assertClose(tensor, moments.get("variance " + name)));
    }
  }

  private static Batch part(Batch batch, int start, int count) {
    int size = batch.images().length / batch.size();
    return new Batch(
        Arrays.copyOfRange(batch.images(), start * size, (start + count) * size),
        Arrays.copyOfRange(batch.labels(), start, start + count));
  }

  private static void add(double[] sum, Tensor tensor, double share) {
    float[] values = HostTensors.read(tensor);
    for (int index = 0; index < sum.length; index++) {
      sum[index] += share * values[index];
    }
  }

  private static void addAll(
      Map<String, double[]> sums, Map<String, Tensor> tensors, String prefix, double share) {
    tensors.forEach(
        (name, tensor) ->
            add(
                sums.computeIfAbsent(prefix + name, key -> new double[(int) tensor.shape().size()]),
                tensor,
                share));
  }

  private static double squaredNorm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }

  private static void assertClose(Tensor tensor, double[] expected) {
    float[] values = HostTensors.read(tensor);
    // The offset of a norm whose readers are normed has no gradient but rounding.
    double scale = 1e-4 + Math.sqrt(squaredNorm(expected) / expected.length);
    for (int index = 0; index < values.length; index++) {
      assertThat((double) values[index]).isCloseTo(expected[index], within(1e-3 * scale));
    }
  }

  @Test
  void eachDeviceGoesForwardAndBack() {
    Backend backend = Backend.of(devices(2));
    Network network = QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1));
    Batch batch = Batches.inOrder(QuadrantTask.examples(6, 1), 6).read(0);
    try (Program program = backend.program()) {
      GraphScope scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
      List<GraphScope> scopes = backend.scopes(scope, 2);
      Map<String, Operand<TFloat32>> fed = new LinkedHashMap<>();
      network
          .weights()
          .values()
          .forEach(
              weight ->
                  fed.put(
                      weight.name(),
                      scope
                          .tf()
                          .placeholder(
                              TFloat32.class,
                              Placeholder.shape(GraphScope.extents(weight.shape())))));
      Replicas replicas =
          Replicas.of(
              scopes,
              network,
              backend.arithmetic(),
              scopes.stream()
                  .map(each -> new WeightValues(each, weight -> fed.get(weight.name())))
                  .toList(),
              Optional.empty());
      Session.Runner runner = program.runner();
      List<Tensor> tensors = new ArrayList<>(replicas.feed(runner, batch));
      network
          .weights()
          .values()
          .forEach(
              weight -> {
                TFloat32 tensor =
                    HostTensors.weight(new float[weight.shape().size()], weight.shape());
                tensors.add(tensor);
                runner.feed(fed.get(weight.name()), tensor);
                replicas
                    .backwards()
                    .forEach(backward -> backward.of(weight).ifPresent(runner::fetch));
              });
      runner
          .fetch(replicas.loss())
          .setOptions(
              RunOptions.newBuilder().setTraceLevel(RunOptions.TraceLevel.FULL_TRACE).build());
      try (Result result = runner.runAndFetchMetadata()) {
        List<DeviceStepStats> stats =
            result.getMetadata().orElseThrow().getStepStats().getDevStatsList();
        for (int device = 0; device < 2; device++) {
          assertThat(operations(stats, "CPU:" + device))
              .as("device %s", device)
              .contains("Conv2dBackpropFilter", "FusedBatchNorm", "FusedBatchNormGrad");
        }
      } finally {
        tensors.forEach(Tensor::close);
      }
    }
  }

  /** The kinds of the operations that a device ran. */
  private static Set<String> operations(List<DeviceStepStats> stats, String device) {
    Set<String> kinds = new TreeSet<>();
    for (DeviceStepStats one : stats) {
      if (one.getDevice().endsWith(device)) {
        for (NodeExecStats node : one.getNodeStatsList()) {
          kinds.add(node.getNodeName().replaceAll(".*/", "").replaceAll("_\\d+$|:.*", ""));
        }
      }
    }
    return kinds;
  }

  @ParameterizedTest
  @EnumSource(Trained.class)
  void aCancelledTrainingGoesOnOnAsManyDevicesAndEndsWithTheSameBytes(Trained trained)
      throws IOException {
    Path whole = folder.resolve("whole");
    Path resumed = folder.resolve("resumed");
    Dataset examples = QuadrantTask.examples(31, 4);
    trained.train(devices(2), whole, whole, examples, checkpointed("whole").build());
    int[] asked = {0};
    TrainingOptions cancelled = checkpointed("resumed").cancelWhen(() -> asked[0]++ >= 5).build();
    assertThatThrownBy(() -> trained.train(devices(2), resumed, resumed, examples, cancelled))
        .isInstanceOf(CancellationException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                trained.train(
                    devices(1), resumed, resumed, examples, checkpointed("resumed").build()))
        .withMessageContaining("devices=(2 CPU, 1 CPU)");
    trained.train(devices(2), resumed, resumed, examples, checkpointed("resumed").build());
    assertThat(resumed).hasSameBinaryContentAs(whole);
  }

  private TrainingOptions.Builder checkpointed(String name) {
    return QuadrantTask.shortTraining()
        .epochs(4)
        .checkpoints(Checkpoints.in(folder.resolve("run-" + name)).everySteps(2).build());
  }

  @Test
  void aDerivedNetworkTrainsOnTheDevicesOfItsHyperNet() throws IOException {
    Dataset examples = QuadrantTask.examples(20, 4);
    Path derived = folder.resolve("derived");
    Path direct = folder.resolve("direct");
    try (HyperNet<MemoryBank> hyperNet =
            TensorFlow.hyperNet(QuadrantTask.SPACE)
                .architecture(QuadrantTask.HYPERNET)
                .devices(devices(2).devices())
                .build();
        TrainableNetwork network = hyperNet.derive(QuadrantTask.architecture(1), 0)) {
      network.train(examples, oneStep(20, 0));
      network.save(derived);
    }
    Trained.NETWORK.train(devices(2), direct, direct, examples, oneStep(20, 0));
    assertThat(derived).hasSameBinaryContentAs(direct);
  }
}
