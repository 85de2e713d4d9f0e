package org.smashnas.memorybank;

/**
 * What the next op of a block may do: which banks are written so far and what is left of the
 * budget.
 */
final class BlockState {
  final BlockRules rules;
  final int bankSize;
  final int banks;
  int written;
  int slicesLeft;

  BlockState(BlockRules rules, int bankSize, double budget) {
    this.rules = rules;
    this.bankSize = bankSize;
    this.banks = rules.banks(bankSize, budget);
    this.written = rules.inputBanks(bankSize);
    this.slicesLeft = rules.slices(budget);
  }

  boolean allowsOp() {
    return slicesLeft >= rules.leastCost(bankSize);
  }

  int readStep() {
    return rules.readStep(bankSize);
  }

  /** The largest number of banks that an op may read. */
  int maxReads() {
    int affordable = slicesLeft * rules.depthCompression() / bankSize;
    return Math.min(written, affordable) / readStep() * readStep();
  }

  /**
   * The largest width of an op, in multiples of the bank size: each part needs a bank of its own.
   */
  int maxParts() {
    return Math.min(rules.sizes() / bankSize, banks);
  }

  /** How many empty banks an op of so many parts may start to use. */
  int maxNewBanks(int parts) {
    return Math.min(parts, banks - written);
  }

  int maxWrites(int parts) {
    return Math.max(written / 2, parts);
  }

  void apply(MemoryBank.Op op) {
    slicesLeft -= rules.cost(op.reads().size(), bankSize);
    int highest = op.writes().get(op.writes().size() - 1);
    written = Math.max(written, highest + 1);
  }
}
