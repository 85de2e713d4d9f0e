package org.smashnas.hypernet;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.WeightGrid;

/**
 * The HyperNet's own network: a convolutional DenseNet over the grid of slices and positions, every
 * weight divided by its L2 norm (section 3.1 and appendix of the paper).
 *
 * @param frontChannels channels of the first convolution, at least 1
 * @param growth channels that each layer of a dense block adds, at least 1
 * @param depths layers of each dense block, at least one block of at least one layer
 */
public record ConvolutionalHyperNet(int frontChannels, int growth, ImmutableList<Integer> depths)
    implements HyperNetArchitecture {

  public ConvolutionalHyperNet {
    checkArgument(
        frontChannels >= 1 && growth >= 1,
        "HyperNet has %s front channels and growth %s; both must be at least 1",
        frontChannels,
        growth);
    checkArgument(!depths.isEmpty(), "HyperNet has no dense blocks; give it at least one depth");
    depths.forEach(
        depth ->
            checkArgument(
                depth >= 1,
                "HyperNet has a dense block of depth %s; it must be at least 1",
                depth));
  }

  @Override
  public Reading reading() {
    return Reading.CELLS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Its output has slices × positions × (rows · outputs) values. Convolutions alone depend on
   * the number of slices, so the network serves any.
   */
  @Override
  public Network network(WeightGrid grid, int slices) {
    Network.Builder network =
        Network.builder(new Shape(slices, grid.positions(), 1 + grid.fields().size()));
    Layer front = convolution(network, "front", network.input(), 3, frontChannels);
    Layer layer = network.add("front.concat", new Concat(), network.input(), front);
    for (int block = 0; block < depths.size(); block++) {
      layer = dense(network, "dense" + block, layer, depths.get(block));
      if (block < depths.size() - 1) {
        String name = "transition" + block;
        layer =
            convolution(
                network,
                name,
                leaky(network, name, layer),
                3,
                Math.max(1, layer.shape().channels() / 2));
      }
    }
    return network.build(
        convolution(
            network, "weights", leaky(network, "weights", layer), 1, grid.rows() * grid.outputs()));
  }

  private Layer dense(Network.Builder network, String name, Layer input, int depth) {
    Layer layer = input;
    for (int index = 0; index < depth; index++) {
      String place = name + ".layer" + index;
      Layer grown = convolution(network, place, leaky(network, place, layer), 3, growth);
      layer = network.add(place + ".concat", new Concat(), layer, grown);
    }
    return layer;
  }

  private static Layer leaky(Network.Builder network, String name, Layer input) {
    return network.add(name + ".leaky", new Activation(Nonlinearity.LEAKY_RELU), input);
  }

  private static Layer convolution(
      Network.Builder network, String name, Layer input, int kernel, int outputs) {
    WeightShape shape = new WeightShape(kernel, kernel, input.shape().channels(), outputs);
    Weight weight = new Weight("hypernet." + name, shape, WeightSource.own(), true);
    return network.add(name, Convolution.of(weight), input);
  }
}
