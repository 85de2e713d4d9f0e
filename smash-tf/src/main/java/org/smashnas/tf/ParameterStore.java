package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkNotNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.HyperNetArchitecture.Reading;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.Encoding;
import org.smashnas.space.WeightGrid;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * All that a SMASH network trains, in one session: the HyperNet, compiled once for any number of
 * slices, the shared tensors, the norms' running moments, and the optimiser's state. Shared tensors
 * come into being when the first network names them; their initial values depend on seed and name
 * alone.
 */
final class ParameterStore implements AutoCloseable {
  private static final String HYPERNET = "hypernet/";
  private static final String SHARED = "shared/";

  private final Backend backend;
  private final Program program;
  private final GraphScope scope;
  private final Variables variables;
  private final RandomStreams streams;
  private final WeightGrid grid;
  private final Network hyperNet;
  private final WeightValues hyperNetWeights;
  private final ForwardPass<?> hyperNetForward;
  private final Reading reading;
  private final Operand<TFloat32> input;
  private final Operand<TFloat32> generated;
  private final ImmutableList<Operand<?>> activations;
  private final Map<String, WeightShape> shared = new LinkedHashMap<>();
  private final Set<String> moments = new LinkedHashSet<>();
  private Optional<Training> training = Optional.empty();
  private Optional<InputGradient> inputGradient = Optional.empty();

  /** The gradient by the HyperNet's input, from that by the grid. */
  private record InputGradient(Operand<TFloat32> byGrid, Operand<TFloat32> byInput) {}

  /** Moves running moments towards those of a batch over the leading channels. */
  private record MomentsUpdate(
      Operand<TFloat32> batchMean,
      Operand<TFloat32> batchVariance,
      Op updateMean,
      Op updateVariance) {}

  /** The compiled step of an optimiser. */
  private static final class Training {
    final OptimizerUpdates updates;
    final Operand<TFloat32> gridGradient;
    final Operand<TFloat32> sharedSquaredNorm;
    final List<Op> hyperNetUpdates = new ArrayList<>();
    final Map<String, Operand<TFloat32>> sharedGradients = new HashMap<>();
    final Map<String, Op> sharedUpdates = new HashMap<>();
    final Map<String, MomentsUpdate> momentsUpdates = new HashMap<>();

    Training(
        OptimizerUpdates updates,
        Operand<TFloat32> gridGradient,
        Operand<TFloat32> sharedSquaredNorm) {
      this.updates = updates;
      this.gridGradient = gridGradient;
      this.sharedSquaredNorm = sharedSquaredNorm;
    }
  }

  ParameterStore(Backend backend, HyperNetArchitecture architecture, WeightGrid grid, long seed) {
    this.backend = backend;
    this.program = backend.program();
    this.scope = backend.scope(program, GraphScope.OpenAxis.HEIGHT);
    this.variables = new Variables(program, scope);
    this.streams = new RandomStreams(seed);
    this.grid = grid;
    this.hyperNet = architecture.network(grid, 1);
    this.reading = architecture.reading();
    input =
        scope
            .tf()
            .placeholder(
                TFloat32.class,
                Placeholder.shape(
                    Shape.of(
                        1,
                        -1,
                        hyperNet.input().shape().width(),
                        hyperNet.input().shape().channels())));
    createHyperNetVariables();
    variables.initialise();
    hyperNetWeights =
        new WeightValues(scope, weight -> variables.get(HYPERNET + weight.name()).value());
    hyperNetForward = forward(backend.arithmetic());
    activations =
        hyperNet.layers().stream()
            .skip(1)
            .<Operand<?>>map(layer -> hyperNetForward.output(layer))
            .collect(ImmutableList.toImmutableList());
    generated = onGrid(hyperNetForward.output());
  }

  /** The HyperNet's output laid out as candidates read it: slices × rows × positions × outputs. */
  private Operand<TFloat32> onGrid(Operand<TFloat32> output) {
    return switch (reading) {
      case CELLS ->
          scope
              .tf()
              .linalg
              .transpose(
                  scope.reshape(output, -1, grid.positions(), grid.rows(), grid.outputs()),
                  scope.ints(0, 2, 1, 3));
      case SLICES -> scope.reshape(output, -1, grid.rows(), grid.positions(), grid.outputs());
    };
  }

  private ForwardPass<?> forward(Arithmetic<?> arithmetic) {
    return ForwardPass.training(scope, hyperNet, arithmetic, hyperNetWeights, input);
  }

