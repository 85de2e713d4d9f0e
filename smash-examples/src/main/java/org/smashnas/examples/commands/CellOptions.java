package org.smashnas.examples.commands;

import org.smashnas.cells.CellSpace;
import org.smashnas.data.Dataset;
import picocli.CommandLine.Option;

/** The cell space, all but its width and what the data tell. */
final class CellOptions {
  static final int WIDTH = 16;

  @Option(
      names = "--cells-per-stage",
      paramLabel = "N",
      description = "How often the cell is repeated in a stage.")
  private int cellsPerStage = 5;

  @Option(
      names = "--stages",
      paramLabel = "N",
      description = "Stages; the resolution halves between them, and the channels double.")
  private int stages = 3;

  /** The space for some examples. */
  CellSpace space(Dataset examples, int width) {
    return CellSpace.builder()
        .input(examples.shape())
        .classes(examples.classes())
        .width(width)
        .cellsPerStage(cellsPerStage)
        .stages(stages)
        .build();
  }
}
