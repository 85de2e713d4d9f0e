package org.smashnas.examples.benchmark;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;

/** Architectures sampled and perturbed in a second, on one core, at the paper's setting. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SamplingBenchmark {
  private final RandomGenerator random = new SplittableRandom(0);
  private final MemoryBankSpace space =
      MemoryBankSpace.builder().input(32, 32, 3).classes(100).build();
  private MemoryBank architecture = space.sample(random);

  /** Draws the architecture that is perturbed. */
  @Setup
  public void setUp() {
    architecture = space.sample(random);
  }

  /** Draws an architecture of the whole space. */
  @Benchmark
  public MemoryBank sample() {
    return space.sample(random);
  }

  /** Perturbs an architecture with the paper's probability. */
  @Benchmark
  public MemoryBank perturb() {
    return space.perturb(architecture, 0.05, random);
  }
}
