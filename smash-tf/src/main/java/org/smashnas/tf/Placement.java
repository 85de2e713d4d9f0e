package org.smashnas.tf;

import com.google.common.collect.ImmutableList;
import org.smashnas.hypernet.Device;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.tensorflow.DeviceSpec;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.OptimizerOptions;
import org.tensorflow.proto.RewriterConfig;

/**
 * Where programs run.
 *
 * @param devices at least one, all of one kind; the first keeps the weights
 * @param config of the sessions
 */
record Placement(ImmutableList<Device> devices, ConfigProto config) {

  /** The processor, by default options. */
  static Placement processor() {
    return of(Devices.cpu().list(), ExecutionOptions.defaults());
  }

  static Placement of(ImmutableList<Device> devices, ExecutionOptions options) {
    return new Placement(devices, config(devices, options));
  }

  /**
   * TensorFlow's graph rewriting is off: it takes longer than one run of a program that runs once.
   * What has no kernel for a GPU runs on the processor; that the GPU is there was checked before.
   */
  private static ConfigProto config(ImmutableList<Device> devices, ExecutionOptions options) {
    ConfigProto.Builder config =
        ConfigProto.newBuilder()
            .setGraphOptions(
                GraphOptions.newBuilder()
                    .setRewriteOptions(RewriterConfig.newBuilder().setDisableMetaOptimizer(true))
                    .setOptimizerOptions(
                        OptimizerOptions.newBuilder().setOptLevel(OptimizerOptions.Level.L0)));
    options
        .threads()
        .ifPresent(
            threads ->
                config.setIntraOpParallelismThreads(threads).setInterOpParallelismThreads(threads));
    if (isGpu(devices.get(0))) {
      GPUOptions.Builder memory = GPUOptions.newBuilder().setAllowGrowth(true);
      options.gpuMemoryFraction().ifPresent(memory::setPerProcessGpuMemoryFraction);
      config.setAllowSoftPlacement(true).setGpuOptions(memory);
    } else {
      int processors = 1 + devices.stream().mapToInt(Device::index).max().orElseThrow();
      config.putDeviceCount("CPU", processors).putDeviceCount("GPU", 0);
    }
    return config.build();
  }

  /** What results depend on: how many devices of which kind. */
  String kinds() {
    return devices.size() + " " + devices.get(0).kind();
  }

  boolean isGpu() {
    return isGpu(devices.get(0));
  }

  private static boolean isGpu(Device device) {
    return device.kind() == Device.Kind.GPU;
  }

  /** What adds operations to a program on the first device. */
  Ops operations(Program program) {
    return on(Ops.create(program.graph()), devices.get(0));
  }

  static Ops on(Ops tf, Device device) {
    return tf.withDevice(
        DeviceSpec.newBuilder()
            .deviceType(isGpu(device) ? DeviceSpec.DeviceType.GPU : DeviceSpec.DeviceType.CPU)
            .deviceIndex(device.index())
            .build());
  }
}
