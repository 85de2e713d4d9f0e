package org.smashnas.tf;

import com.google.common.primitives.Doubles;
import com.google.common.primitives.Floats;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.tensorflow.Tensor;

/**
 * Runs a network with the weights that a HyperNet generates and shares once through the engine and
 * once through the reference executor, and compares log-probabilities and the loss's gradients by
 * the generated grid and by the shared tensors.
 */
final class ScoredNetworkProbe {
  /** So small that hardly any unit crosses a kink; generated values are small themselves. */
  private static final double STEP = 1e-9;

  private final CandidateProgram program;
  private final CandidateInputs inputs;
  private final Batch batch;
  private final double[] grid;
  private final Map<String, WeightShape> shapes = new LinkedHashMap<>();
  private final Map<String, double[]> shared = new LinkedHashMap<>();
  private final RandomGenerator random = new SplittableRandom(5);

  /**
   * The largest difference of log-probabilities, relative to the largest one, and those of one
   * directional derivative each, relative to the gradient's length.
   */
  record Difference(double forward, double byGenerated, double byShared) {}

  ScoredNetworkProbe(CandidateProgram program, CandidateInputs inputs, Batch batch) {
    this.program = program;
    this.inputs = inputs;
    this.batch = batch;
    this.grid = ReferenceExecutor.doubles(HostTensors.read(inputs.grid()));
    for (Weight weight : program.network().weights().values()) {
      if (weight.source() instanceof WeightSource.Shared source) {
        shapes.put(source.tensor(), source.full());
        float[] values = HostTensors.read(inputs.shared(source.tensor()));
        shared.put(source.tensor(), ReferenceExecutor.doubles(values));
      }
    }
  }

  Difference compare(Backend backend) {
    try (CandidateGradients gradients = program.run(batch, inputs, 1)) {
      return new Difference(
          forward(backend), byGenerated(gradients.gridGradient()), byShared(gradients));
    }
  }

  private ReferenceExecutor reference(Map<String, double[]> tensors, double[] generated) {
    return new ReferenceWeights(program.encoding(), tensors::get, generated)
        .executor(program.network());
  }

  private double forward(Backend backend) {
    double[][] expected = reference(shared, grid).run(batch);
    double largest = 0;
    double difference = 0;
    try (MomentsProgram estimating =
            new MomentsProgram(backend, program.network(), program.encoding());
        ScoringProgram scoring =
            new ScoringProgram(backend, program.network(), program.encoding())) {
      float[][] actual = scoring.logProbabilities(batch, inputs, moments(estimating));
      for (int example = 0; example < actual.length; example++) {
        double total = Arrays.stream(expected[example]).map(Math::exp).sum();
        for (int label = 0; label < actual[example].length; label++) {
          double value = expected[example][label] - Math.log(total);
          largest = Math.max(largest, Math.abs(value));
          difference = Math.max(difference, Math.abs(value - actual[example][label]));
        }
      }
    }
    return difference / largest;
  }

  /** The moments that norms use in training, where scoring has the unbiased variance. */
  private Map<Layer, ChannelMoments> moments(MomentsProgram estimating) {
    Map<Layer, ChannelMoments> moments = estimating.moments(batch, inputs);
    moments.replaceAll(
        (norm, estimate) -> {
          float count = batch.size() * norm.shape().height() * norm.shape().width();
          float[] variance = estimate.variance().clone();
          for (int channel = 0; channel < variance.length; channel++) {
            variance[channel] *= (count - 1) / count;
          }
          return new ChannelMoments(estimate.mean(), variance);
        });
    return moments;
  }

  private double byGenerated(Tensor gradient) {
    double[] direction = NetworkProbe.gaussian(grid.length, random);
    double up = reference(shared, NetworkProbe.moved(grid, direction, STEP)).loss(batch);
    double down = reference(shared, NetworkProbe.moved(grid, direction, -STEP)).loss(batch);
    return NetworkProbe.relative((up - down) / (2 * STEP), HostTensors.read(gradient), direction);
  }

  /** Tensors move as a whole; the gradients are by the parts that the network reaches. */
  private double byShared(CandidateGradients gradients) {
    Map<String, double[]> up = new LinkedHashMap<>();
    Map<String, double[]> down = new LinkedHashMap<>();
    List<float[]> reached = new ArrayList<>();
    List<double[]> along = new ArrayList<>();
    shared.forEach(
        (name, values) -> {
          double[] direction = NetworkProbe.gaussian(values.length, random);
          up.put(name, NetworkProbe.moved(values, direction, STEP));
          down.put(name, NetworkProbe.moved(values, direction, -STEP));
          Tensor gradient = gradients.sharedGradients().get(name);
          if (gradient != null) {
            reached.add(HostTensors.read(gradient));
            along.add(ReferenceWeights.crop(shape(gradient), shapes.get(name), direction));
          }
        });
    double slope =
        (reference(up, grid).loss(batch) - reference(down, grid).loss(batch)) / (2 * STEP);
    return NetworkProbe.relative(
        slope,
        Floats.concat(reached.toArray(float[][]::new)),
        Doubles.concat(along.toArray(double[][]::new)));
  }

  private static WeightShape shape(Tensor tensor) {
    int[] extents = Ints.toArray(Longs.asList(tensor.shape().asArray()));
    return new WeightShape(extents[0], extents[1], extents[2], extents[3]);
  }
}
