package org.smashnas.tf;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.types.TFloat32;

/** What this machine's TensorFlow can do, probed once for each HyperNet or network. */
record Backend(ConvolutionKernels kernels) {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  static Backend probe() {
    boolean oneDnn = runsGroupedDilatedGradient();
    LOG.debug("TensorFlow {}, grouped and dilated gradients: {}", TensorFlow.version(), oneDnn);
    return new Backend(new ConvolutionKernels(oneDnn));
  }

  /** Only oneDNN runs this operation on a CPU. */
  private static boolean runsGroupedDilatedGradient() {
    try (Program program = new Program()) {
      Ops tf = Ops.create(program.graph());
      Conv2dBackpropFilter<TFloat32> gradient =
          tf.nn.conv2dBackpropFilter(
              tf.fill(tf.array(1, 4, 4, 2), tf.constant(1f)),
              tf.array(3, 3, 1, 2),
              tf.fill(tf.array(1, 4, 4, 2), tf.constant(1f)),
              List.of(1L, 1L, 1L, 1L),
              "SAME",
              Conv2dBackpropFilter.dilations(List.of(1L, 2L, 2L, 1L)));
      program.runner().fetch(gradient).run().close();
      return true;
    } catch (TensorFlowException
        | IllegalArgumentException
        | UnsupportedOperationException unsupported) {
      LOG.info(
          "convolution gradients run without oneDNN and are slower: {}", unsupported.getMessage());
      return false;
    }
  }
}
