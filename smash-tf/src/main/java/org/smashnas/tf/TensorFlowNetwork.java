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
import org.smashnas.data.Batch;
import org.smashnas.data.Dataset;
import org.smashnas.data.Normalization;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingReport;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightSource;
import org.smashnas.random.RandomStreams;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** A network with its weights, training step and inference in one program. */
final class TensorFlowNetwork implements TrainableNetwork {
  private static final String KIND = "network";
  private static final String VERSION = "1";
  private static final String NETWORK = "network";
  private static final int INFERENCE_BATCH = 100;

  private final Backend backend;
  private final Network network;
  private final Program program;
  private final GraphScope scope;
  private final Variables variables;
  private final WeightValues weights;
  private final Snapshots snapshots = new Snapshots(new Trained());
  private final Operand<TFloat32> images;
  private final Operand<TInt32> labels;
  private final Operand<TFloat32> logProbabilities;
  private Optional<Training> training = Optional.empty();
  private long stepsTaken;
  private boolean closed;

  /** The compiled training step. */
  private record Training(OptimizerUpdates updates, Loss loss, List<Op> targets) {}

  /** A network of initial weights; refused before native memory is taken. */
  static TensorFlowNetwork create(Backend backend, Network network, long seed) {
    for (Weight weight : network.weights().values()) {
      checkArgument(
          weight.source() instanceof WeightSource.Own,
          "weight %s is not the network's own; train the derived network (see"
              + " Network.withOwnWeights)",
          weight.name());
    }
    return new TensorFlowNetwork(backend, network, seed);
  }

  private TensorFlowNetwork(Backend backend, Network network, long seed) {
    this.backend = backend;
    this.network = network;
    program = backend.program();
    scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    variables = new Variables(program, scope);
    weights = new WeightValues(scope, weight -> variables.get(weight.name()).value());
    images = scope.images(network.input().shape());
    labels = scope.labels();
    createVariables(new RandomStreams(seed));
    variables.initialise();
    ForwardPass inference =
        ForwardPass.inference(
            scope, network, backend.kernels(), weights, images, this::runningMoments);
    logProbabilities = scope.logProbabilities(inference.output(), network.output().shape());
  }

  private void createVariables(RandomStreams streams) {
    for (Layer layer : network.layers()) {
      for (Weight weight : layer.operation().weights()) {
        createVariable(layer, weight, streams);
      }
      if (layer.operation() instanceof BatchNorm norm
          && !RunningMoments.exist(variables, norm.moments())) {
        RunningMoments.create(variables, norm.moments(), norm.scale().shape());
      }
    }
  }

  private void createVariable(Layer layer, Weight weight, RandomStreams streams) {
    if (!variables.contains(weight.name())) {
      float[] values =
          InitialValues.of(
              layer.operation(),
              weight,
              weight.shape(),
              streams.stream("initial " + weight.name(), 0));
      variables.create(weight.name(), weight.shape(), values);
    }
  }

  private Moments runningMoments(Layer layer) {
    RunningMoments running =
        RunningMoments.of(variables, ((BatchNorm) layer.operation()).moments());
    return new Moments(
        scope.reshape(running.mean().value(), -1), scope.reshape(running.variance().value(), -1));
  }

  @Override
  public Network network() {
    return network;
  }

  @Override
  public synchronized TrainingReport train(Dataset examples, TrainingOptions options) {
    checkOpen();
    Examples.check("training", examples, network);
    options.validation().ifPresent(validation -> Examples.check("validation", validation, network));
    Training compiled = compile(UpdateRule.of(options));
    TrainingLoop loop = new TrainingLoop(examples, options, snapshots);
    return loop.run(
        loop.start(),
        (step, batch, rate) -> step(compiled, batch, rate, options),
        (epoch, validation) -> evaluate(validation));
  }

  /**
   * Starts from another network's values: every one of its weights, and the moments of its norms.
   *
   * @throws IllegalArgumentException if this network lacks one of the weights
   */
  synchronized void startFrom(Map<String, float[]> values, Map<Layer, ChannelMoments> moments) {
    checkOpen();
    Map<String, float[]> assigned = new LinkedHashMap<>();
    values.forEach(
        (name, array) -> {
          Weight weight = network.weights().get(name);
          checkArgument(
              weight != null && weight.shape().size() == array.length,
              "the derived network has no weight %s of %s values; give scored and derived network"
                  + " the same weights",
              name,
              array.length);
          assigned.put(name, array);
        });
    Map<String, ChannelMoments> found = new LinkedHashMap<>();
    moments.forEach((layer, channels) -> found.put(layer.name(), channels));
    for (Layer layer : network.layers()) {
      ChannelMoments channels = found.get(layer.name());
      if (channels != null && layer.operation() instanceof BatchNorm norm) {
        RunningMoments running = RunningMoments.of(variables, norm.moments());
        assigned.put(running.mean().name(), channels.mean());
        assigned.put(running.variance().name(), channels.variance());
      }
    }
    variables.assign(assigned);
  }

  /** The scalars that a training step updates. */
  synchronized long trainedScalars(TrainingOptions options) {
    checkOpen();
    return compile(UpdateRule.of(options)).updates().scalars();
  }

  private Training compile(UpdateRule rule) {
    if (training.isPresent()) {
      UpdateRule earlier = training.get().updates().rule();
      rule.checkGoesOnFrom(earlier, "network");
      if (rule.compilesLike(earlier)) {
        return training.get();
      }
    }
    Training compiled = compileStep(rule);
    training = Optional.of(compiled);
    return compiled;
  }

