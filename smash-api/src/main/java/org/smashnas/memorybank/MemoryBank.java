package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;

/**
 * An architecture of the memory-bank space, in normal form: reads and writes ascend, and a block's
 * banks are written from the lowest up. Whether the numbers fit a space is for {@link
 * MemoryBankSpace#validate} to say.
 *
 * @param blocks the blocks, the input's side first
 */
public record MemoryBank(ImmutableList<Block> blocks) {

  /**
   * One block: the ops between two transitions.
   *
   * @param bankSize channels of a bank, as a multiple of the space's {@code bankChannels}
   * @param ops the ops in the order that they run, at least one
   */
  public record Block(int bankSize, ImmutableList<Op> ops) {}

  /**
   * One op: reads banks, applies a 1x1 and a k×k convolution, and adds to banks.
   *
   * @param reads the banks read, ascending
   * @param width output channels, as a multiple of the space's {@code bankChannels}
   * @param writes the banks written, ascending; part j mod (width / bankSize) of the output is
   *     added to the j-th
   * @param convolution the k×k convolution's choices
   */
  public record Op(
      ImmutableList<Integer> reads,
      int width,
      ImmutableList<Integer> writes,
      ConvolutionChoice convolution) {}

  /**
   * The choices of one k×k convolution.
   *
   * @param kernelHeight odd, from 3
   * @param kernelWidth odd, from 3
   * @param dilationHeight from 1
   * @param dilationWidth from 1
   * @param groups a divisor of the space's {@code bankChannels}
   */
  public record ConvolutionChoice(
      int kernelHeight, int kernelWidth, int dilationHeight, int dilationWidth, int groups) {}
}
