package org.smashnas.tf;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Shape;

/**
 * A task that takes seconds to learn: which quadrant of an image is the bright one. It has the
 * paper's norms, with which ops add little at first, so that a few steps suffice.
 */
final class QuadrantTask {
  static final int CLASSES = 4;
  static final Shape SHAPE = new Shape(8, 8, 1);
  static final MemoryBankSpace SPACE = space(CLASSES);
  static final HyperNetArchitecture HYPERNET =
      new ConvolutionalHyperNet(7, 10, ImmutableList.of(2, 2, 1));

  private QuadrantTask() {}

  static MemoryBankSpace space(int classes) {
    return MemoryBankSpace.builder()
        .input(SHAPE)
        .classes(classes)
        .blocks(2)
        .depth(4)
        .width(1)
        .maxBankChannels(16)
        .maxKernel(5)
        .maxDilation(1)
        .paperNorms()
        .build();
  }

  static HyperNet<MemoryBank> hyperNet(long seed) {
    return TensorFlow.hyperNet(SPACE, HYPERNET, seed);
  }

  static MemoryBank architecture(long seed) {
    return SPACE.sample(new SplittableRandom(seed));
  }

  /** Two steps in each of two epochs. */
  static TrainingOptions.Builder shortTraining() {
    return TrainingOptions.hyperNet()
        .optimizer(new Optimizer.Adam(0.01, 0.5, 0.999, 1e-4))
        .epochs(2)
        .batchSize(20);
  }

  static Dataset fewExamples() {
    return examples(40, 4);
  }

  static Split split() {
    return new Split(examples(120, 1), examples(50, 2), examples(50, 3));
  }

  static Dataset examples(int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    float[][] images = new float[count][];
    int[] labels = new int[count];
    for (int index = 0; index < count; index++) {
      labels[index] = index % CLASSES;
      images[index] = image(labels[index], random);
    }
    return Dataset.of(SHAPE, CLASSES, images, labels);
  }

  private static float[] image(int bright, RandomGenerator random) {
    float[] image = new float[SHAPE.size()];
    for (int pixel = 0; pixel < image.length; pixel++) {
      int lower = pixel / SHAPE.width() >= SHAPE.height() / 2 ? 1 : 0;
      int right = pixel % SHAPE.width() >= SHAPE.width() / 2 ? 1 : 0;
      double light = 2 * lower + right == bright ? 0.7 : -0.3;
      image[pixel] = (float) (light + 0.8 * random.nextGaussian());
    }
    return image;
  }
}
