package org.smashnas.examples.digits;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/**
 * A plain network that anybody would try first: two 3×3 convolutions at each of two sides, all
 * normed.
 */
final class HandMadeNetwork {
  private static final int MAX_CHANNELS = 256;

  private HandMadeNetwork() {}

  /** The one whose number of parameters is nearest. */
  static Network ofSize(Shape input, int classes, long parameters) {
    return IntStream.rangeClosed(1, MAX_CHANNELS)
        .mapToObj(channels -> of(input, classes, channels))
        .min(Comparator.comparingLong(network -> Math.abs(network.parameters() - parameters)))
        .orElseThrow();
  }

  private static Network of(Shape input, int classes, int channels) {
    Network.Builder network = Network.builder(input);
    Layer first = convolution(network, "first", network.input(), channels);
    Layer second = convolution(network, "second", first, channels);
    Layer pooled = network.add("pool", new Pool(Pool.Kind.AVERAGE, 2, 2), second);
    Layer third = convolution(network, "third", pooled, 2 * channels);
    Layer fourth = convolution(network, "fourth", third, 2 * channels);
    Layer mean = network.add("mean", new GlobalMean(), fourth);
    Dense logits =
        new Dense(
            Weight.own("logits", WeightShape.matrix(2 * channels, classes)),
            Optional.of(Weight.own("logits.bias", WeightShape.vector(classes))));
    return network.build(network.add("logits", logits, mean));
  }

  private static Layer convolution(Network.Builder network, String name, Layer input, int outputs) {
    WeightShape shape = new WeightShape(3, 3, input.shape().channels(), outputs);
    Layer convolution = network.add(name, Convolution.of(Weight.own(name, shape)), input);
    BatchNorm norm =
        new BatchNorm(
            name + ".norm",
            Weight.own(name + ".scale", WeightShape.vector(outputs)),
            Weight.own(name + ".offset", WeightShape.vector(outputs)));
    return network.add(
        name + ".relu",
        new Activation(Nonlinearity.RELU),
        network.add(name + ".norm", norm, convolution));
  }
}