  private void createHyperNetVariables() {
    for (Layer layer : hyperNet.layers()) {
      for (Weight weight : layer.operation().weights()) {
        variables.create(
            HYPERNET + weight.name(),
            weight.shape(),
            InitialValues.of(layer.operation(), weight, weight.shape(), initial(weight.name())));
      }
    }
  }

  private RandomGenerator initial(String name) {
    return streams.stream("initial " + name, 0);
  }

  long parameters() {
    return hyperNet.parameters() + shared.values().stream().mapToLong(WeightShape::size).sum();
  }

  /** Makes the shared tensors and moments that a network names and that are not there yet. */
  void register(Network network) {
    for (Layer layer : network.layers()) {
      for (Weight weight : layer.operation().weights()) {
        if (weight.source() instanceof WeightSource.Shared source) {
          register(layer, weight, source);
        }
      }
      if (layer.operation() instanceof BatchNorm norm) {
        register(norm);
      }
    }
    variables.initialise();
  }

  private void register(Layer layer, Weight weight, WeightSource.Shared source) {
    WeightShape known = shared.get(source.tensor());
    checkArgument(
        known == null || known.equals(source.full()),
        "shared tensor %s has shape %s in this architecture, but %s in another; give the largest"
            + " shape in all: Weight.shared(name, shape, tensor, largest)",
        source.tensor(),
        source.full(),
        known);
    if (known == null) {
      float[] values =
          InitialValues.of(layer.operation(), weight, source.full(), initial(source.tensor()));
      registerShared(source.tensor(), new NamedTensor(source.full(), values));
    }
  }

  private void register(BatchNorm norm) {
    registerMoments(
        norm.moments(),
        norm.scale().source() instanceof WeightSource.Shared source
            ? source.full()
            : norm.scale().shape());
  }

  private void registerMoments(String name, WeightShape full) {
    if (moments.add(name)) {
      RunningMoments.create(variables, name, full);
      training.ifPresent(compiled -> addMomentsUpdate(compiled, name));
    }
  }

  private void addMomentsUpdate(Training compiled, String name) {
    RunningMoments running = RunningMoments.of(variables, name);
    Operand<TFloat32> batchMean = scope.tf().placeholder(TFloat32.class);
    Operand<TFloat32> batchVariance = scope.tf().placeholder(TFloat32.class);
    compiled.momentsUpdates.put(
        name,
        new MomentsUpdate(
            batchMean,
            batchVariance,
            moved(running.mean(), compiled.updates.ifTaken(batchMean)),
            moved(running.variance(), compiled.updates.ifTaken(batchVariance))));
  }

  private Op moved(Variable running, Operand<TFloat32> batch) {
    Ops tf = scope.tf();
    Operand<TFloat32> row = scope.reshape(batch, 1, 1, 1, -1);
    Operand<TFloat32> leading = tf.slice(running.value(), scope.ints(0, 0, 0, 0), tf.shape(row));
    Operand<TFloat32> change =
        tf.math.mul(scope.scalar(RunningMoments.NEW_SHARE), tf.math.sub(row, leading));
    return tf.assignAddVariableOp(running.handle(), padded(change, running.shape()));
  }

  /**
   * Pads a centred, leading part to a whole tensor; the part's shape is known when the graph runs.
   */
  private Operand<TFloat32> padded(Operand<TFloat32> part, WeightShape full) {
    Ops tf = scope.tf();
    Operand<TInt32> missing =
        tf.math.sub(
            scope.ints(full.height(), full.width(), full.inputs(), full.outputs()), tf.shape(part));
    Operand<TInt32> before =
        tf.math.mul(tf.math.div(missing, scope.ints(2, 2, 2, 2)), scope.ints(1, 1, 0, 0));
    Operand<TInt32> paddings =
        tf.linalg.transpose(
            tf.stack(List.of(before, tf.math.sub(missing, before))), scope.ints(1, 0));
    return tf.pad(part, paddings, scope.scalar(0));
  }

  /** The HyperNet's input for an encoding, z drawn. The caller closes it. */
  HyperNetInput input(Encoding encoding, RandomGenerator random) {
    return HyperNetInput.of(reading, encoding, random);
  }

  /** Generates the values of the grid. The caller closes the result. */
  HyperNetRun generate(HyperNetInput input) {
    return new HyperNetRun(input, generation(input).run(), ImmutableList.of());
  }

