package org.smashnas.examples.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.benchmark.FrozenSet.Setting;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Precision;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.ScoringOptions.NormMoments;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.memorybank.Annealing;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.tf.TensorFlow;

/**
 * Seconds of a training step, images scored in a second, and seconds of a derived network's step,
 * on the frozen architectures, beside what the tuned reference took. Arguments: a setting
 * (default-late, default-early, small-late, small-early), what (step, score, derived, where),
 * rounds (by default 3), precision (float32, bfloat16, float16; by default float32), and devices
 * (cpu, gpu, gpu:0,gpu:1; by default cpu). A hundred small steps on other architectures go before
 * the steps, so that the JVM has compiled its code; the frozen architectures are new in their first
 * round.
 */
public final class SpeedBenchmark {
  private static final int SCORED = 1_000;
  private static final int SCORING_BATCH = 100;
  private static final int WARM_UP_STEPS = 100;
  private static final int WARM_UP_BATCHES = 10;

  private final FrozenSet set;
  private final int rounds;
  private final ExecutionOptions execution;

  private SpeedBenchmark(FrozenSet set, int rounds, ExecutionOptions execution) {
    this.set = set;
    this.rounds = rounds;
    this.execution = execution;
  }

  /**
   * Prints the table.
   *
   * @param arguments setting, what, rounds, precision, devices
   * @throws IOException if the memory taken cannot be read
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length < 2) {
      throw new IllegalArgumentException("say a setting, such as default-late, and what: step");
    }
    Setting setting = Setting.of(arguments[0]);
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
    Precision precision = Precision.parse(arguments.length > 3 ? arguments[3] : "float32");
    Devices devices = Devices.parse(arguments.length > 4 ? arguments[4] : "cpu");
    SpeedBenchmark benchmark =
        new SpeedBenchmark(
            FrozenSet.read(setting),
            rounds,
            ExecutionOptions.builder().devices(devices).precision(precision).build());
    System.out.printf(
        Locale.ROOT,
        "%s, %s, %s, %s, %d processors, load %.1f%n",
        setting,
        arguments[1],
        precision,
        devices,
        Runtime.getRuntime().availableProcessors(),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    switch (arguments[1]) {
      case "step" -> benchmark.steps();
      case "score" -> benchmark.scoring();
      case "derived" -> benchmark.derived();
      case "where" -> benchmark.where();
      default -> throw new IllegalArgumentException("say step, score, derived or where");
    }
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .forEach(line -> System.out.println("peak resident memory" + line.substring(6)));
  }

  private void steps() {
    warmUp();
    int count = set.architectures().size();
    StepTimes times = new StepTimes();
    train(times);
    Table table = new Table("step s", "reference s", true);
    for (int index = 0; index < count; index++) {
      FrozenArchitecture architecture = set.architectures().get(index);
      List<Double> taken = new ArrayList<>();
      for (int round = 1; round <= rounds; round++) {
        taken.add(times.seconds.get(round * count + index));
      }
      table.row(median(taken), architecture.referenceStepSeconds(), flops(architecture));
    }
    table.end();
    System.out.printf(
        Locale.ROOT,
        "first round (architectures met for the first time): %.3f s a step%n",
        times.seconds.subList(1, count).stream().mapToDouble(Double::doubleValue).sum()
            / (count - 1));
  }

  /** Small steps on other architectures, in which the JVM compiles what it runs most. */
  private void warmUp() {
    FrozenSet small = FrozenSet.read(Setting.SMALL_LATE);
    try (HyperNet<MemoryBank> hyperNet =
        TensorFlow.hyperNet(small.memoryBank(Annealing.none()))
            .architecture(HyperNetArchitecture.paper())
            .execution(execution)
            .build()) {
      hyperNet.train(
          small.noise(WARM_UP_BATCHES * small.batch()),
          TrainingOptions.hyperNet()
              .batchSize(small.batch())
              .epochs(WARM_UP_STEPS / WARM_UP_BATCHES)
              .build());
    }
  }

  /** Takes a step on each architecture in each round, after one on which they are new. */
  private void train(TrainingListener listener) {
    int count = set.architectures().size();
    FrozenSpace space = new FrozenSpace(set, (long) count * (rounds + 1));
    try (HyperNet<FrozenArchitecture> hyperNet =
        TensorFlow.hyperNet(space)
            .architecture(HyperNetArchitecture.paper())
            .execution(execution)
            .build()) {
      hyperNet.train(
          set.noise(count * set.batch()),
          TrainingOptions.hyperNet()
              .batchSize(set.batch())
              .epochs(rounds + 1)
              .listener(listener)
              .build());
    }
  }

