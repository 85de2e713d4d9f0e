package org.smashnas.tf;

import java.util.Optional;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Operation.Product;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Operation.Zero;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/** Small classifiers of four classes, made by hand. */
final class HandMadeNetworks {
  static final int CLASSES = 4;

  private HandMadeNetworks() {}

  /** Convolutions and ReLUs in a row. */
  static Network chain(int convolutions, int channels) {
    Network.Builder network = Network.builder(new Shape(3, 3, channels));
    Layer end = network.input();
    for (int index = 0; index < convolutions; index++) {
      WeightShape shape = new WeightShape(3, 3, channels, channels);
      Layer layer = network.add("c" + index, Convolution.of(Weight.own("c" + index, shape)), end);
      end = network.add("r" + index, new Activation(Nonlinearity.RELU), layer);
    }
    return classifier(network, end);
  }

  /**
   * Skips, zeros, pools, groups, dilation, a stride, a gate and parts of channels; normed in all
   * ways, or the same without norms.
   */
  static Network mixed(boolean normed) {
    Network.Builder network = Network.builder(new Shape(6, 6, 2));
    Layer stem = network.add("stem", Convolution.of(kernel("stem", 3, 2, normed)), network.input());
    Layer norm = normed ? network.add("norm", norm(), stem) : stem;
    Layer active = network.add("active", new Activation(Nonlinearity.RELU), norm);
    Convolution grouped =
        Convolution.of(kernel("grouped", 3, 3, false)).withGroups(2).withDilation(2, 1);
    Layer branch = network.add("grouped", grouped, active);
    Layer zero = network.add("zero", new Zero(), active);
    Layer mean = network.add("mean", new Pool(Pool.Kind.AVERAGE, 3, 1), active);
    Layer sum = network.add("sum", new Sum(), branch, active, zero, mean);
    Layer again = network.add("again", new Activation(Nonlinearity.RELU), sum);
    Layer gate = network.add("gate", new Activation(Nonlinearity.SIGMOID), again);
    Layer gated = network.add("gated", new Product(), again, gate);
    Layer pooled = network.add("pooled", new Pool(Pool.Kind.MAX, 2, 2), gated);
    Layer part = network.add("part", new ChannelSlice(1, 2, 2), pooled);
    Layer joined = network.add("joined", new Concat(), part, pooled);
    Convolution last = Convolution.of(kernel("last", 1, 8, false)).withStride(2);
    return classifier(network, network.add("last", last, joined));
  }

  /** A network whose classifier sees a function of zeros. */
  static Network cutOff(Operation function) {
    Network.Builder network = Network.builder(new Shape(3, 3, 2));
    Layer stem = network.add("stem", Convolution.of(kernel("stem", 3, 2, false)), network.input());
    Layer zero = network.add("zero", new Zero(), stem);
    return classifier(network, network.add("function", function, zero));
  }

  private static Weight kernel(String name, int side, int inputs, boolean normalised) {
    return new Weight(name, new WeightShape(side, side, inputs, 6), WeightSource.own(), normalised);
  }

  private static BatchNorm norm() {
    return new BatchNorm(
        "norm",
        Weight.own("scale", WeightShape.vector(6)),
        Weight.own("offset", WeightShape.vector(6)));
  }

  private static Network classifier(Network.Builder network, Layer end) {
    Layer mean = network.add("global", new GlobalMean(), end);
    WeightShape matrix = WeightShape.matrix(end.shape().channels(), CLASSES);
    Dense dense =
        new Dense(
            Weight.own("matrix", matrix),
            Optional.of(Weight.own("bias", WeightShape.vector(CLASSES))));
    return network.build(network.add("logits", dense, mean));
  }
}
