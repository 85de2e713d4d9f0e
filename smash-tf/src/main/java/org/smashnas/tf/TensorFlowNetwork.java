package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;
import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Streams;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.tensorflow.Tensor;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

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
  private final Snapshots snapshots = new Snapshots(new Trained());
  private final Operand<TFloat32> images;
  private final Operand<TFloat32> logProbabilities;
  private final Map<Integer, Training> trainings = new HashMap<>();
  private OptimizerProgress progress;
  private boolean closed;

  /** The training step, compiled for some number of devices. */
  private record Training(
      OptimizerUpdates updates,
      Replicas replicas,
      Operand<TFloat32> loss,
      Operand<TFloat32> error,
      List<Op> targets) {}

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
    this.progress = OptimizerProgress.start(backend.lossScale());
    this.network = network;
    program = backend.program();
    scope = backend.scope(program, GraphScope.OpenAxis.BATCH);
    variables = new Variables(program, scope);
    images = scope.images(network.input().shape());
    createVariables(new RandomStreams(seed));
    variables.initialise();
    ForwardPass<?> inference =
        ForwardPass.inference(
            scope, network, backend.arithmetic(), weights(scope), images, this::runningMoments);
    logProbabilities = scope.logProbabilities(inference.output(), network.output().shape());
  }

  private void createVariables(RandomStreams streams) {
    Map<String, float[]> initial = InitialValues.of(network, streams);
    for (Layer layer : network.layers()) {
      for (Weight weight : layer.operation().weights()) {
        if (!variables.contains(weight.name())) {
          variables.create(weight.name(), weight.shape(), checkNotNull(initial.get(weight.name())));
        }
      }
      if (layer.operation() instanceof BatchNorm norm
          && !RunningMoments.exist(variables, norm.moments())) {
        RunningMoments.create(variables, norm.moments(), norm.scale().shape());
      }
    }
  }

  private WeightValues weights(GraphScope replica) {
    return new WeightValues(replica, weight -> variables.get(weight.name()).value());
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
    UpdateRule rule = rule(options);
    prepareTraining(rule);
    TrainingLoop loop = new TrainingLoop(examples, options, backend, snapshots);
    return loop.run(
        loop.start(),
        (step, batch, rate) -> step(compiled(rule, batch.size()), batch, rate, options),
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
    UpdateRule rule = rule(options);
    prepareTraining(rule);
    return compiled(rule, Integer.MAX_VALUE).updates().scalars();
  }

  private UpdateRule rule(TrainingOptions options) {
    return UpdateRule.of(options, backend.lossScale().isPresent());
  }

  /** Compiles the step of an optimiser for all devices, if it is not the one compiled already. */
  private void prepareTraining(UpdateRule rule) {
    trainings
        .values()
        .forEach(earlier -> rule.checkGoesOnFrom(earlier.updates().rule(), "network"));
    trainings.values().removeIf(earlier -> !rule.compilesLike(earlier.updates().rule()));
    compiled(rule, Integer.MAX_VALUE);
  }

  /** The step for a batch: one with fewer examples than there are devices takes fewer of these. */
  private Training compiled(UpdateRule rule, int examples) {
    return trainings.computeIfAbsent(
        backend.replicas(examples), devices -> compileStep(rule, devices));
  }

  private Training compileStep(UpdateRule rule, int devices) {
    List<GraphScope> scopes = backend.scopes(scope, devices);
    List<WeightValues> copies = scopes.stream().map(this::weights).toList();
    OptimizerUpdates updates = new OptimizerUpdates(scope, variables, rule);
    Replicas replicas =
        Replicas.of(scopes, network, backend.arithmetic(), copies, updates.lossScale());
    Map<Variable, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (Weight weight : network.weights().values()) {
      List<Operand<TFloat32>> parts =
          Streams.zip(
                  copies.stream(),
                  replicas.backwards().stream(),
                  (copy, backward) -> copy.gradient(weight, backward))
              .flatMap(Optional::stream)
              .toList();
      if (!parts.isEmpty()) {
        gradients.put(variables.get(weight.name()), scope.sum(parts));
      }
    }
    if (rule.measuresNorm()) {
      updates.useNorm(scope.squaredNorm(gradients.values()));
    }
    List<Op> targets = new ArrayList<>();
    gradients.forEach((variable, gradient) -> targets.add(updates.network(variable, gradient)));
    replicas
        .moments()
        .forEach(
            (name, batch) -> {
              RunningMoments running = RunningMoments.of(variables, name);
              targets.add(moved(running.mean(), updates.ifTaken(batch.mean())));
              targets.add(moved(running.variance(), updates.ifTaken(batch.variance())));
            });
    variables.initialise();
    return new Training(updates, replicas, replicas.loss(), replicas.error(), targets);
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
    Session.Runner runner =
        program
            .runner()
            .fetch(compiled.loss())
            .fetch(compiled.error())
            .fetch(compiled.updates().taken());
    compiled.targets().forEach(runner::addTarget);
    List<Tensor> fed = new ArrayList<>(compiled.replicas().feed(runner, batch));
    fed.addAll(compiled.updates().feed(runner, progress, rate, options));
    try (Result result = runner.run()) {
      progress = progress.after(HostTensors.readFlag(result.get(2)));
      return new TrainingLoop.Step.Outcome(
          HostTensors.read(result.get(0))[0], HostTensors.read(result.get(1))[0]);
    } finally {
      fed.forEach(Tensor::close);
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
    public OptimizerProgress progress() {
      return progress;
    }

    @Override
    public void setProgress(OptimizerProgress restored) {
      progress = restored;
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
