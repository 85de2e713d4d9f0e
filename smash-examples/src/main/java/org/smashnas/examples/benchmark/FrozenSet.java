package org.smashnas.examples.benchmark;

import com.google.common.collect.ImmutableList;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.smashnas.data.Dataset;
import org.smashnas.json.StrictJson;
import org.smashnas.memorybank.Annealing;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Shape;

/**
 * Architectures of one setting, drawn by the reference's own sampler and kept, so that cheaper
 * samples cannot look like speed.
 *
 * @param description what the file is
 * @param setting its name
 * @param batch examples of a training step
 * @param image height, width and channels
 * @param classes of the task
 * @param stemChannels channels of the 7×7 stem
 * @param machineMatMulGflops of the machine that the reference ran on
 * @param architectures the architectures
 */
record FrozenSet(
    String description,
    String setting,
    int batch,
    ImmutableList<Integer> image,
    int classes,
    int stemChannels,
    double machineMatMulGflops,
    ImmutableList<FrozenArchitecture> architectures) {

  /** The settings: the reference's defaults and small networks, at both ends of the anneal. */
  enum Setting {
    DEFAULT_LATE,
    DEFAULT_EARLY,
    SMALL_LATE,
    SMALL_EARLY;

    /** The setting that prints as the word. */
    static Setting of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static FrozenSet read(Setting setting) {
    try {
      String json =
          Resources.toString(
              Resources.getResource(FrozenSet.class, setting + ".json"), StandardCharsets.UTF_8);
      return StrictJson.create().read(json, FrozenSet.class, "frozen architectures");
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + setting + ".json", failure);
    }
  }

  /** The memory-bank space whose HyperNet and shared tensors these architectures have. */
  MemoryBankSpace memoryBank() {
    return memoryBank(Annealing.paper());
  }

  /** The same space, with another annealing. */
  MemoryBankSpace memoryBank(Annealing annealing) {
    MemoryBankSpace.Builder space =
        MemoryBankSpace.builder()
            .input(image.get(0), image.get(1), image.get(2))
            .classes(classes)
            .paperNorms()
            .annealing(annealing);
    if (setting.startsWith("small")) {
      space.depth(4).width(1).bankChannels(8).maxBankChannels(16);
    }
    return space.build();
  }

  /** Examples of normal noise, with random classes. */
  Dataset noise(int count) {
    Shape shape = new Shape(image.get(0), image.get(1), image.get(2));
    RandomGenerator random = new SplittableRandom(0);
    float[][] images = new float[count][shape.size()];
    for (float[] each : images) {
      for (int index = 0; index < each.length; index++) {
        each[index] = (float) random.nextGaussian();
      }
    }
    return Dataset.of(shape, classes, images, random.ints(count, 0, classes).toArray());
  }
}
