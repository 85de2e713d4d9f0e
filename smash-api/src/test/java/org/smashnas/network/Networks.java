package org.smashnas.network;

import java.util.List;
import java.util.Optional;
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

/** Networks made by hand. */
final class Networks {
  static final Condition TWO_MARKS = Condition.of(List.of(List.of(0, 3), List.of(1)));

  private Networks() {}

  /** A network with every operation and every source. */
  static Network withEverything() {
    Network.Builder network = Network.builder(new Shape(8, 8, 4));
    WeightShape cut = new WeightShape(3, 3, 2, 8);
    WeightShape full = new WeightShape(7, 7, 8, 16);
    Convolution grouped =
        Convolution.of(Weight.shared("cut", cut, "all", full)).withGroups(2).withDilation(2, 1);
    Layer conv = network.add("conv", grouped, network.input());
    Weight made = Weight.generated("made", WeightShape.matrix(8, 6), TWO_MARKS);
    Layer mixed = network.add("mixed", Convolution.of(made), conv);
    Layer norm =
        network.add(
            "norm",
            new BatchNorm(
                "moments",
                Weight.own("scale", WeightShape.vector(6)),
                Weight.own("offset", WeightShape.vector(6))),
            mixed);
    Layer active = network.add("active", new Activation(Nonlinearity.SILU), norm);
    Layer zero = network.add("zero", new Zero(), active);
    Layer sum = network.add("sum", new Sum(), active, zero);
    Layer product = network.add("product", new Product(), sum, norm);
    Layer slice = network.add("slice", new ChannelSlice(1, 2, 2), product);
    Layer concat = network.add("concat", new Concat(), slice, product);
    Layer pool = network.add("pool", new Pool(Pool.Kind.MAX, 3, 2), concat);
    Layer mean = network.add("mean", new GlobalMean(), pool);
    Dense dense =
        new Dense(
            Weight.own("matrix", WeightShape.matrix(8, 3)),
            Optional.of(Weight.own("bias", WeightShape.vector(3))));
    return network.build(network.add("logits", dense, mean));
  }
}
