package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.smashnas.data.Datasets.counting;

import com.google.common.collect.ImmutableList;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
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
}
