package org.smashnas.tf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.hipparchus.special.Erf;
import org.smashnas.data.Batch;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/**
 * Evaluates a network in plain double arithmetic by the definitions, as slowly as can be: the
 * independent computation that the engine is held against. Norms use the moments of the batch.
 */
final class ReferenceExecutor {
  private final Network network;
  private final Function<Weight, double[]> kept;

  ReferenceExecutor(Network network, Function<Weight, double[]> kept) {
    this.network = network;
    this.kept = kept;
  }

  /** The output of each example. */
  double[][] run(double[][] examples) {
    return outputs(examples).get(network.output().index());
  }

  /** What each layer gives, for each example. */
  List<double[][]> outputs(Batch batch) {
    return outputs(rows(batch));
  }

  /** What a layer puts out for each example of a batch. */
  double[][] output(Layer layer, Batch batch) {
    return outputs(rows(batch)).get(layer.index());
  }

  private List<double[][]> outputs(double[][] examples) {
    List<double[][]> outputs = new ArrayList<>();
    for (Layer layer : network.layers()) {
      outputs.add(
          layer.index() == 0
              ? examples
              : layer.operation().accept(new Evaluation(layer, network.inputsOf(layer), outputs)));
    }
    return outputs;
  }

  double[][] run(Batch batch) {
    return run(rows(batch));
  }

  private double[][] rows(Batch batch) {
    int size = network.input().shape().size();
    double[] values = doubles(batch.images());
    return IntStream.range(0, batch.size())
        .mapToObj(row -> Arrays.copyOfRange(values, row * size, (row + 1) * size))
        .toArray(double[][]::new);
  }

