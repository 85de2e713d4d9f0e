package org.smashnas.space;

import static com.google.common.base.Preconditions.checkArgument;

import org.smashnas.network.WeightShape;

/**
 * The grid on which a HyperNet writes weights: a cell holds {@code rows × outputs} values. A
 * weight, seen as a matrix of {@link WeightShape#rows()} by outputs, takes as many slices as its
 * rows need and as many positions as its outputs need; cells that reach beyond the matrix are cut.
 *
 * @param rows weight rows of one slice (the paper's depth_compression · N), at least 1
 * @param outputs outputs of one position (the paper's N), at least 1
 * @param positions positions along the output-width axis, at least 1
 * @param fields what the HyperNet can be told about a slice
 */
public record WeightGrid(int rows, int outputs, int positions, ConditionFields fields) {

  public WeightGrid {
    checkArgument(
        rows >= 1 && outputs >= 1 && positions >= 1,
        "weight grid has rows %s, outputs %s, positions %s; each must be at least 1",
        rows,
        outputs,
        positions);
  }

  /**
   * How many slices a weight takes.
   *
   * @param shape the weight's shape
   * @return its rows over the rows of a slice, rounded up
   */
  public int slices(WeightShape shape) {
    return (shape.rows() + rows - 1) / rows;
  }

  /**
   * How many positions a weight takes.
   *
   * @param shape the weight's shape
   * @return its outputs over the outputs of a position, rounded up
   */
  public int positions(WeightShape shape) {
    return (shape.outputs() + outputs - 1) / outputs;
  }
}
