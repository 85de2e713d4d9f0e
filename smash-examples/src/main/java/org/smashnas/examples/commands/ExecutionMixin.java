package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import org.jspecify.annotations.Nullable;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Precision;
import picocli.CommandLine.Option;

/** What a command computes on. It is no part of a run: each command may run elsewhere. */
final class ExecutionMixin {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = {
        "Where to compute: auto (a GPU if there is one), cpu, gpu, gpu:1, or several, as"
            + " gpu:0,gpu:1, which share each batch of a training."
      })
  private Devices devices = Devices.automatic();

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      defaultValue = "float32",
      description = "What to compute in: float32, bfloat16 or float16.")
  private Precision precision = Precision.FLOAT32;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = {"Threads on the processor.", "  Default: as many as processors"})
  private @Nullable Integer threads;

  ExecutionOptions options() {
    ExecutionOptions.Builder options =
        ExecutionOptions.builder().devices(devices).precision(precision);
    if (threads != null) {
      checkArgument(threads >= 1, "--threads is %s; it must be at least 1", threads);
      options.threads(threads);
    }
    return options.build();
  }
}
