package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.smashnas.hypernet.Device;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Precision;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.TensorFlow;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.op.Ops;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * What computes HyperNets and networks: settled once for each of them, and for those derived from
 * it.
 */
record Backend(
    ConvolutionKernels kernels,
    Precision precision,
    Placement placement,
    Optional<LossScale> lossScale) {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);

  /** By default options. */
  static Backend probe() {
    return of(ExecutionOptions.defaults());
  }

  static Backend of(ExecutionOptions options) {
    String threads = ProcessThreads.settle(options.threads());
    Placement placement = Placement.of(devices(options), options);
    ConvolutionKernels.Target target = target(options.precision(), placement);
    checkComputes(options.precision(), placement);
    LOG.info(
        "TensorFlow {} runs on {}: precision {}, convolutions {}, threads {}",
        TensorFlow.version(),
        new Devices(placement.devices()),
        options.precision(),
        target,
        threads);
    return new Backend(
        new ConvolutionKernels(target),
        options.precision(),
        placement,
        LossScale.of(options.precision()));
  }

  Arithmetic<?> arithmetic() {
    return Arithmetic.of(kernels, precision);
  }

  /** The arithmetic of gradients that no loss scale keeps in range. */
  Arithmetic<?> unscaledArithmetic() {
    return lossScale.isPresent() ? Arithmetic.float32(kernels) : arithmetic();
  }

  /** The arithmetic of values beyond the range of float32, which oneDNN does not compute in. */
  Arithmetic<TFloat64> float64Arithmetic() {
    return new Arithmetic<>(
        placement.isGpu() ? kernels : new ConvolutionKernels(ConvolutionKernels.Target.PORTABLE),
        TFloat64.class);
  }

  private static void checkComputes(Precision precision, Placement placement) {
    boolean computes =
        switch (precision) {
          case FLOAT32, MIXED_FLOAT16 -> true;
          case MIXED_BFLOAT16 ->
              runs("bfloat16", placement, tf -> groupedDilatedGradient(tf, TBfloat16.class));
        };
    if (!computes) {
      throw new UnsupportedOperationException(
          "precision is "
              + precision
              + ", which "
              + placement.kinds()
              + " does not compute convolutions in; choose FLOAT32, or MIXED_BFLOAT16 on a"
              + " processor with AVX-512 where TensorFlow uses oneDNN, or a GPU");
    }
  }

  private static ImmutableList<Device> devices(ExecutionOptions options) {
    ImmutableList<Device> wanted = options.devices().list();
    Device gpu = new Device(Device.Kind.GPU, 0);
    if (wanted.isEmpty()) {
      return isThere(gpu, options) ? ImmutableList.of(gpu) : Devices.cpu().list();
    }
    ImmutableList<Device> missing =
        wanted.stream()
            .filter(device -> device.kind() == Device.Kind.GPU && !isThere(device, options))
            .collect(ImmutableList.toImmutableList());
    checkArgument(
        missing.isEmpty(),
        "devices are %s, but TensorFlow finds no %s here; there are: %s. A GPU needs an NVIDIA"
            + " driver, CUDA and cuDNN, and tensorflow-core-native with the classifier"
            + " linux-x86_64-gpu (here: -Pgpu) instead of the processor's",
        options.devices(),
        missing,
        present(options));
    return wanted;
  }

  private static ImmutableList<Device> present(ExecutionOptions options) {
    ImmutableList.Builder<Device> present = ImmutableList.builder();
    present.addAll(Devices.cpu().list());
    for (int index = 0; ; index++) {
      Device gpu = new Device(Device.Kind.GPU, index);
      if (!isThere(gpu, options)) {
        return present.build();
      }
      present.add(gpu);
    }
  }

  private static boolean isThere(Device gpu, ExecutionOptions options) {
    Placement placement = Placement.of(ImmutableList.of(gpu), options);
    // Otherwise the processor would step in.
    ConfigProto strict = placement.config().toBuilder().setAllowSoftPlacement(false).build();
    return runs(gpu.toString(), new Placement(placement.devices(), strict), Backend::sum);
  }

  private static ConvolutionKernels.Target target(Precision precision, Placement placement) {
    // oneDNN computes float16 on few processors.
    return precision == Precision.MIXED_FLOAT16 && !placement.isGpu()
        ? ConvolutionKernels.Target.PORTABLE
        : target(placement);
  }

  private static ConvolutionKernels.Target target(Placement placement) {
    if (placement.isGpu()) {
      return ConvolutionKernels.Target.GPU;
    }
    return runs(
            "grouped and dilated gradients",
            placement,
            tf -> groupedDilatedGradient(tf, TFloat32.class))
        ? Processor.convolutions(isCacheless(placement))
        : ConvolutionKernels.Target.PORTABLE;
  }

  /**
   * Whether oneDNN takes the processor for one without caches. A last part of the packed filter is
   * then lost on the way back, so that inputs have no gradient.
   */
  private static boolean isCacheless(Placement placement) {
    int inputs = 99;
    int outputs = 32;
    try (Program program = new Program(placement.config())) {
      Ops tf = placement.operations(program);
      Operand<TFloat32> gradient =
          tf.nn.conv2dBackpropInput(
              tf.array(1, 4, 4, inputs),
              tf.fill(tf.array(1, 1, inputs, outputs), tf.constant(1f)),
              tf.fill(tf.array(1, 4, 4, outputs), tf.constant(1f)),
              List.of(1L, 1L, 1L, 1L),
              "SAME");
      try (Result result = program.runner().fetch(gradient).run()) {
        for (float each : HostTensors.read(result.get(0))) {
          if (each != outputs) {
            return true;
          }
        }
        return false;
      }
    }
  }

  private static boolean runs(
      String what, Placement placement, Function<Ops, Operand<?>> operation) {
    try (Program program = new Program(placement.config())) {
      program.runner().fetch(operation.apply(placement.operations(program))).run().close();
      return true;
    } catch (TensorFlowException
        | IllegalArgumentException
        | UnsupportedOperationException refused) {
      LOG.debug("TensorFlow does without {}: {}", what, refused.getMessage());
      return false;
    }
  }

  /** An empty program for these devices. */
  Program program() {
    return new Program(placement.config());
  }

  /** Adds operations to a program on the first device. */
  GraphScope scope(Program program, GraphScope.OpenAxis openAxis) {
    return new GraphScope(placement.operations(program), openAxis);
  }

  /** The devices that share the work on some examples. */
  int replicas(int examples) {
    return Math.min(placement.devices().size(), examples);
  }

  /** Scopes on the first devices. */
  ImmutableList<GraphScope> scopes(GraphScope first, int replicas) {
    return Stream.concat(
            Stream.of(first), placement.devices().stream().limit(replicas).skip(1).map(first::on))
        .collect(ImmutableList.toImmutableList());
  }

  private static Operand<TFloat32> sum(Ops tf) {
    return tf.math.add(tf.constant(1f), tf.constant(1f));
  }

  /** Only oneDNN runs this operation on a CPU. */
  private static <T extends TNumber> Operand<T> groupedDilatedGradient(Ops tf, Class<T> type) {
    Operand<T> values = tf.dtypes.cast(tf.fill(tf.array(1, 4, 4, 2), tf.constant(1f)), type);
    return tf.nn.conv2dBackpropFilter(
        values,
        tf.array(3, 3, 1, 2),
        values,
        List.of(1L, 1L, 1L, 1L),
        "SAME",
        Conv2dBackpropFilter.dilations(List.of(1L, 2L, 2L, 1L)));
  }
}
