package org.smashnas.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.smashnas.data.Datasets.counting;
import static org.smashnas.data.Datasets.examples;
import static org.smashnas.data.Pixels.assertWrong;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Shape;

class TrainAndTestTest {
  private final TrainAndTest data = new TrainAndTest(counting(29), counting(4));

  @Test
  void theLastTrainingExamplesAreHeldOut() {
    Split split = data.holdOutLast(0.1);
    assertThat(examples(split.train())).isEqualTo(IntStream.range(0, 27).toArray());
    assertThat(examples(split.validation())).containsExactly(27, 28);
    assertThat(split.test()).isSameAs(data.test());
  }

  /** In binary 0.29 of 100 is 28.999999999999996. */
  @Test
  void fractionsAreThoseOfTheirDecimals() {
    TrainAndTest hundred = new TrainAndTest(counting(100), counting(4));
    assertThat(hundred.holdOutLast(0.29).validation().size()).isEqualTo(29);
    assertThat(hundred.holdOutLast(0.299).validation().size()).isEqualTo(29);
  }

  @Test
  void impossibleFractionsAreRefused() {
    for (double fraction : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
      assertWrong(() -> data.holdOutLast(fraction), "fraction is " + fraction, "below 1");
    }
    assertWrong(() -> data.holdOutLast(0.01), "0.01 of 29", "at least 1");
  }

  @Test
  void theTestExamplesMayValidate() {
    Split split = data.validateOnTest();
    assertThat(split.train()).isSameAs(data.train());
    assertThat(split.validation()).isSameAs(data.test());
    assertThat(split.test()).isSameAs(data.test());
  }

  @Test
  void partsThatDoNotFitAreRefused() {
    Dataset other = Dataset.of(new Shape(1, 1, 1), 3, new float[][] {{1}}, new int[] {0});
    assertWrong(() -> new TrainAndTest(counting(2), other), "test part", "1x1x1", "2x2x1");
    Normalization colours = Normalization.uniform(3, 0.5, 0.5);
    assertWrong(
        () -> new TrainAndTest(counting(2), counting(2), Optional.of(colours)),
        "3 channels",
        "2x2x1");
  }

  @Test
  void normalizationSubtractsTheMeanAndDividesByTheDeviation() {
    Normalization normalization =
        new Normalization(ImmutableList.of(0.25, 0.5), ImmutableList.of(0.5, 2.0));
    assertThat(normalization.apply(1, 0)).isEqualTo(1.5f);
    assertThat(normalization.apply(0, 1)).isEqualTo(-0.25f);
    assertThat(Normalization.uniform(2, 0.25, 0.5).mean()).containsExactly(0.25, 0.25);
  }

  @Test
  void impossibleNormalizationsAreRefused() {
    assertWrong(
        () -> new Normalization(ImmutableList.of(0.5), ImmutableList.of()), "1 means", "0 dev");
    assertWrong(() -> new Normalization(ImmutableList.of(), ImmutableList.of()), "0 means");
    assertWrong(() -> Normalization.uniform(1, Double.NaN, 1), "NaN", "finite");
    assertWrong(() -> Normalization.uniform(1, 0, 0), "deviations [0.0]", "above 0");
    assertWrong(() -> Normalization.uniform(1, 0, Double.POSITIVE_INFINITY), "Infinity");
    assertWrong(() -> Normalization.uniform(0, 0, 1), "0 channels");
  }

  @Test
  void classesInTurnGiveEachPartItsShareOfEachClass() {
    int[] labels = new int[100];
    Arrays.fill(labels, 50, 80, 1);
    Arrays.fill(labels, 80, 100, 2);
    int[] order = ClassesInTurn.order(labels);
    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, 100).toArray());
    for (int first = 0; first < 100; first += 10) {
      int[] sizes = new int[3];
      for (int index = first; index < first + 10; index++) {
        sizes[labels[order[index]]]++;
      }
      assertThat(sizes).containsExactly(5, 3, 2);
    }
    assertThat(IntStream.of(order).filter(index -> labels[index] == 1))
        .isEqualTo(IntStream.range(50, 80).boxed().toList());
  }
}
