package org.smashnas.examples.commands;

import org.smashnas.cells.Cell;
import org.smashnas.space.ArchitectureCodec;

/** A space by its name on the command line. */
enum NamedSpace {
  /** The paper's. */
  MEMORY_BANK {
    @Override
    String json(String named) {
      return named;
    }
  },
  /** That of NAS-Bench-201. */
  CELLS {
    @Override
    String json(String named) {
      return ArchitectureCodec.ofRecord(Cell.class).toJson(Cell.ofDigits(named));
    }
  };

  /** The JSON of an architecture that a table names: by digits, or where there are none by JSON. */
  abstract String json(String named);
}
