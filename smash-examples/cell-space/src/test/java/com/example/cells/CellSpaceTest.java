package com.example.cells;

import static com.example.cells.EdgeOperation.AVERAGE_POOL_3X3;
import static com.example.cells.EdgeOperation.CONVOLUTION_1X1;
import static com.example.cells.EdgeOperation.CONVOLUTION_3X3;
import static com.example.cells.EdgeOperation.NONE;
import static com.example.cells.EdgeOperation.SKIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.space.Encoding;
import org.smashnas.testing.SpaceVerifier;

class CellSpaceTest {
  private static final CellSpace SPACE = new CellSpace(Digits.SHAPE, Digits.CLASSES, 8);

  private static Stream<Cell> all() {
    return IntStream.range(0, 15_625).mapToObj(CellSpaceTest::cell);
  }

  private static Cell cell(int number) {
    List<EdgeOperation> edges =
        IntStream.of(1, 5, 25, 125, 625, 3125)
            .mapToObj(place -> EdgeOperation.values()[number / place % 5])
            .toList();
    return new Cell(edges);
  }

  @Test
  void itIsASpace() {
    SpaceVerifier.of(SPACE)
        .rebuiltBy(() -> new CellSpace(Digits.SHAPE, Digits.CLASSES, 8))
        .verify();
  }

  @Test
  void everyCellHasANetworkAndAnEncodingOfItsOwn() {
    assertThat(all().map(cell -> Encoding.of(SPACE.network(cell), SPACE.weightGrid())))
        .doesNotHaveDuplicates();
  }

  @Test
  void samplesAndPerturbationsReachEveryCell() {
    RandomGenerator random = new SplittableRandom(0);
    Set<Cell> reached = new HashSet<>();
    Cell walker = SPACE.sample(random);
    for (int step = 0; step < 400_000; step++) {
      walker = SPACE.perturb(walker, 0.5, random);
      reached.add(walker);
    }
    assertThat(reached).hasSize(15_625);
  }

  @Test
  void aCellOfFiveEdgesIsRefused() {
    assertThatThrownBy(() -> SPACE.network(new Cell(List.of(SKIP, SKIP, SKIP, SKIP, SKIP))))
        .hasMessage("cell has 5 edges; it must have 6");
  }

  /** Both cells, stem and reduction with their norms, and the classifier, counted by hand. */
  @Test
  void itsParametersAreThoseCountedByHand() {
    int outside = (9 * 8 + 16) + (9 * 8 * 16 + 32) + (16 * 10 + 10);
    int narrow = (64 + 16) + 2 * (9 * 64 + 16);
    int wide = (256 + 32) + 2 * (9 * 256 + 32);
    Cell cell =
        new Cell(
            List.of(
                CONVOLUTION_1X1, CONVOLUTION_3X3, SKIP, NONE, AVERAGE_POOL_3X3, CONVOLUTION_3X3));
    assertThat(SPACE.network(cell).parameters()).isEqualTo(outside + narrow + wide);
  }
}
