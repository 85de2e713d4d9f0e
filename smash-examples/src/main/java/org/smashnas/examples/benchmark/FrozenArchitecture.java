package org.smashnas.examples.benchmark;

import com.google.common.collect.ImmutableList;

/**
 * One architecture of the speed comparison, with what the reference took for it.
 *
 * @param multiplyAddsPerImage of the main network
 * @param referenceMainNetSeconds forward and backward of the main network at the set's batch
 * @param referenceStepSeconds a whole training step
 * @param referenceScoringImagesPerSecond at batches of 100
 * @param blocks from the largest side to the smallest
 */
record FrozenArchitecture(
    long multiplyAddsPerImage,
    double referenceMainNetSeconds,
    double referenceStepSeconds,
    double referenceScoringImagesPerSecond,
    ImmutableList<Block> blocks) {

  /**
   * A block.
   *
   * @param bankChannels channels of a bank
   * @param inputChannels channels that come in; those beyond a whole number of banks are dropped
   * @param banks banks at the end; those that the input fills come first
   * @param ops in order
   */
  record Block(int bankChannels, int inputChannels, int banks, ImmutableList<Op> ops) {}

  /**
   * An op.
   *
   * @param read banks that it concatenates
   * @param write banks that its parts are added to in turn
   * @param bottleneck outputs of the generated 1x1
   * @param outputs of the convolution
   * @param kernel height and width
   * @param dilation height and width
   * @param groups of the convolution
   */
  record Op(
      ImmutableList<Integer> read,
      ImmutableList<Integer> write,
      int bottleneck,
      int outputs,
      ImmutableList<Integer> kernel,
      ImmutableList<Integer> dilation,
      int groups) {}
}
