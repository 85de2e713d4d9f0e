package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.smashnas.data.Batch;
import org.smashnas.data.Batches;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConditionGradients;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.InitialWeights;
import org.smashnas.hypernet.Removal;
import org.smashnas.hypernet.Score;
import org.smashnas.hypernet.Score.Predictions;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.ScoringOptions;
import org.smashnas.hypernet.ScoringOptions.NormMoments;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.WeightSource;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;
import org.tensorflow.types.TFloat32;

/**
 * The SMASH network: a HyperNet and shared weights, trained together over sampled architectures.
 */
final class TensorFlowHyperNet<A> implements HyperNet<A> {
  private static final String KIND = "hypernet";
  private static final String VERSION = "2";
  private static final String SPACE = "space";
  private static final String ARCHITECTURE = "architecture";
  private static final String SEED = "seed";

  private final Backend backend;
  private final ArchitectureSpace<A> space;
  private final HyperNetArchitecture architecture;
  private final long seed;
  private final ParameterStore parameters;
  private final Snapshots snapshots = new Snapshots(new Trained());
  private OptimizerProgress progress;
  private boolean closed;

  TensorFlowHyperNet(
      Backend backend, ArchitectureSpace<A> space, HyperNetArchitecture architecture, long seed) {
    this.backend = backend;
    this.progress = OptimizerProgress.start(backend.lossScale());
    this.space = space;
    this.architecture = architecture;
    this.seed = seed;
    this.parameters = new ParameterStore(backend, architecture, space.weightGrid(), seed);
  }

  /** An untrained one. */
  static <A> TensorFlowHyperNet<A> create(
      Backend backend, ArchitectureSpace<A> space, HyperNetArchitecture architecture, long seed) {
    Network first = space.network(space.sample(new RandomStreams(seed).stream("first network", 0)));
    TensorFlowHyperNet<A> made = new TensorFlowHyperNet<>(backend, space, architecture, seed);
    try {
      made.parameters.register(first);
      return made;
    } catch (RuntimeException unfit) {
      made.close();
      throw unfit;
    }
  }

  @Override
  public ArchitectureSpace<A> space() {
    return space;
  }

  @Override
  public synchronized long parameters() {
    checkOpen();
    return parameters.parameters();
  }

  @Override
  public synchronized TrainingReport train(Dataset training, TrainingOptions options) {
    checkOpen();
    Network any = anyNetwork(options.seed());
    Examples.check("training", training, any);
    options.validation().ifPresent(validation -> Examples.check("validation", validation, any));
    UpdateRule rule = UpdateRule.of(options, backend.lossScale().isPresent());
    parameters.prepareTraining(rule);
    RandomStreams streams = new RandomStreams(options.seed());
    TrainingLoop loop = new TrainingLoop(training, options, backend, snapshots);
    TrainingState start = loop.start();
    try (Ahead<CandidateProgram> programs =
        new Ahead<>(
            "smash-programs",
            start.step(),
            loop.steps(),
            step -> sampled(streams.stream("sampling", step), step, loop, rule.measuresNorm()),
            CandidateProgram::close)) {
      return loop.run(
          start,
          (step, batch, rate) ->
              step(programs.take(step), batch, streams.stream("z", step), rate, options),
          (epoch, validation) -> validate(validation, options, streams, epoch));
    }
  }

  /** All networks of a space read examples alike, so any one tells whether a dataset fits. */
  private Network anyNetwork(long sampleSeed) {
    return space.network(space.sample(new RandomStreams(sampleSeed).stream("checked network", 0)));
  }

  private CandidateProgram sampled(
      RandomGenerator random, long step, TrainingLoop loop, boolean measuresNorm) {
    Network network = space.network(space.sample(random, (double) step / loop.steps()));
    Encoding encoding = Encoding.of(network, space.weightGrid());
    int replicas = backend.replicas(loop.examples(step));
    return PhaseEvent.record(
        "build of the next program",
        () -> new CandidateProgram(backend, network, encoding, replicas, measuresNorm));
  }

