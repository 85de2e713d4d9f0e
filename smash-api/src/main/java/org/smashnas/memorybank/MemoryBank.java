package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import org.smashnas.network.Nonlinearity;

/**
 * An architecture of the memory-bank space, in normal form: reads and writes ascend, a block's
 * banks are written from the lowest up, and only active convolutions have choices. Whether the
 * numbers fit a space is for {@link MemoryBankSpace#validate} to say.
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
   * One op: reads banks, applies a 1x1 and a grid of k×k convolutions, and adds to banks.
   *
   * @param reads the banks read, ascending
   * @param width output channels of each convolution, as a multiple of the space's {@code
   *     bankChannels}
   * @param writes the banks written, ascending; the output is cut in parts of a bank's size, and
   *     part j mod (number of parts) is added to the j-th
   * @param layout which convolutions are active
   * @param gate where two of them meet in a gate
   * @param convolutions the choices of the active ones, in the order of the layout's slots
   */
  public record Op(
      ImmutableList<Integer> reads,
      int width,
      ImmutableList<Integer> writes,
      OpLayout layout,
      Gate gate,
      ImmutableList<ConvolutionChoice> convolutions) {}

  /**
   * The choices of one k×k convolution.
   *
   * @param kernelHeight odd, from 3
   * @param kernelWidth odd, from 3
   * @param dilationHeight from 1
   * @param dilationWidth from 1
   * @param groups a divisor of the space's {@code bankChannels}
   * @param nonlinearity before or behind the convolution, by the space's order
   */
  public record ConvolutionChoice(
      int kernelHeight,
      int kernelWidth,
      int dilationHeight,
      int dilationWidth,
      int groups,
      Nonlinearity nonlinearity) {}
}
