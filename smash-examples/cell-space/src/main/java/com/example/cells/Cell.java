package com.example.cells;

import java.util.List;

/**
 * An architecture: four nodes, each the sum of its edges from all earlier ones.
 *
 * @param edges the operations of the edges 0→1, 0→2, 1→2, 0→3, 1→3 and 2→3
 */
public record Cell(List<EdgeOperation> edges) {
  static final int NODES = 4;
  static final int EDGES = 6;

  public Cell {
    edges = List.copyOf(edges);
  }
}
