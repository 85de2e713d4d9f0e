package org.smashnas.tf;

import com.google.common.primitives.Floats;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * Runs a network of its own weights once through the engine, with random weights and examples, and
 * once through the reference executor, and compares outputs and gradients.
 */
final class NetworkProbe {
  private static final int EXAMPLES = 3;
  private static final double STEP = 1e-7;

  private final Network network;
  private final double[][] examples;
  private final int[] labels;
  private final Map<String, double[]> weights = new LinkedHashMap<>();

  /**
   * The largest difference of outputs and of directional derivatives, each relative to the largest
   * value.
   */
  record Difference(double forward, double gradient) {}

  NetworkProbe(Network network, long seed) {
    this.network = network;
    RandomGenerator random = new SplittableRandom(seed);
    this.examples = new double[EXAMPLES][];
    this.labels = new int[EXAMPLES];
    for (int example = 0; example < EXAMPLES; example++) {
      examples[example] = gaussian(network.input().shape().size(), random);
      labels[example] = random.nextInt(network.output().shape().size());
    }
    for (Weight weight : network.weights().values()) {
      weights.put(weight.name(), gaussian(weight.shape().size(), random));
    }
  }

  /** Values that float32 holds exactly, so that both sides compute with the same numbers. */
  static double[] gaussian(int size, RandomGenerator random) {
    double[] values = new double[size];
    for (int index = 0; index < size; index++) {
      values[index] = (float) (0.5 * random.nextGaussian());
    }
    return values;
  }

  /** Compares the gradient by each weight and by the input, along three directions each. */
  Difference compare(ConvolutionKernels kernels) {
    return compare(Arithmetic.float32(kernels), false);
  }

  /**
   * Compares the gradient by all weights together along one direction: cheap for large networks.
   */
  Difference compareJointly(ConvolutionKernels kernels) {
    return compare(Arithmetic.float32(kernels), true);
  }

  private Difference compare(Arithmetic<?> arithmetic, boolean jointly) {
    ReferenceExecutor reference = reference(weights);
    Found found = run(arithmetic, this::lossGradient);
    double forward = outputDifference(reference, found.output());
    if (jointly) {
      return new Difference(
          forward,
          jointDifference(
              List.copyOf(found.gradients().keySet()), List.copyOf(found.gradients().values())));
    }
    double gradient = 0;
    for (Map.Entry<Weight, float[]> each : found.gradients().entrySet()) {
      gradient = Math.max(gradient, weightDifference(each.getKey(), each.getValue()));
    }
    if (found.inputGradient().isPresent()) {
      gradient =
          Math.max(gradient, inputDifference(reference, found.inputGradient().orElseThrow()));
    }
    return new Difference(forward, gradient);
  }

  /**
   * The differences of the output and of the gradients of a random linear function of it, all
   * weights' together, between arithmetics: each a length relative to that expected.
   */
  Difference compare(Arithmetic<?> expected, Arithmetic<?> actual) {
    Found right = run(expected, (scope, forward) -> randomGradient(scope));
    Found found = run(actual, (scope, forward) -> randomGradient(scope));
    return new Difference(
        distance(right.output(), found.output()),
        distance(
            Floats.concat(right.gradients().values().toArray(new float[0][])),
            Floats.concat(found.gradients().values().toArray(new float[0][]))));
  }

  private Operand<TFloat32> randomGradient(GraphScope scope) {
    Shape shape = network.output().shape();
    double[] values = gaussian(EXAMPLES * shape.size(), new SplittableRandom(11));
    return scope.reshape(
        scope.tf().constant(floats(values)),
        EXAMPLES,
        shape.height(),
        shape.width(),
        shape.channels());
  }

  private Operand<TFloat32> lossGradient(GraphScope scope, ForwardPass<?> forward) {
    return Loss.of(scope, forward.output(), network.output().shape(), scope.tf().constant(labels))
        .outputGradient();
  }

  private static double distance(float[] expected, float[] actual) {
    double squares = 0;
    double differences = 0;
    for (int index = 0; index < expected.length; index++) {
      squares += (double) expected[index] * expected[index];
      differences += Math.pow((double) expected[index] - actual[index], 2);
    }
    return Math.sqrt(differences / Math.max(squares, 1e-24));
  }