  private void where() {
    int count = set.architectures().size();
    StepBreakdown phases = StepBreakdown.ofPhases(count);
    train(phases);
    phases.printPhases();
    System.out.println("operations, traced (several run at once), ms a step");
    StepBreakdown operations = StepBreakdown.ofOperations(count);
    train(operations);
    operations.printOperations();
    // Behind the trainings, which first settle how TensorFlow computes convolutions.
    System.out.printf(
        Locale.ROOT,
        "this machine's best: %.0f GFLOP/s in a product of matrices, %.0f in a convolution%n",
        MachineBest.product(execution.precision()),
        MachineBest.convolution(execution.precision()));
  }

  /** Three times forward, as backward costs twice as much; two operations a multiply-add. */
  private double flops(FrozenArchitecture architecture) {
    return 6.0 * architecture.multiplyAddsPerImage() * set.batch();
  }

  private void scoring() {
    FrozenSpace space = new FrozenSpace(set, 1);
    Split data = new Split(set.noise(SCORING_BATCH), set.noise(SCORED), set.noise(SCORING_BATCH));
    try (HyperNet<FrozenArchitecture> hyperNet =
        TensorFlow.hyperNet(space)
            .architecture(HyperNetArchitecture.paper())
            .execution(execution)
            .build()) {
      Scorer<FrozenArchitecture> scorer =
          hyperNet.scorer(
              data,
              ScoringOptions.builder()
                  .batchSize(SCORING_BATCH)
                  .normMoments(NormMoments.SHARED_AVERAGES)
                  .build());
      Table table = new Table("images/s", "reference", false);
      for (FrozenArchitecture architecture : set.architectures()) {
        scorer.score(architecture, 1);
        List<Double> taken = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
          long started = System.nanoTime();
          scorer.score(architecture, 1);
          taken.add((System.nanoTime() - started) / 1e9);
        }
        table.row(
            SCORED / median(taken),
            architecture.referenceScoringImagesPerSecond(),
            2.0 * architecture.multiplyAddsPerImage());
      }
      table.end();
    }
  }

  private void derived() {
    FrozenSpace space = new FrozenSpace(set, 1);
    Dataset examples = set.noise((rounds + 2) * set.batch());
    Table table = new Table("step s", "reference s", true);
    for (FrozenArchitecture architecture : set.architectures()) {
      StepTimes times = new StepTimes();
      try (TrainableNetwork network =
          TensorFlow.network(space.derivedNetwork(architecture), 0, execution)) {
        network.train(
            examples,
            TrainingOptions.derived().batchSize(set.batch()).epochs(1).listener(times).build());
      }
      table.row(
          median(times.seconds.subList(2, times.seconds.size())),
          architecture.referenceMainNetSeconds(),
          flops(architecture));
    }
    table.end();
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Seconds from one step's end to the next's. */
  private static final class StepTimes implements TrainingListener {
    private final List<Double> seconds = new ArrayList<>();
    private long last;

    @Override
    public void onStart(long step, long steps) {
      last = System.nanoTime();
    }

    @Override
    public void onStep(TrainingStep step) {
      long now = System.nanoTime();
      seconds.add((now - last) / 1e9);
      last = now;
    }
  }

  /** Prints rows and their sum. */
  private static final class Table {
    private final boolean seconds;
    private double ours;
    private double reference;
    private double flops;
    private int rows;

    Table(String measured, String reference, boolean seconds) {
      this.seconds = seconds;
      System.out.printf("%12s %12s %8s %9s%n", measured, reference, "ratio", "GFLOP/s");
    }

    void row(double measured, double referenceMeasured, double flopsOfOne) {
      print(measured, referenceMeasured, flopsOfOne);
      ours += seconds ? measured : 1 / measured;
      reference += seconds ? referenceMeasured : 1 / referenceMeasured;
      flops += flopsOfOne;
      rows++;
    }

    void end() {
      System.out.println("mean");
      double mean = ours / rows;
      double meanReference = reference / rows;
      print(seconds ? mean : 1 / mean, seconds ? meanReference : 1 / meanReference, flops / rows);
    }

    private void print(double measured, double referenceMeasured, double flopsOfOne) {
      System.out.printf(
          Locale.ROOT,
          "%12.3f %12.3f %8.2f %9.1f%n",
          measured,
          referenceMeasured,
          seconds ? referenceMeasured / measured : measured / referenceMeasured,
          (seconds ? flopsOfOne / measured : flopsOfOne * measured) / 1e9);
    }
  }
}
