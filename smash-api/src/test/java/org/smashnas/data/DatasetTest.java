package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.smashnas.data.Datasets.counting;
import static org.smashnas.data.Datasets.examples;
import static org.smashnas.data.Datasets.image;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Shape;

class DatasetTest {
  private static final Shape PAIR = new Shape(1, 2, 1);

  private static void assertRefused(float[][] images, int[] labels, String... message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(PAIR, 2, images, labels))
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message));
  }

  @Test
  void arraysAreReadByIndex() {
    Dataset dataset = counting(5);
    assertThat(dataset.size()).isEqualTo(5);
    assertThat(dataset.classes()).isEqualTo(3);
    assertThat(dataset.label(4)).isEqualTo(1);
    assertThat(image(dataset, 4)).containsExactly(4f, 4.25f, 4.5f, 4.75f);
  }

  @Test
  void aStreamIsReadInOrderAndClosed() {
    AtomicBoolean closed = new AtomicBoolean();
    Stream<Dataset.Example> stream =
        Stream.of(
                new Dataset.Example(new float[] {1, 2}, 0),
                new Dataset.Example(new float[] {3, 4}, 1))
            .onClose(() -> closed.set(true));
    Dataset dataset = Dataset.from(PAIR, 2, stream);
    assertThat(closed).isTrue();
    assertThat(image(dataset, 1)).containsExactly(3, 4);
    assertThat(dataset.label(1)).isEqualTo(1);
  }

  @Test
  void aWrongExampleIsRefusedByNumberAndValue() {
    float[] good = {1, 2};
    assertRefused(new float[][] {good, {1}}, new int[] {0, 1}, "example 1", "1 values", "1x2x1");
    assertRefused(new float[][] {good, good}, new int[] {0, 2}, "example 1", "label 2", "0 to 1");
    assertRefused(new float[][] {good}, new int[] {-1}, "example 0", "label -1");
    assertRefused(new float[][] {{0, Float.NaN}}, new int[] {0}, "example 0", "NaN", "finite");
    assertRefused(new float[][] {good}, new int[] {0, 1}, "1 images", "2 labels");
    assertRefused(new float[][] {}, new int[] {}, "no examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.of(PAIR, 1, new float[][] {good}, new int[] {0}))
        .withMessageContainingAll("classes is 1", "at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dataset.from(PAIR, 2, Stream.of()))
        .withMessageContaining("no examples");
  }

  @Test
  void aSubsetKeepsTheOrderAskedForAndMayRepeat() {
    int[] chosen = {3, 0, 3};
    Dataset subset = counting(5).subset(chosen);
    chosen[0] = 1;
    assertThat(examples(subset)).containsExactly(3, 0, 3);
    assertThat(subset.label(0)).isZero();
    assertThat(examples(subset.subset(new int[] {2, 1}))).containsExactly(3, 0);
    assertThat(examples(counting(5).head(2))).containsExactly(0, 1);
  }

  @Test
  void aSubsetOutOfRangeIsRefused() {
    Dataset dataset = counting(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.subset(new int[] {0, 5}))
        .withMessageContainingAll("index 5", "0 to 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.subset(new int[] {}))
        .withMessageContaining("no examples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> dataset.head(6))
        .withMessageContainingAll("head of 6", "5");
  }

  @Test
  void shufflingKeepsEveryExampleOnceAndFollowsTheSeed() {
    Dataset dataset = counting(50);
    int[] order = examples(dataset.shuffled(new SplittableRandom(1)));
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 50).toArray());
    assertThat(examples(dataset.shuffled(new SplittableRandom(1)))).isEqualTo(order);
    assertThat(examples(dataset.shuffled(new SplittableRandom(2)))).isNotEqualTo(order);
  }

  @Test
  void aSplitIsADisjointRandomPartition() {
    Split split = counting(30).split(5, 7, new SplittableRandom(3));
    assertThat(split.validation().size()).isEqualTo(5);
    assertThat(split.test().size()).isEqualTo(7);
    int[] all =
        Stream.of(split.train(), split.validation(), split.test())
            .flatMapToInt(part -> Arrays.stream(examples(part)))
            .toArray();
    assertThat(all).containsExactlyInAnyOrder(IntStream.range(0, 30).toArray());
    assertThat(examples(split.test()))
        .isEqualTo(examples(counting(30).split(5, 7, new SplittableRandom(3)).test()))
        .isNotEqualTo(examples(counting(30).split(5, 7, new SplittableRandom(4)).test()));
  }

  @Test
  void aSplitThatDoesNotFitIsRefused() {
    Dataset dataset = counting(10);
    SplittableRandom random = new SplittableRandom(5);
    int[][] bad = {{0, 1}, {1, 0}, {5, 5}, {Integer.MAX_VALUE, Integer.MAX_VALUE}};
    for (int[] sizes : bad) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> dataset.split(sizes[0], sizes[1], random))
          .withMessageContainingAll("10 examples", sizes[0] + " for validation");
    }
    Dataset other = Dataset.of(PAIR, 3, new float[][] {{1, 2}}, new int[] {0});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Split(dataset, other, dataset))
        .withMessageContainingAll("validation", "1x2x1", "2x2x1");
  }

  @Test
  void anExampleHasOneViewUnlessTheDatasetSaysOtherwise() {
    Dataset dataset = counting(5);
    assertThat(dataset.views()).isEqualTo(1);
    assertThat(Pixels.view(dataset, 3, 0)).isEqualTo(image(dataset, 3));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> Pixels.view(dataset, 3, 1))
        .withMessageContaining("view (1)");
  }

  @Test
  void aSubsetHasTheViewsOfItsExamples() {
    Dataset subset = Datasets.views(9, 4).subset(new int[] {8, 2});
    assertThat(subset.views()).isEqualTo(4);
    assertThat(Pixels.view(subset, 0, 3)).containsExactly(308);
    assertThat(Pixels.view(subset.head(1), 0, 1)).containsExactly(108);
  }
}