  private Training compileStep(UpdateRule rule) {
    ForwardPass forward = ForwardPass.training(scope, network, backend.kernels(), weights, images);
    Loss loss = Loss.of(scope, forward.output(), network.output().shape(), labels);
    BackwardPass backward = BackwardPass.run(forward, loss.outputGradient());
    Map<Variable, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (Weight weight : network.weights().values()) {
      weights
          .gradient(weight, backward)
          .ifPresent(gradient -> gradients.put(variables.get(weight.name()), gradient));
    }
    OptimizerUpdates updates = new OptimizerUpdates(scope, variables, rule);
    if (rule.clips()) {
      updates.clip(scope.squaredNorm(gradients.values()));
    }
    List<Op> targets = new ArrayList<>();
    gradients.forEach((variable, gradient) -> targets.add(updates.network(variable, gradient)));
    Moments.shared(scope, forward.batchMoments())
        .forEach(
            (name, batch) -> {
              RunningMoments running = RunningMoments.of(variables, name);
              targets.add(moved(running.mean(), batch.mean()));
              targets.add(moved(running.variance(), batch.variance()));
            });
    variables.initialise();
    return new Training(updates, loss, targets);
  }

  private Op moved(Variable running, Operand<TFloat32> batch) {
    Ops tf = scope.tf();
    Operand<TFloat32> difference =
        tf.math.sub(scope.reshape(batch, running.shape()), running.value());
    return tf.assignAddVariableOp(
        running.handle(), tf.math.mul(scope.scalar(RunningMoments.NEW_SHARE), difference));
  }

  private TrainingLoop.Step.Outcome step(
      Training compiled, Batch batch, double rate, TrainingOptions options) {
    checkOpen();
    try (TFloat32 imageTensor = HostTensors.images(batch, network.input().shape());
        TInt32 labelTensor = HostTensors.labels(batch)) {
      Session.Runner runner =
          program
              .runner()
              .feed(images, imageTensor)
              .feed(labels, labelTensor)
              .fetch(compiled.loss().mean())
              .fetch(compiled.loss().error());
      compiled.targets().forEach(runner::addTarget);
      List<TFloat32> fed = compiled.updates().feed(runner, stepsTaken, rate, options);
      try (Result result = runner.run()) {
        stepsTaken++;
        return new TrainingLoop.Step.Outcome(
            HostTensors.read(result.get(0))[0], HostTensors.read(result.get(1))[0]);
      } finally {
        fed.forEach(TFloat32::close);
      }
    }
  }

  @Override
  public synchronized Evaluation evaluate(Dataset examples) {
    checkOpen();
    Examples.check("evaluated", examples, network);
    return Evaluation.of(
        PredictionRows.of(examples, INFERENCE_BATCH, batch -> infer(batch.images(), batch.size())));
  }

  @Override
  public synchronized float[][] predict(float[][] examples) {
    checkOpen();
    int size = network.input().shape().size();
    float[][] probabilities = new float[examples.length][];
    for (int first = 0; first < examples.length; first += INFERENCE_BATCH) {
      int count = Math.min(INFERENCE_BATCH, examples.length - first);
      float[] values = new float[count * size];
      for (int index = 0; index < count; index++) {
        float[] example = examples[first + index];
        checkArgument(
            example.length == size,
            "image %s has %s values; the network reads %s (%s)",
            first + index,
            example.length,
            size,
            network.input().shape());
        System.arraycopy(example, 0, values, index * size, size);
      }
      float[][] rows = infer(values, count);
      for (int index = 0; index < count; index++) {
        probabilities[first + index] = exponentials(rows[index]);
      }
    }
    return probabilities;
  }

  private static float[] exponentials(float[] row) {
    float[] result = new float[row.length];
    for (int index = 0; index < row.length; index++) {
      result[index] = (float) Math.exp(row[index]);
    }
    return result;
  }

  private float[][] infer(float[] values, int count) {
    try (TFloat32 imageTensor = HostTensors.images(values, count, network.input().shape());
        Result result = program.runner().feed(images, imageTensor).fetch(logProbabilities).run()) {
      return HostTensors.readRows(result.get(0), network.output().shape().size());
    }
  }

  @Override
  public synchronized void save(Path file) {
    checkOpen();
    snapshots.saveForUse(file);
  }

  @Override
  public synchronized void exportSavedModel(Path folder, Normalization normalization) {
    checkOpen();
    SavedModel.write(
        network, variables.export(name -> !OptimizerUpdates.isState(name)), normalization, folder);
  }

  /** All that is saved. */
  private final class Trained implements Snapshots.Source {
    @Override
    public ImmutableMap<String, String> identity() {
      return WeightFile.metadata(KIND, VERSION, ImmutableMap.of(NETWORK, network.toJson()));
    }

    @Override
    public Variables variables() {
      return variables;
    }

    @Override
    public void prepare(Map<String, NamedTensor> values) {}

    @Override
    public long optimizerSteps() {
      return stepsTaken;
    }

    @Override
    public void setOptimizerSteps(long steps) {
      stepsTaken = steps;
    }
  }

  static TensorFlowNetwork load(Backend backend, Path file) {
    WeightFile saved = WeightFile.read(file);
    saved.check(file, KIND, VERSION);
    Network network = Network.fromJson(saved.text(file, NETWORK));
    TensorFlowNetwork loaded = create(backend, network, 0);
    try {
      loaded.snapshots.restoreForUse(file, saved);
      return loaded;
    } catch (RuntimeException unfit) {
      loaded.close();
      throw unfit;
    }
  }

  private void checkOpen() {
    checkState(!closed, "the network is closed; use it before close()");
  }

  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      program.close();
    }
  }
}