  static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(index -> values[index]).toArray();
  }

  double loss(Batch batch) {
    return loss(rows(batch), batch.labels());
  }

  /** The mean cross-entropy of a classifier's output. */
  double loss(double[][] examples, int[] labels) {
    double[][] logits = run(examples);
    double total = 0;
    for (int example = 0; example < logits.length; example++) {
      double top = Arrays.stream(logits[example]).max().orElseThrow();
      double sum = Arrays.stream(logits[example]).map(value -> Math.exp(value - top)).sum();
      total += top + Math.log(sum) - logits[example][labels[example]];
    }
    return total / logits.length;
  }

  private double[] used(Weight weight) {
    double[] values = kept.apply(weight);
    if (!weight.normalised()) {
      return values;
    }
    double norm = Math.sqrt(Arrays.stream(values).map(value -> value * value).sum());
    return Arrays.stream(values).map(value -> value / norm).toArray();
  }

  private final class Evaluation implements Operation.Visitor<double[][]> {
    private final Shape shape;
    private final List<Shape> inputShapes;
    private final List<double[][]> inputs;

    Evaluation(Layer layer, List<Layer> read, List<double[][]> outputs) {
      this.shape = layer.shape();
      this.inputShapes = read.stream().map(Layer::shape).toList();
      this.inputs = read.stream().map(Layer::index).map(outputs::get).toList();
    }

    private double[][] map(Function<double[], double[]> one) {
      return Arrays.stream(inputs.get(0)).map(one).toArray(double[][]::new);
    }

    private double bias(Optional<Weight> bias, int output) {
      return bias.map(weight -> used(weight)[output]).orElse(0.0);
    }

    @Override
    public double[][] visit(Operation.Input operation) {
      throw new IllegalStateException();
    }

    @Override
    public double[][] visit(Operation.Convolution operation) {
      double[] kernel = used(operation.kernel());
      return map(image -> convolve(image, kernel, operation));
    }

    private double[] convolve(double[] image, double[] kernel, Operation.Convolution operation) {
      double[] result = new double[shape.size()];
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          for (int output = 0; output < shape.channels(); output++) {
            result[place(shape, row, column, output)] =
                bias(operation.bias(), output) + at(image, kernel, operation, row, column, output);
          }
        }
      }
      return result;
    }

    private double at(
        double[] image,
        double[] kernel,
        Operation.Convolution operation,
        int row,
        int column,
        int output) {
      Shape input = inputShapes.get(0);
      WeightShape extents = operation.kernel().shape();
      int group = output / (extents.outputs() / operation.groups());
      int top =
          padding(
              input.height(),
              shape.height(),
              extents.height(),
              operation.stride(),
              operation.dilationHeight());
      int left =
          padding(
              input.width(),
              shape.width(),
              extents.width(),
              operation.stride(),
              operation.dilationWidth());
      double sum = 0;
      for (int y = 0; y < extents.height(); y++) {
        for (int x = 0; x < extents.width(); x++) {
          int fromRow = row * operation.stride() + y * operation.dilationHeight() - top;
          int fromColumn = column * operation.stride() + x * operation.dilationWidth() - left;
          if (fromRow < 0
              || fromRow >= input.height()
              || fromColumn < 0
              || fromColumn >= input.width()) {
            continue;
          }
          for (int channel = 0; channel < extents.inputs(); channel++) {
            int tap =
                ((y * extents.width() + x) * extents.inputs() + channel) * extents.outputs()
                    + output;
            sum +=
                image[place(input, fromRow, fromColumn, group * extents.inputs() + channel)]
                    * kernel[tap];
          }
        }
      }
      return sum;
    }

    /** What "SAME" padding puts before the first row: half of what is missing, rounded down. */
    private int padding(int from, int to, int kernel, int stride, int dilation) {
      return Math.max(0, (to - 1) * stride + (kernel - 1) * dilation + 1 - from) / 2;
    }

    @Override
    public double[][] visit(Operation.Dense operation) {
      double[] matrix = used(operation.matrix());
      int columns = shape.channels();
      return map(
          values -> {
            double[] result = new double[columns];
            for (int column = 0; column < columns; column++) {
              result[column] = bias(operation.bias(), column);
              for (int row = 0; row < values.length; row++) {
                result[column] += values[row] * matrix[row * columns + column];
              }
            }
            return result;
          });
    }

    @Override
    public double[][] visit(Operation.BatchNorm operation) {
      double[] scale = used(operation.scale());
      double[] offset = used(operation.offset());
      int channels = shape.channels();
      double[] mean = new double[channels];
      double[] variance = new double[channels];
      double count = (double) inputs.get(0).length * shape.height() * shape.width();
      for (double[] image : inputs.get(0)) {
        for (int index = 0; index < image.length; index++) {
          mean[index % channels] += image[index] / count;
        }
      }
      for (double[] image : inputs.get(0)) {
        for (int index = 0; index < image.length; index++) {
          variance[index % channels] += Math.pow(image[index] - mean[index % channels], 2) / count;
        }
      }
      return map(
          image -> {
            double[] result = new double[image.length];
            for (int index = 0; index < image.length; index++) {
              int channel = index % channels;
              double unit =
                  (image[index] - mean[channel])
                      / Math.sqrt(variance[channel] + Operation.BatchNorm.EPSILON);
              result[index] = unit * scale[channel] + offset[channel];
            }
            return result;
          });
    }

    @Override
    public double[][] visit(Operation.Activation operation) {
      return map(
          image ->
              Arrays.stream(image).map(value -> apply(operation.nonlinearity(), value)).toArray());
    }

    private double apply(Nonlinearity nonlinearity, double x) {
      return switch (nonlinearity) {
        case RELU -> Math.max(0, x);
        case LEAKY_RELU -> x > 0 ? x : Nonlinearity.LEAK * x;
        case TANH -> Math.tanh(x);
        case SIGMOID -> 1 / (1 + Math.exp(-x));
        case ELU -> x > 0 ? x : Math.expm1(x);
        case SOFTPLUS -> Math.log1p(Math.exp(x));
        case SILU -> x / (1 + Math.exp(-x));
        case GELU -> x * normalDistribution(x);
      };
    }

    private double normalDistribution(double x) {
      return 0.5 * (1 + Erf.erf(x / Math.sqrt(2)));
    }

    private double[][] fold(DoubleBinaryOperator operator) {
      double[][] result =
          Arrays.stream(inputs.get(0)).map(double[]::clone).toArray(double[][]::new);
      for (double[][] other : inputs.subList(1, inputs.size())) {
        for (int example = 0; example < result.length; example++) {
          for (int index = 0; index < result[example].length; index++) {
            result[example][index] =
                operator.applyAsDouble(result[example][index], other[example][index]);
          }
        }
      }
      return result;
    }

    @Override
    public double[][] visit(Operation.Sum operation) {
      return fold(Double::sum);
    }

    @Override
    public double[][] visit(Operation.Product operation) {
      return fold((first, second) -> first * second);
    }

    @Override
    public double[][] visit(Operation.Concat operation) {
      double[][] result = new double[inputs.get(0).length][shape.size()];
      for (int example = 0; example < result.length; example++) {
        for (int pixel = 0; pixel < shape.height() * shape.width(); pixel++) {
          int to = pixel * shape.channels();
          for (int input = 0; input < inputs.size(); input++) {
            int channels = inputShapes.get(input).channels();
            System.arraycopy(
                inputs.get(input)[example], pixel * channels, result[example], to, channels);
            to += channels;
          }
        }
      }
      return result;
    }

    @Override
    public double[][] visit(Operation.ChannelSlice operation) {
      int from = inputShapes.get(0).channels();
      return map(
          image -> {
            double[] result = new double[shape.size()];
            for (int index = 0; index < result.length; index++) {
              int pixel = index / operation.count();
              int channel = operation.start() + index % operation.count() * operation.stride();
              result[index] = image[pixel * from + channel];
            }
            return result;
          });
    }

    @Override
    public double[][] visit(Operation.Pool operation) {
      return map(image -> pool(image, operation));
    }

    private double[] pool(double[] image, Operation.Pool operation) {
      Shape input = inputShapes.get(0);
      int top = padding(input.height(), shape.height(), operation.size(), operation.stride(), 1);
      int left = padding(input.width(), shape.width(), operation.size(), operation.stride(), 1);
      double[] result = new double[shape.size()];
      for (int row = 0; row < shape.height(); row++) {
        for (int column = 0; column < shape.width(); column++) {
          for (int channel = 0; channel < shape.channels(); channel++) {
            List<Double> window = new ArrayList<>();
            for (int y = 0; y < operation.size(); y++) {
              for (int x = 0; x < operation.size(); x++) {
                int fromRow = row * operation.stride() + y - top;
                int fromColumn = column * operation.stride() + x - left;
                if (fromRow >= 0
                    && fromRow < input.height()
                    && fromColumn >= 0
                    && fromColumn < input.width()) {
                  window.add(image[place(input, fromRow, fromColumn, channel)]);
                }
              }
            }
            result[place(shape, row, column, channel)] =
                operation.kind() == Operation.Pool.Kind.MAX
                    ? window.stream().mapToDouble(Double::doubleValue).max().orElseThrow()
                    : window.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
          }
        }
      }
      return result;
    }

    @Override
    public double[][] visit(Operation.GlobalMean operation) {
      int channels = shape.channels();
      return map(
          image -> {
            double[] result = new double[channels];
            for (int index = 0; index < image.length; index++) {
              result[index % channels] += image[index] * channels / image.length;
            }
            return result;
          });
    }

    @Override
    public double[][] visit(Operation.Zero operation) {
      return map(image -> new double[image.length]);
    }

    private int place(Shape of, int row, int column, int channel) {
      return (row * of.width() + column) * of.channels() + channel;
    }
  }
}
