package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.WeightGrid;

/**
 * A HyperNet that writes each slice by a perceptron of its features and the architecture's. The
 * last layer has weights of its own for every position and every value of a cell (as the chunks of
 * Ha et al. 2016, arXiv 1609.09106, have not), so nothing makes the columns of a weight alike, and
 * neither does anything divide activations by a norm, so marks of a condition reach the weights at
 * full size.
 *
 * @param units units of each hidden layer, at least 1
 * @param layers hidden layers, at least 1
 */
public record PerceptronHyperNet(int units, int layers) implements HyperNetArchitecture {

  public PerceptronHyperNet {
    checkArgument(
        units >= 1 && layers >= 1,
        "HyperNet has %s units and %s hidden layers; both must be at least 1",
        units,
        layers);
  }

  @Override
  public Reading reading() {
    return Reading.SLICES;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Its output has slices × 1 × (rows · positions · outputs) values. No slice depends on
   * another's place, so the network serves any number of them.
   */
  @Override
  public Network network(WeightGrid grid, int slices) {
    Network.Builder network = Network.builder(new Shape(slices, 1, 2 * grid.fields().size()));
    Layer layer = network.input();
    for (int index = 0; index < layers; index++) {
      String name = "hidden" + index;
      Weight bias = Weight.own("hypernet." + name + ".bias", WeightShape.vector(units));
      Layer sum =
          network.add(name, Convolution.of(matrix(name, layer, units)).withBias(bias), layer);
      layer = network.add(name + ".leaky", new Activation(Nonlinearity.LEAKY_RELU), sum);
    }
    int values = Math.multiplyExact(grid.rows(), grid.positions() * grid.outputs());
    return network.build(
        network.add("weights", Convolution.of(matrix("weights", layer, values)), layer));
  }

  private static Weight matrix(String name, Layer input, int outputs) {
    return Weight.own("hypernet." + name, WeightShape.matrix(input.shape().channels(), outputs));
  }
}