  /**
   * One training step (algorithm 1 of the paper): generate weights, go forward and back, update
   * everything.
   */
  private TrainingLoop.Step.Outcome step(
      CandidateProgram program,
      Batch batch,
      RandomGenerator random,
      double rate,
      TrainingOptions options) {
    try (program;
        HyperNetInput input = input(program, random);
        HyperNetRun run =
            PhaseEvent.record("HyperNet forward", () -> parameters.generateForGradient(input));
        CandidateGradients gradients =
            PhaseEvent.record("main network", () -> forwardAndBack(program, batch, run))) {
      progress =
          PhaseEvent.record(
              "HyperNet back, update",
              () -> parameters.update(run, gradients, progress, rate, options));
      return new TrainingLoop.Step.Outcome(gradients.loss(), gradients.error());
    }
  }

  private HyperNetInput input(CandidateProgram program, RandomGenerator random) {
    checkOpen();
    return parameters.input(program.encoding(), random);
  }

  private CandidateGradients forwardAndBack(
      CandidateProgram program, Batch batch, HyperNetRun run) {
    try (CandidateInputs weights = parameters.inputs(run.grid(), program.network())) {
      return program.run(batch, weights, progress.lossFactor());
    }
  }

  /** Each batch meets a new random architecture, whose moments are those of the batch. */
  private Evaluation validate(
      Dataset validation, TrainingOptions options, RandomStreams streams, int epoch) {
    RandomGenerator random = streams.stream("validation", epoch);
    Batches batches = Batches.inOrder(validation, options.batchSize());
    PredictionRows rows = new PredictionRows();
    for (int number = 0; number < batches.count(); number++) {
      Network network = space.network(space.sample(random));
      Encoding encoding = Encoding.of(network, space.weightGrid());
      try (MomentsProgram estimating = new MomentsProgram(backend, network, encoding);
          ScoringProgram program = new ScoringProgram(backend, network, encoding);
          HyperNetInput input = parameters.input(encoding, random);
          HyperNetRun run = parameters.generate(input);
          CandidateInputs weights = parameters.inputs(run.grid(), network)) {
        Map<Layer, ChannelMoments> moments = estimating.moments(batches.read(number), weights);
        rows.add(
            batches,
            number,
            validation.views(),
            batch -> program.logProbabilities(batch, weights, moments));
      }
    }
    return Evaluation.of(rows.predictions());
  }

  @Override
  public synchronized Scorer<A> scorer(Split data, ScoringOptions options) {
    checkOpen();
    Examples.check("validation", data.validation(), anyNetwork(options.seed()));
    Batches momentBatches = momentBatches(data, options);
    return (candidate, fidelity) ->
        score(candidate, fidelity, data.validation(), momentBatches, options);
  }

  private synchronized Score score(
      A candidate,
      double fidelity,
      Dataset validation,
      Batches momentBatches,
      ScoringOptions options) {
    checkOpen();
    checkArgument(
        fidelity > 0 && fidelity <= 1,
        "fidelity is %s; it must be above 0 and at most 1",
        fidelity);
    int count = Math.max(1, (int) Math.round(fidelity * validation.size()));
    Network network = space.network(candidate);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    Predictions predictions;
    try (HyperNetInput input = parameters.input(encoding, noise(candidate, options.seed()));
        HyperNetRun run = parameters.generate(input);
        CandidateInputs weights = parameters.inputs(run.grid(), network)) {
      predictions =
          predictions(network, encoding, weights, validation.head(count), momentBatches, options);
    }
    return new Score(
        evaluation(predictions, options),
        Optional.of(predictions),
        gradients(candidate, momentBatches, options));
  }

  private static Evaluation evaluation(Predictions predictions, ScoringOptions options) {
    Evaluation found = Evaluation.of(predictions);
    return options.temperedLoss()
        ? new Evaluation(found.error(), found.topFiveError(), predictions.temperedLoss())
        : found;
  }

  private Predictions predictions(
      Network network,
      Encoding encoding,
      CandidateInputs weights,
      Dataset validation,
      Batches momentBatches,
      ScoringOptions options) {
    Map<Layer, ChannelMoments> moments =
        moments(network, encoding, weights, momentBatches, options);
    try (ScoringProgram program = new ScoringProgram(backend, network, encoding)) {
      return PredictionRows.of(
          validation,
          options.batchSize(),
          batch -> program.logProbabilities(batch, weights, moments));
    }
  }