  /** Generates the values of the grid, and keeps what going back will read. */
  HyperNetRun generateForGradient(HyperNetInput input) {
    Session.Runner runner = generation(input);
    activations.forEach(runner::fetch);
    return new HyperNetRun(input, OperationsEvent.run("HyperNet forward", runner), activations);
  }

  private Session.Runner generation(HyperNetInput read) {
    return program.runner().feed(input, read.values()).fetch(generated);
  }

  /**
   * Reads the shared tensors of a network, which come into being if no network named them before,
   * to stand beside a grid of generated values. The caller closes the result.
   */
  CandidateInputs inputs(Tensor grid, Network network) {
    register(network);
    Session.Runner runner = program.runner();
    ImmutableMap.Builder<String, Integer> places = ImmutableMap.builder();
    int place = 0;
    for (String name : SharedWeights.tensors(network)) {
      runner.fetch(variables.get(SHARED + name).value());
      places.put(name, place++);
    }
    Optional<Result> tensors = place == 0 ? Optional.empty() : Optional.of(runner.run());
    return new CandidateInputs(grid, tensors, places.buildOrThrow());
  }

  /** Compiles the step of an optimiser, if it is not the one compiled already. */
  void prepareTraining(UpdateRule rule) {
    if (training.isPresent()) {
      UpdateRule earlier = training.get().updates.rule();
      rule.checkGoesOnFrom(earlier, "HyperNet");
      if (rule.compilesLike(earlier)) {
        return;
      }
    }
    training = Optional.of(compile(rule));
  }

  private Training compile(UpdateRule rule) {
    Operand<TFloat32> byGrid = gridPlaceholder();
    Training compiled =
        new Training(
            new OptimizerUpdates(scope, variables, rule), byGrid, scope.scalarPlaceholder());
    BackwardPass<?> backward = BackwardPass.run(hyperNetForward, outputGradient(byGrid));
    // No variable may change while the gradient by another one still reads it.
    Map<Variable, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    for (Weight weight : hyperNet.weights().values()) {
      gradients.put(
          variables.get(HYPERNET + weight.name()),
          hyperNetWeights.gradient(weight, backward).orElseThrow());
    }
    if (rule.measuresNorm()) {
      compiled.updates.useNorm(
          scope.tf().math.add(compiled.sharedSquaredNorm, scope.squaredNorm(gradients.values())));
    }
    Ops after = scope.tf().withControlDependencies(List.<Op>copyOf(gradients.values()));
    gradients.forEach(
        (variable, gradient) ->
            compiled.hyperNetUpdates.add(
                compiled.updates.hyperNet(variable, after.identity(gradient))));
    shared.keySet().forEach(tensor -> addSharedUpdate(compiled, tensor));
    moments.forEach(name -> addMomentsUpdate(compiled, name));
    variables.initialise();
    return compiled;
  }

  private Operand<TFloat32> gridPlaceholder() {
    return scope
        .tf()
        .placeholder(
            TFloat32.class,
            Placeholder.shape(Shape.of(-1, grid.rows(), grid.positions(), grid.outputs())));
  }

  /** The gradient by the HyperNet's output, from that by the grid as candidates read it. */
  private Operand<TFloat32> outputGradient(Operand<TFloat32> gridGradient) {
    Operand<TFloat32> output =
        reading == Reading.CELLS
            ? scope.tf().linalg.transpose(gridGradient, scope.ints(0, 2, 1, 3))
            : gridGradient;
    return scope.reshape(
        output, 1, -1, hyperNet.output().shape().width(), hyperNet.output().shape().channels());
  }

  /** The gradient by the HyperNet's input, laid out as it is, from that by the grid. */
  float[] inputGradient(HyperNetRun run, Tensor gridGradient) {
    InputGradient compiled = inputGradient.orElseGet(this::compileInputGradient);
    inputGradient = Optional.of(compiled);
    Session.Runner runner =
        program.runner().feed(compiled.byGrid(), gridGradient).fetch(compiled.byInput());
    feed(runner, run);
    try (Result result = runner.run()) {
      return HostTensors.read(result.get(0));
    }
  }

  private InputGradient compileInputGradient() {
    Operand<TFloat32> byGrid = gridPlaceholder();
    ForwardPass<?> forward =
        backend.lossScale().isPresent() ? forward(backend.unscaledArithmetic()) : hyperNetForward;
    BackwardPass<?> backward = BackwardPass.runToInput(forward, outputGradient(byGrid));
    return new InputGradient(byGrid, backward.inputGradient().orElseThrow());
  }

