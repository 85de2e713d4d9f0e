package org.smashnas.examples.commands;

/** A space by its name on the command line. */
enum NamedSpace {
  /** The paper's. */
  MEMORY_BANK,
  /** That of NAS-Bench-201. */
  CELLS
}
