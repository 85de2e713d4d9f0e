package org.smashnas.space;

import static com.google.common.base.Preconditions.checkArgument;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.smashnas.network.Condition;
import org.smashnas.network.Weight;
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

  /**
   * A weight that the HyperNet writes on this grid.
   *
   * <pre>{@code
   * Weight kernel = grid.generated("conv", new WeightShape(3, 3, 16, 16),
   *     slice -> grid.fields().marks().mark("slice", slice).mark("kernel", 3));
   * }</pre>
   *
   * @param name the weight's name, unique among the different weights of its network
   * @param shape its shape
   * @param told what the HyperNet is told about each slice, from 0 to {@link #slices}(shape) − 1
   * @return the weight, normalised
   */
  public Weight generated(String name, WeightShape shape, IntFunction<ConditionFields.Marks> told) {
    return Weight.generated(
        name,
        shape,
        Condition.of(
            IntStream.range(0, slices(shape))
                .mapToObj(slice -> told.apply(slice).features())
                .toList()));
  }
}
