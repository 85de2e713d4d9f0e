package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.smashnas.data.Datasets.counting;

import com.google.common.collect.ImmutableList;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;

class BatchesTest {
  /** The examples of a counting dataset in the order that the batches give them. */
  private static int[] examples(Batches batches) {
    return IntStream.range(0, batches.count())
        .mapToObj(batches::read)
        .flatMapToInt(
            batch -> IntStream.range(0, batch.size()).map(row -> (int) batch.images()[4 * row]))
        .toArray();
  }

  @Property(seed = "7", tries = 200)
  void aPassGivesEveryExampleOnceInFullBatchesButTheLast(
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 50) int batchSize,
      @ForAll int seed) {
    Batches batches = Batches.shuffled(counting(size), batchSize, new SplittableRandom(seed));
    assertThat(examples(batches)).containsExactlyInAnyOrder(IntStream.range(0, size).toArray());
    for (int number = 0; number < batches.count() - 1; number++) {
      assertThat(batches.read(number).size()).isEqualTo(batchSize);
    }
    assertThat(batches.read(batches.count() - 1).size()).isBetween(1, batchSize);
  }

  @Test
  void batchesInOrderHoldImagesAndTheirLabels() {
    Batches batches = Batches.inOrder(counting(5), 2);
    assertThat(batches.count()).isEqualTo(3);
    Batch second = batches.read(1);
    assertThat(second.images()).containsExactly(2, 2.25f, 2.5f, 2.75f, 3, 3.25f, 3.5f, 3.75f);
    assertThat(second.labels()).containsExactly(2, 0);
    assertThat(batches.read(2).labels()).containsExactly(1);
  }

  @Test
  void theSameSeedGivesTheSameBatches() {
    int[] order = examples(Batches.shuffled(counting(40), 7, new SplittableRandom(1)));
    assertThat(examples(Batches.shuffled(counting(40), 7, new SplittableRandom(1))))
        .isEqualTo(order);
    assertThat(examples(Batches.shuffled(counting(40), 7, new SplittableRandom(2))))
        .isNotEqualTo(order);
  }

  @Test
  void augmentationsChangeEachImageInTurnAndNotTheDataset() {
    Batches batches = Batches.inOrder(counting(3), 3);
    Augmentation add = (image, shape, random) -> image.put(0, image.get(0) + 10);
    Augmentation twice = (image, shape, random) -> image.put(image.get(0) * 2);
    Batch changed = batches.readAugmented(0, ImmutableList.of(add, twice), new SplittableRandom(1));
    assertThat(changed.images())
        .containsExactly(20, 0.25f, 0.5f, 0.75f, 22, 1.25f, 1.5f, 1.75f, 24, 2.25f, 2.5f, 2.75f);
    assertThat(batches.read(0).images()).startsWith(0, 0.25f);
  }

  @Test
  void aBatchThatIsNotThereIsRefused() {
    Batches batches = Batches.inOrder(counting(5), 2);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.read(3))
        .withMessageContainingAll("batch", "3");
    assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> batches.read(-1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Batches.inOrder(counting(5), 0))
        .withMessageContaining("batch size is 0");
  }

  @Test
  void theLargestBatchSizeMeansOneBatch() {
    Batches batches = Batches.inOrder(counting(5), Integer.MAX_VALUE);
    assertThat(batches.count()).isEqualTo(1);
    assertThat(batches.read(0).size()).isEqualTo(5);
  }

  @Test
  void aBatchHoldsTheViewAskedForAndTheFirstOtherwise() {
    Batches batches = Batches.inOrder(Datasets.views(5, 3), 2);
    assertThat(batches.read(1, 2).images()).containsExactly(202, 203);
    assertThat(batches.read(1).images()).containsExactly(2, 3);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.read(1, 3))
        .withMessageContaining("view (3)");
  }

  @Test
  void anAugmentedBatchDrawsTheViewOfEachExample() {
    Batches batches = Batches.inOrder(Datasets.views(100, 3), 100);
    SplittableRandom random = new SplittableRandom(8);
    long[] seen = new long[3];
    for (int pass = 0; pass < 30; pass++) {
      float[] images = batches.readAugmented(0, ImmutableList.of(), random).images();
      for (int index = 0; index < 100; index++) {
        assertThat((int) images[index] % 100).isEqualTo(index);
        seen[(int) images[index] / 100]++;
      }
    }
    double[] expected = {1000, 1000, 1000};
    assertThat(new ChiSquareTest().chiSquareTest(expected, seen)).isGreaterThan(1e-4);
  }

  /** Adds noise that depends on how many numbers an example drew before. */
  private static float[] augmentedBy(int threads) throws Exception {
    Augmentation noise =
        (image, shape, random) -> {
          for (int drawn = random.nextInt(50); drawn >= 0; drawn--) {
            image.put(0, image.get(0) + random.nextFloat());
          }
        };
    Batches batches = Batches.inOrder(counting(400), 400);
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(
              () ->
                  batches
                      .readAugmented(0, ImmutableList.of(noise, noise), new SplittableRandom(9))
                      .images())
          .get();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void anAugmentedBatchDoesNotDependOnTheNumberOfThreads() throws Exception {
    float[] alone = augmentedBy(1);
    assertThat(augmentedBy(4)).isEqualTo(alone);
    assertThat(augmentedBy(13)).isEqualTo(alone);
  }

  @Test
  void examplesOfABatchAreChangedIndependently() {
    Augmentation replace = (image, shape, random) -> image.put(0, random.nextFloat());
    Batches batches = Batches.inOrder(counting(50), 25);
    SplittableRandom random = new SplittableRandom(10);
    Set<Float> seen = new HashSet<>();
    for (int number = 0; number < 2; number++) {
      float[] images = batches.readAugmented(number, ImmutableList.of(replace), random).images();
      for (int index = 0; index < 25; index++) {
        seen.add(images[4 * index]);
      }
    }
    assertThat(seen).hasSize(50);
  }
}
