package org.smashnas.hypernet;

import com.google.common.collect.ImmutableList;
import org.smashnas.network.Network;
import org.smashnas.space.WeightGrid;

/**
 * The HyperNet's own network, from the conditions of generated weights to their values. Immutable
 * and safe for use by several threads.
 */
public sealed interface HyperNetArchitecture permits ConvolutionalHyperNet, PerceptronHyperNet {

  /** What one place of the HyperNet's input stands for. */
  enum Reading {
    /**
     * A cell of the grid, a slice at a position: z, drawn from N(0, 1), then the slice's features
     * as ±1, all −1 beyond the weight's width.
     */
    CELLS,
    /**
     * A slice: its features as 1 where marked and 0 elsewhere, then for each feature the part of
     * the architecture's slices that mark it. The output holds all positions.
     */
    SLICES
  }

  /**
   * The paper's: a convolutional DenseNet with front 7, growth 10 and dense blocks of 8, 10 and 4
   * layers.
   *
   * @return the paper's HyperNet
   */
  static ConvolutionalHyperNet paper() {
    return new ConvolutionalHyperNet(7, 10, ImmutableList.of(8, 10, 4));
  }

  /**
   * A perceptron of two hidden layers of 128 units, which tells architectures and positions apart
   * where the paper's HyperNet becomes a constant.
   *
   * @return the default
   */
  static PerceptronHyperNet perceptron() {
    return new PerceptronHyperNet(128, 2);
  }

  /**
   * What the network reads.
   *
   * @return what a place of the input stands for
   */
  Reading reading();

  /**
   * The HyperNet's network for a grid.
   *
   * @param grid the grid of a space
   * @param slices the nominal number of slices, which costs are counted for, at least 1
   * @return the network; its input has slices as height and as width the grid's positions ({@link
   *     Reading#CELLS}) or 1 ({@link Reading#SLICES})
   */
  Network network(WeightGrid grid, int slices);
}
