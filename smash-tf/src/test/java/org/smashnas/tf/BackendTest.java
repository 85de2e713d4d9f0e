package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.smashnas.hypernet.Device;
import org.smashnas.hypernet.Devices;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.Precision;
import org.tensorflow.proto.ConfigProto;

/** What computes, and what is said about it. */
class BackendTest {
  private static final Device MISSING = new Device(Device.Kind.GPU, 63);

  @TempDir private Path folder;

  private static ExecutionOptions on(Devices devices) {
    return ExecutionOptions.builder().devices(devices).build();
  }

  private static boolean hasGpu() {
    return Backend.probe().placement().isGpu();
  }

  @Test
  void aGpuThatIsNotThereIsAnErrorThatSaysWhatThereIsAndHowToGetOne() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Backend.of(on(Devices.of(MISSING))))
        .withMessageContaining("devices are gpu:63, but TensorFlow finds no [gpu:63] here")
        .withMessageContaining("there are: [cpu:0")
        .withMessageContaining("linux-x86_64-gpu")
        .withMessageContaining("-Pgpu")
        .withMessageContaining("CUDA");
  }

  @Test
  void aUserMeetsTheErrorAtOnce() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> TensorFlow.hyperNet(QuadrantTask.SPACE).devices(Devices.of(MISSING)).build())
        .withMessageContaining("gpu:63");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TensorFlow.network(
                    QuadrantTask.SPACE.derivedNetwork(QuadrantTask.architecture(1)),
                    0,
                    on(Devices.of(MISSING))))
        .withMessageContaining("gpu:63");
  }

  @Test
  void withoutAGpuTheAutomaticChoiceIsTheProcessor() {
    assumeThat(hasGpu()).isFalse();
    assertThat(Backend.of(on(Devices.automatic())).placement().devices())
        .isEqualTo(Devices.cpu().list());
  }

  @ParameterizedTest
  @EnumSource(value = Precision.class)
  void thePrecisionReachesTheBackend(Precision precision) {
    ExecutionOptions options =
        ExecutionOptions.builder().devices(Devices.cpu()).precision(precision).build();
    try {
      assertThat(Backend.of(options).precision()).isEqualTo(precision);
    } catch (UnsupportedOperationException refused) {
      assertThat(precision).isNotEqualTo(Precision.FLOAT32);
      assertThat(refused).hasMessageContaining(precision.name());
    }
  }

  @Test
  void memoryOfGpusIsTakenAsItIsNeededAndUpToALimit() {
    ImmutableList<Device> gpu = Devices.gpus(0, 1).list();
    ConfigProto unlimited = Placement.of(gpu, ExecutionOptions.defaults()).config();
    assertThat(unlimited.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(unlimited.getGpuOptions().getPerProcessGpuMemoryFraction()).isZero();
    ConfigProto limited =
        Placement.of(gpu, ExecutionOptions.builder().gpuMemoryFraction(0.25).build()).config();
    assertThat(limited.getGpuOptions().getAllowGrowth()).isTrue();
    assertThat(limited.getGpuOptions().getPerProcessGpuMemoryFraction()).isEqualTo(0.25);
  }

  @Test
  void aProgramOnTheProcessorLeavesGpusAlone() {
    ConfigProto config = Placement.processor().config();
    assertThat(config.getDeviceCountMap()).containsEntry("GPU", 0).containsEntry("CPU", 1);
  }

  /** Settles the threads, counts them, and asks for another number. */
  static final class Threads {
    private Threads() {}

    public static void main(String[] arguments) throws IOException {
      ExecutionOptions options =
          ExecutionOptions.builder()
              .devices(Devices.parse("cpu:0,cpu:1"))
              .threads(Integer.parseInt(arguments[0]))
              .build();
      Backend.of(options);
      Backend.of(ExecutionOptions.defaults());
      System.out.println("native threads " + unnamedThreads());
      try {
        Backend.of(ExecutionOptions.builder().threads(2).build());
      } catch (IllegalStateException refused) {
        System.out.println("refused: " + refused.getMessage());
      }
    }

    /** Java names the threads that it starts; others have the program's name. */
    private static long unnamedThreads() throws IOException {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
        return tasks.map(Threads::name).filter("java"::equals).count();
      }
    }

    private static String name(Path task) {
      try {
        return Files.readString(task.resolve("comm")).strip();
      } catch (IOException ended) {
        return "";
      }
    }
  }

  /** What a process prints that asks for some threads, by its lines. */
  private List<String> run(int threads) throws Exception {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0",
                "-Dorg.slf4j.simpleLogger.logFile=System.out",
                "-cp",
                System.getProperty("java.class.path"),
                Threads.class.getName(),
                Integer.toString(threads))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(output.toFile())
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(process.exitValue()).as("exit code, after %s", lines).isZero();
    return lines;
  }

  @Test
  void theChoiceIsLoggedOnceAndAProcessHasOneNumberOfThreads() throws Exception {
    List<String> lines = run(3);
    assertThat(lines)
        .filteredOn(line -> line.contains("runs on cpu:0,cpu:1"))
        .singleElement()
        .asString()
        .contains("precision FLOAT32")
        .containsPattern(
            "convolutions (ONEDNN|ONEDNN_AVX2|ONEDNN_CACHELESS|ONEDNN_CACHELESS_AVX2|PORTABLE)")
        .contains("threads 3");
    assertThat(lines)
        .anySatisfy(
            line ->
                assertThat(line).startsWith("refused: threads is 2, but").contains("with 3 since"));
    assumeThat(Path.of("/proc/self/task")).exists();
    assertThat(nativeThreads(run(5))).isEqualTo(nativeThreads(lines) + 2 * (5 - 3));
  }

  private static long nativeThreads(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("native threads "))
        .mapToLong(line -> Long.parseLong(line.substring("native threads ".length())))
        .sum();
  }
}