  private void addSharedUpdate(Training compiled, String tensor) {
    Variable variable = variables.get(SHARED + tensor);
    Operand<TFloat32> gradient = scope.tf().placeholder(TFloat32.class);
    compiled.sharedGradients.put(tensor, gradient);
    compiled.sharedUpdates.put(
        tensor, compiled.updates.network(variable, padded(gradient, variable.shape())));
  }

  /** Everything of the HyperNet's way forward that its way back reads. */
  private void feed(Session.Runner runner, HyperNetRun run) {
    runner.feed(input, run.input().values());
    run.feedActivations(runner);
  }

  /**
   * Takes one step: the HyperNet goes back from the grid's gradient. Returns how far the optimiser
   * is then.
   */
  OptimizerProgress update(
      HyperNetRun run,
      CandidateGradients gradients,
      OptimizerProgress progress,
      double learningRate,
      TrainingOptions options) {
    Training compiled = training.orElseThrow();
    Session.Runner runner =
        program
            .runner()
            .feed(compiled.gridGradient, gradients.gridGradient())
            .feed(compiled.sharedSquaredNorm, gradients.sharedSquaredNorm())
            .fetch(compiled.updates.taken());
    feed(runner, run);
    compiled.hyperNetUpdates.forEach(runner::addTarget);
    gradients
        .sharedGradients()
        .forEach(
            (name, gradient) ->
                runner
                    .feed(checkNotNull(compiled.sharedGradients.get(name)), gradient)
                    .addTarget(checkNotNull(compiled.sharedUpdates.get(name))));
    gradients
        .means()
        .forEach(
            (name, mean) -> {
              MomentsUpdate update = checkNotNull(compiled.momentsUpdates.get(name));
              runner
                  .feed(update.batchMean(), mean)
                  .feed(update.batchVariance(), checkNotNull(gradients.variances().get(name)))
                  .addTarget(update.updateMean())
                  .addTarget(update.updateVariance());
            });
    List<TFloat32> fed = compiled.updates.feed(runner, progress, learningRate, options);
    try (Result result = OperationsEvent.run("HyperNet back, update", runner)) {
      return progress.after(HostTensors.readFlag(result.get(0)));
    } finally {
      fed.forEach(TFloat32::close);
    }
  }

  /** The running moments of a network's norms, by the leading channels that it has. */
  Map<Layer, ChannelMoments> runningMoments(Network network) {
    Map<Layer, RunningMoments> norms = new LinkedHashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.operation() instanceof BatchNorm norm) {
        norms.put(layer, RunningMoments.of(variables, norm.moments()));
      }
    }
    ImmutableMap<String, float[]> values =
        variables.read(
            norms.values().stream()
                .flatMap(running -> Stream.of(running.mean(), running.variance()))
                .collect(ImmutableSet.toImmutableSet()));
    Map<Layer, ChannelMoments> found = new LinkedHashMap<>();
    norms.forEach(
        (layer, running) ->
            found.put(
                layer,
                new ChannelMoments(
                        checkNotNull(values.get(running.mean().name())),
                        checkNotNull(values.get(running.variance().name())))
                    .head(layer.shape().channels())));
    return found;
  }

  /** The values of shared tensors. */
  ImmutableMap<String, float[]> shared(Set<String> tensors) {
    ImmutableMap<String, float[]> values =
        variables.read(tensors.stream().map(tensor -> variables.get(SHARED + tensor)).toList());
    return Maps.toMap(tensors, tensor -> checkNotNull(values.get(SHARED + tensor)));
  }

  Variables variables() {
    return variables;
  }

  /**
   * Makes the shared tensors and moments that values are for. Which there are is for a file to say:
   * it holds those that the architectures met in training had named.
   */
  void prepare(Map<String, NamedTensor> values) {
    values.forEach(
        (name, tensor) -> {
          if (name.startsWith(SHARED)) {
            registerShared(name.substring(SHARED.length()), tensor);
          }
          RunningMoments.nameOfMean(name)
              .ifPresent(moments -> registerMoments(moments, tensor.shape()));
        });
  }

  private void registerShared(String tensor, NamedTensor values) {
    if (shared.putIfAbsent(tensor, values.shape()) == null) {
      variables.create(SHARED + tensor, values.shape(), values.values());
      training.ifPresent(compiled -> addSharedUpdate(compiled, tensor));
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