  @Override
  public synchronized Evaluation evaluate(
      A candidate, ImmutableMap<String, float[]> values, Split data, ScoringOptions options) {
    checkOpen();
    Network network = space.network(candidate);
    Examples.check("validation", data.validation(), network);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    try (TFloat32 grid = GeneratedWeights.grid(encoding, values);
        CandidateInputs weights = parameters.inputs(grid, network)) {
      return evaluation(
          predictions(
              network, encoding, weights, data.validation(), momentBatches(data, options), options),
          options);
    }
  }

  private static Batches momentBatches(Split data, ScoringOptions options) {
    return Batches.shuffled(
        data.train(),
        options.batchSize(),
        new RandomStreams(options.seed()).stream("moment batches", 0));
  }

  private Optional<ConditionGradients> gradients(
      A candidate, Batches batches, ScoringOptions options) {
    int count = Math.min(options.gradientBatches(), batches.count());
    return count == 0
        ? Optional.empty()
        : Optional.of(gradients(candidate, batches, count, options.seed()));
  }

  private Map<Layer, ChannelMoments> moments(
      Network network,
      Encoding encoding,
      CandidateInputs weights,
      Batches momentBatches,
      ScoringOptions options) {
    if (options.normMoments() == NormMoments.SHARED_AVERAGES) {
      return parameters.runningMoments(network);
    }
    List<Map<Layer, ChannelMoments>> batches = new ArrayList<>();
    int count = Math.min(options.momentBatches(), momentBatches.count());
    try (MomentsProgram program = new MomentsProgram(backend, network, encoding)) {
      for (int number = 0; number < count; number++) {
        batches.add(program.moments(momentBatches.read(number), weights));
      }
    }
    return ChannelMoments.average(batches);
  }

  /** z of an architecture: the same whenever it is scored with a seed. */
  private RandomGenerator noise(A candidate, long seed) {
    return new RandomStreams(seed).stream("z of " + space.hash(candidate), 0);
  }

  @Override
  public synchronized ImmutableMap<String, float[]> generateWeights(A candidate, long noiseSeed) {
    checkOpen();
    Network network = space.network(candidate);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    try (HyperNetInput input = parameters.input(encoding, noise(candidate, noiseSeed));
        HyperNetRun run = parameters.generate(input)) {
      return GeneratedWeights.cut(encoding, HostTensors.read(run.grid()));
    }
  }

  @Override
  public synchronized TrainableNetwork derive(
      A candidate, InitialWeights initial, long initialSeed) {
    checkOpen();
    TensorFlowNetwork derived =
        TensorFlowNetwork.create(backend, space.derivedNetwork(candidate), initialSeed);
    try {
      if (initial instanceof InitialWeights.Generated scored) {
        startAsScored(derived, candidate, scored.data(), scored.options());
      }
      return derived;
    } catch (RuntimeException unfit) {
      derived.close();
      throw unfit;
    }
  }

  /** Gives a derived network the weights and moments that {@link #score} gives the scored one. */
  private void startAsScored(
      TensorFlowNetwork derived, A candidate, Split data, ScoringOptions options) {
    Network network = space.network(candidate);
    Examples.check("training", data.train(), network);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    try (HyperNetInput input = parameters.input(encoding, noise(candidate, options.seed()));
        HyperNetRun run = parameters.generate(input);
        CandidateInputs weights = parameters.inputs(run.grid(), network)) {
      derived.startFrom(
          values(network, GeneratedWeights.cut(encoding, HostTensors.read(run.grid()))),
          moments(network, encoding, weights, momentBatches(data, options), options));
    }
  }

  /** All weights of a scored network as it uses them, by name. */
  private ImmutableMap<String, float[]> values(
      Network network, Map<String, float[]> generatedValues) {
    ImmutableMap.Builder<String, float[]> values = ImmutableMap.builder();
    values.putAll(generatedValues);
    ImmutableMap<String, float[]> shared = parameters.shared(SharedWeights.tensors(network));
    network.weights().values().stream()
        .filter(weight -> weight.source() instanceof WeightSource.Shared)
        .forEach(weight -> values.put(weight.name(), SharedWeights.crop(weight, shared)));
    return values.buildOrThrow();
  }