  /** What the engine computes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Found(
      float[] output, Map<Weight, float[]> gradients, Optional<float[]> inputGradient) {}

  private Found run(
      Arithmetic<?> arithmetic,
      BiFunction<GraphScope, ForwardPass<?>, Operand<TFloat32>> outputGradient) {
    Placement placement = Placement.processor();
    try (Program program = new Program(placement.config())) {
      GraphScope scope = new GraphScope(placement.operations(program), GraphScope.OpenAxis.BATCH);
      Ops tf = scope.tf();
      Operand<TFloat32> images = scope.images(network.input().shape());
      Map<String, Operand<TFloat32>> kept = new LinkedHashMap<>();
      network
          .weights()
          .values()
          .forEach(
              weight ->
                  kept.put(
                      weight.name(),
                      tf.placeholder(
                          TFloat32.class, Placeholder.shape(GraphScope.extents(weight.shape())))));
      WeightValues values = new WeightValues(scope, weight -> kept.get(weight.name()));
      ForwardPass<?> forward = ForwardPass.training(scope, network, arithmetic, values, images);
      BackwardPass<?> backward =
          BackwardPass.runToInput(forward, outputGradient.apply(scope, forward));
      Session.Runner runner = program.runner().fetch(forward.output());
      List<Weight> reached = new ArrayList<>();
      for (Weight weight : network.weights().values()) {
        Optional<Operand<TFloat32>> gradient = values.gradient(weight, backward);
        if (gradient.isPresent()) {
          reached.add(weight);
          runner.fetch(gradient.get());
        }
      }
      Optional<Operand<TFloat32>> inputGradient = backward.inputGradient();
      inputGradient.ifPresent(runner::fetch);
      List<TFloat32> fed = new ArrayList<>();
      feed(runner, fed, images, kept);
      try (Result result = runner.run()) {
        Map<Weight, float[]> gradients = new LinkedHashMap<>();
        for (int index = 0; index < reached.size(); index++) {
          gradients.put(reached.get(index), HostTensors.read(result.get(index + 1)));
        }
        return new Found(
            HostTensors.read(result.get(0)),
            gradients,
            inputGradient.map(any -> HostTensors.read(result.get(reached.size() + 1))));
      } finally {
        fed.forEach(TFloat32::close);
      }
    }
  }

  private ReferenceExecutor reference(Map<String, double[]> values) {
    return new ReferenceExecutor(network, weight -> values.get(weight.name()));
  }

  private void feed(
      Session.Runner runner,
      List<TFloat32> fed,
      Operand<TFloat32> images,
      Map<String, Operand<TFloat32>> kept) {
    float[] flat = new float[EXAMPLES * network.input().shape().size()];
    for (int index = 0; index < flat.length; index++) {
      int size = network.input().shape().size();
      flat[index] = (float) examples[index / size][index % size];
    }
    fed.add(HostTensors.images(flat, EXAMPLES, network.input().shape()));
    runner.feed(images, fed.get(0));
    for (Weight weight : network.weights().values()) {
      TFloat32 tensor = HostTensors.weight(floats(weights.get(weight.name())), weight.shape());
      fed.add(tensor);
      runner.feed(kept.get(weight.name()), tensor);
    }
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int index = 0; index < values.length; index++) {
      floats[index] = (float) values[index];
    }
    return floats;
  }

  private double outputDifference(ReferenceExecutor reference, float[] actual) {
    double[][] expected = reference.run(examples);
    double largest = 0;
    double difference = 0;
    for (int index = 0; index < actual.length; index++) {
      double value = expected[index / expected[0].length][index % expected[0].length];
      largest = Math.max(largest, Math.abs(value));
      difference = Math.max(difference, Math.abs(value - actual[index]));
    }
    return difference / largest;
  }

  private double weightDifference(Weight weight, float[] gradient) {
    double worst = 0;
    RandomGenerator random = new SplittableRandom(weight.name().hashCode());
    for (int trial = 0; trial < 3; trial++) {
      double[] direction = gaussian(gradient.length, random);
      double expected =
          (lossAlong(weight, direction, STEP) - lossAlong(weight, direction, -STEP)) / (2 * STEP);
      worst = Math.max(worst, relative(expected, gradient, direction));
    }
    return worst;
  }

  private double jointDifference(List<Weight> reached, List<float[]> gradients) {
    RandomGenerator random = new SplittableRandom(5);
    Map<String, double[]> up = new LinkedHashMap<>(weights);
    Map<String, double[]> down = new LinkedHashMap<>(weights);
    int size = gradients.stream().mapToInt(gradient -> gradient.length).sum();
    float[] gradient = new float[size];
    double[] direction = new double[size];
    int place = 0;
    for (int index = 0; index < reached.size(); index++) {
      String name = reached.get(index).name();
      double[] part = gaussian(gradients.get(index).length, random);
      up.put(name, moved(weights.get(name), part, STEP));
      down.put(name, moved(weights.get(name), part, -STEP));
      System.arraycopy(gradients.get(index), 0, gradient, place, part.length);
      System.arraycopy(part, 0, direction, place, part.length);
      place += part.length;
    }
    double slope =
        (reference(up).loss(examples, labels) - reference(down).loss(examples, labels))
            / (2 * STEP);
    return relative(slope, gradient, direction);
  }

  private double lossAlong(Weight weight, double[] direction, double step) {
    Map<String, double[]> moved = new LinkedHashMap<>(weights);
    moved.put(weight.name(), moved(weights.get(weight.name()), direction, step));
    return reference(moved).loss(examples, labels);
  }

  private double inputDifference(ReferenceExecutor reference, float[] gradient) {
    double[] direction = gaussian(gradient.length, new SplittableRandom(99));
    double up = reference.loss(movedExamples(direction, STEP), labels);
    double down = reference.loss(movedExamples(direction, -STEP), labels);
    return relative((up - down) / (2 * STEP), gradient, direction);
  }

  private double[][] movedExamples(double[] direction, double step) {
    double[][] moved = new double[EXAMPLES][];
    int size = network.input().shape().size();
    for (int example = 0; example < EXAMPLES; example++) {
      double[] part = Arrays.copyOfRange(direction, example * size, (example + 1) * size);
      moved[example] = moved(examples[example], part, step);
    }
    return moved;
  }

  static double[] moved(double[] values, double[] direction, double step) {
    double[] moved = values.clone();
    for (int index = 0; index < moved.length; index++) {
      moved[index] += step * direction[index];
    }
    return moved;
  }

  /**
   * The error of a directional derivative, relative to the gradient's length times the direction's.
   */
  static double relative(double expected, float[] gradient, double[] direction) {
    double along = 0;
    double gradientSquares = 0;
    double directionSquares = 0;
    for (int index = 0; index < gradient.length; index++) {
      along += gradient[index] * direction[index];
      gradientSquares += (double) gradient[index] * gradient[index];
      directionSquares += direction[index] * direction[index];
    }
    double scale = Math.sqrt(gradientSquares * directionSquares / gradient.length);
    return Math.abs(along - expected) / Math.max(scale, 1e-12);
  }
}
