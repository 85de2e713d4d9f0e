package com.example.tabular;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;

class BreastCancerTest {
  private static final Split SPLIT = BreastCancer.split();

  @Test
  void allTumoursAreThere() {
    long benign =
        Stream.of(SPLIT.train(), SPLIT.validation(), SPLIT.test())
            .flatMapToInt(part -> IntStream.range(0, part.size()).map(part::label))
            .sum();
    assertThat(SPLIT.train().size() + SPLIT.validation().size() + SPLIT.test().size())
        .isEqualTo(569);
    assertThat(benign).isEqualTo(357);
  }

  @Test
  void eachColumnHasMeanZeroAndDeviationOneInTheTrainingPart() {
    Dataset train = SPLIT.train();
    double[] sums = new double[BreastCancer.INPUTS];
    double[] squares = new double[BreastCancer.INPUTS];
    for (int index = 0; index < train.size(); index++) {
      float[] row = new float[BreastCancer.INPUTS];
      train.read(index, FloatBuffer.wrap(row));
      for (int column = 0; column < row.length; column++) {
        sums[column] += row[column] / train.size();
        squares[column] += (double) row[column] * row[column] / train.size();
      }
    }
    assertThat(DoubleStream.of(sums)).allSatisfy(sum -> assertThat(sum).isCloseTo(0, within(1e-4)));
    assertThat(DoubleStream.of(squares))
        .allSatisfy(square -> assertThat(square).isCloseTo(1, within(1e-3)));
  }
}
