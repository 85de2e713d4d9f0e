package com.example.sequences;

import java.util.List;

/**
 * An architecture: blocks one after the other.
 *
 * @param blocks the blocks
 */
public record SequenceNetwork(List<Block> blocks) {
  public SequenceNetwork {
    blocks = List.copyOf(blocks);
  }

  int depth() {
    return blocks.size();
  }
}