  @Override
  public synchronized ConditionGradients conditionGradients(
      A candidate, Dataset examples, int batchSize) {
    checkOpen();
    Examples.check("gradient", examples, space.network(candidate));
    Batches batches = Batches.inOrder(examples, batchSize);
    return gradients(candidate, batches, batches.count(), 0);
  }

  private ConditionGradients gradients(A candidate, Batches batches, int count, long noiseSeed) {
    Network network = space.network(candidate);
    Encoding encoding = Encoding.of(network, space.weightGrid());
    double loss = 0;
    Map<String, Removal> removals = new LinkedHashMap<>();
    float[] sum = new float[0];
    try (GradientProgram program = new GradientProgram(backend, network, encoding);
        HyperNetInput input = parameters.input(encoding, noise(candidate, noiseSeed));
        HyperNetRun run = parameters.generateForGradient(input);
        CandidateInputs weights = parameters.inputs(run.grid(), network)) {
      for (int number = 0; number < count; number++) {
        try (GradientProgram.Found found = program.run(batches.read(number), weights)) {
          loss += found.loss() / count;
          found
              .removals()
              .forEach(
                  (weight, removal) ->
                      removals.merge(weight, removal.times(1.0 / count), Removal::plus));
          sum = plus(sum, parameters.inputGradient(run, found.gridGradient()), 1f / count);
        }
      }
    }
    return new ConditionGradients(
        encoding,
        loss,
        HyperNetInput.byFeature(architecture.reading(), encoding, sum),
        ImmutableMap.copyOf(removals));
  }

  /** A sum with a term times a factor added; the sum is empty before the first. */
  private static float[] plus(float[] sum, float[] term, float factor) {
    float[] result = sum.length == 0 ? new float[term.length] : sum;
    for (int index = 0; index < term.length; index++) {
      result[index] += factor * term[index];
    }
    return result;
  }

  @Override
  public synchronized void save(Path file) {
    checkOpen();
    snapshots.saveForUse(file);
  }

  /** All that is saved. */
  private final class Trained implements Snapshots.Source {
    @Override
    public ImmutableMap<String, String> identity() {
      return WeightFile.metadata(
          KIND,
          VERSION,
          ImmutableMap.of(
              SPACE, space.id(),
              ARCHITECTURE, HyperNetArchitectureJson.write(architecture),
              SEED, Long.toString(seed)));
    }

    @Override
    public Variables variables() {
      return parameters.variables();
    }

    @Override
    public void prepare(Map<String, NamedTensor> values) {
      parameters.prepare(values);
    }

    @Override
    public OptimizerProgress progress() {
      return progress;
    }

    @Override
    public void setProgress(OptimizerProgress restored) {
      progress = restored;
    }
  }

  static <A> TensorFlowHyperNet<A> load(Backend backend, ArchitectureSpace<A> space, Path file) {
    WeightFile saved = WeightFile.read(file);
    saved.check(file, KIND, VERSION);
    String savedSpace = saved.text(file, SPACE);
    if (!savedSpace.equals(space.id())) {
      throw new IllegalArgumentException(
          file
              + " was saved for the space "
              + savedSpace
              + ", not for "
              + space.id()
              + "; use that space");
    }
    HyperNetArchitecture architecture =
        HyperNetArchitectureJson.read(saved.text(file, ARCHITECTURE));
    TensorFlowHyperNet<A> loaded =
        new TensorFlowHyperNet<>(
            backend, space, architecture, Long.parseLong(saved.text(file, SEED)));
    try {
      loaded.snapshots.restoreForUse(file, saved);
      return loaded;
    } catch (RuntimeException unfit) {
      loaded.close();
      throw unfit;
    }
  }

  private void checkOpen() {
    checkState(!closed, "the HyperNet is closed; use it before close()");
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      parameters.close();
    }
  }
}
