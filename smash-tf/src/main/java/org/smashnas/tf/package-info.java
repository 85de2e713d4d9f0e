/**
 * SMASH on TensorFlow. {@link org.smashnas.tf.TensorFlow} is the way in; everything else is hidden.
 *
 * <p>How a training step runs (see {@code TensorFlowHyperNet}): all parameters live in one session
 * ({@code ParameterStore}), which also holds the HyperNet, compiled once. For each sampled
 * architecture a program of its own ({@code CandidateProgram}) is built, run and closed. {@code
 * ForwardPass} and {@code BackwardPass} turn any {@link org.smashnas.network.Network} into
 * operations, {@code ConvolutionKernels} chooses among TensorFlow's convolutions.
 */
@NullMarked
package org.smashnas.tf;

import org.jspecify.annotations.NullMarked;
