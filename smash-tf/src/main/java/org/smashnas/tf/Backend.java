package org.smashnas.tf;

import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.DeviceSpec;
import org.tensorflow.Operand;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.types.TFloat32;

/** What this machine's TensorFlow can do, probed once for each HyperNet or network. */
record Backend(ConvolutionKernels kernels) {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  static Backend probe() {
    ConvolutionKernels.Target target = target();
    LOG.info("TensorFlow {} runs on {}", TensorFlow.version(), target);
    return new Backend(new ConvolutionKernels(target));
  }

  private static ConvolutionKernels.Target target() {
    if (runs("a GPU", DeviceSpec.DeviceType.GPU, Backend::sum)) {
      return ConvolutionKernels.Target.GPU;
    }
    boolean oneDnn =
        runs(
            "grouped and dilated gradients",
            DeviceSpec.DeviceType.CPU,
            Backend::groupedDilatedGradient);
    return oneDnn ? Processor.convolutions() : ConvolutionKernels.Target.PORTABLE;
  }

  private static boolean runs(
      String what, DeviceSpec.DeviceType device, Function<Ops, Operand<TFloat32>> operation) {
    try (Program program = new Program()) {
      Ops tf =
          Ops.create(program.graph())
              .withDevice(DeviceSpec.newBuilder().deviceType(device).deviceIndex(0).build());
      program.runner().fetch(operation.apply(tf)).run().close();
      return true;
    } catch (TensorFlowException
        | IllegalArgumentException
        | UnsupportedOperationException refused) {
      LOG.debug("TensorFlow does without {}: {}", what, refused.getMessage());
      return false;
    }
  }

  private static Operand<TFloat32> sum(Ops tf) {
    return tf.math.add(tf.constant(1f), tf.constant(1f));
  }

  /** Only oneDNN runs this operation on a CPU. */
  private static Operand<TFloat32> groupedDilatedGradient(Ops tf) {
    return tf.nn.conv2dBackpropFilter(
        tf.fill(tf.array(1, 4, 4, 2), tf.constant(1f)),
        tf.array(3, 3, 1, 2),
        tf.fill(tf.array(1, 4, 4, 2), tf.constant(1f)),
        List.of(1L, 1L, 1L, 1L),
        "SAME",
        Conv2dBackpropFilter.dilations(List.of(1L, 2L, 2L, 1L)));
  }
}
