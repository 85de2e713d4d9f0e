package org.smashnas.tf;

import java.util.function.Function;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;

/**
 * The weights of a scored network by their definitions: centred and leading parts of the shared
 * tensors, and blocks of the generated grid, slices × rows × positions × outputs.
 */
final class ReferenceWeights {
  private final Encoding encoding;
  private final Function<String, double[]> shared;
  private final double[] generated;

  ReferenceWeights(Encoding encoding, Function<String, double[]> shared, double[] generated) {
    this.encoding = encoding;
    this.shared = shared;
    this.generated = generated;
  }

  ReferenceExecutor executor(Network network) {
    return new ReferenceExecutor(network, this::kept);
  }

  private double[] kept(Weight weight) {
    if (weight.source() instanceof WeightSource.Shared source) {
      return crop(weight.shape(), source.full(), shared.apply(source.tensor()));
    }
    Placement placement =
        encoding.weights().stream()
            .filter(candidate -> candidate.weight().equals(weight))
            .findFirst()
            .orElseThrow();
    return cut(weight.shape(), placement.firstSlice());
  }

  /** The centred, leading part of a tensor. */
  static double[] crop(WeightShape shape, WeightShape full, double[] tensor) {
    double[] part = new double[shape.size()];
    int to = 0;
    for (int row = 0; row < shape.height(); row++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int input = 0; input < shape.inputs(); input++) {
          for (int output = 0; output < shape.outputs(); output++) {
            int y = row + (full.height() - shape.height()) / 2;
            int x = column + (full.width() - shape.width()) / 2;
            part[to++] =
                tensor[((y * full.width() + x) * full.inputs() + input) * full.outputs() + output];
          }
        }
      }
    }
    return part;
  }

  private double[] cut(WeightShape shape, int firstSlice) {
    int columns = encoding.grid().positions() * encoding.grid().outputs();
    double[] weight = new double[shape.size()];
    for (int row = 0; row < shape.rows(); row++) {
      for (int output = 0; output < shape.outputs(); output++) {
        weight[row * shape.outputs() + output] =
            generated[(firstSlice * encoding.grid().rows() + row) * columns + output];
      }
    }
    return weight;
  }
}
