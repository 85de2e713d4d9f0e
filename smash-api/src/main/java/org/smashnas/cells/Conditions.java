package org.smashnas.cells;

import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.ConditionFields.Marks;
import org.smashnas.space.WeightGrid;

/** What the HyperNet is told about a generated convolution: its place, its kernel and the cell. */
record Conditions(CellSpace space, WeightGrid grid) {
  /** Beside the six edges: the convolution that leads to the next stage. */
  private static final int REDUCTION = Cell.EDGES;

  private static final String STAGE = "stage";
  private static final String CELL = "cell";
  private static final String EDGE = "edge";
  private static final String KERNEL = "kernel";
  private static final String SLICE = "slice";
  private static final String OPERATION = "operation";

  /**
   * A slice has thrice the rows of the narrowest 1×1, so that a 3×3 of any stage fills its slices,
   * and a 1×1 wastes less than whole kernels would.
   */
  static Conditions of(CellSpace space) {
    int rows = 3 * space.width();
    int widest = space.channels(space.stages() - 1);
    ConditionFields.Builder fields =
        ConditionFields.builder()
            .field(STAGE, space.stages())
            .field(CELL, space.cellsPerStage() + 1)
            .field(EDGE, Cell.EDGES + 1)
            .field(KERNEL, 2)
            .field(SLICE, 9 * widest / rows);
    for (int edge = 0; edge < Cell.EDGES; edge++) {
      fields.field(OPERATION + edge, EdgeOperation.values().length);
    }
    return new Conditions(
        space, new WeightGrid(rows, space.width(), widest / space.width(), fields.build()));
  }

  /** The kernel of an edge of a cell. */
  Weight edge(String name, int kernel, int stage, int index, int edge, Cell cell) {
    int channels = space.channels(stage);
    return grid.generated(
        name,
        new WeightShape(kernel, kernel, channels, channels),
        slice -> marks(stage, index, edge, cell).mark(KERNEL, kernel / 2).mark(SLICE, slice));
  }

  /** The first kernel of the block that follows a stage. */
  Weight reduction(String name, int stage, Cell cell) {
    return grid.generated(
        name,
        new WeightShape(3, 3, space.channels(stage), space.channels(stage + 1)),
        slice ->
            marks(stage, space.cellsPerStage(), REDUCTION, cell)
                .mark(KERNEL, 1)
                .mark(SLICE, slice));
  }

  private Marks marks(int stage, int index, int edge, Cell cell) {
    Marks marks = grid.fields().marks().mark(STAGE, stage).mark(CELL, index).mark(EDGE, edge);
    for (int other = 0; other < Cell.EDGES; other++) {
      marks.mark(OPERATION + other, cell.edges().get(other).digit());
    }
    return marks;
  }
}
