package org.smashnas.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.hipparchus.stat.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.Encoding;
import org.smashnas.space.WeightGrid;
import org.smashnas.testing.SpaceVerifier;

class CellSpaceTest {
  static final CellSpace TINY = new Tiny().get();
  private static final CellSpace PUBLISHED =
      CellSpace.builder().input(32, 32, 3).classes(10).build();

  /** Makes a small space again. */
  static final class Tiny implements Supplier<ArchitectureSpace<Cell>> {
    @Override
    public CellSpace get() {
      return CellSpace.builder()
          .input(8, 8, 1)
          .classes(10)
          .width(4)
          .cellsPerStage(1)
          .stages(2)
          .build();
    }
  }

  @Test
  void theTinySpaceIsVerifiedHereAndInAnotherJvm() {
    SpaceVerifier.of(TINY)
        .samples(50)
        .rebuiltBy(new Tiny())
        .rebuiltInAnotherJvmBy(Tiny.class)
        .verify();
  }

  @Test
  void thePublishedSpaceIsVerified() {
    SpaceVerifier.of(PUBLISHED).samples(20).verify();
  }

  /**
   * The least, a middle and the largest of NAS-Bench-201, as its authors give them; their count of
   * multiply-adds has the biases of the ten logits as well.
   */
  @ParameterizedTest
  @CsvSource({
    "111111, 10, 73_306, 7_783_050",
    "333133, 10, 1_288_506, 184_730_250",
    "333333, 10, 1_531_546, 220_119_690",
    "000000, 100, 79_156, 7_788_900",
    "333333, 100, 1_537_396, 220_125_540"
  })
  void parametersAndMultiplyAddsAreThePublishedOnes(
      String digits, int classes, String parameters, String multiplyAdds) {
    CellSpace space = CellSpace.builder().input(32, 32, 3).classes(classes).build();
    Cell cell = Cell.ofDigits(digits);
    assertThat(space.network(cell).parameters()).isEqualTo(number(parameters));
    assertThat(space.derivedNetwork(cell).parameters()).isEqualTo(number(parameters));
    assertThat(space.network(cell).multiplyAdds() + classes).isEqualTo(number(multiplyAdds));
  }

  private static long number(String text) {
    return Long.parseLong(text.replace("_", ""));
  }

  /** Whatever its operations: the reductions alone tell all cells without a convolution apart. */
  @Test
  void cellsWithoutAConvolutionHaveEncodingsOfTheirOwn() {
    assertThat(
            TINY.all().stream()
                .filter(cell -> cell.digits().matches("[014]+"))
                .map(cell -> Encoding.of(TINY.network(cell), TINY.weightGrid())))
        .hasSize(729)
        .doesNotHaveDuplicates();
  }

  @Test
  void allCellsComeInTheOrderOfTheirDigits() {
    assertThat(PUBLISHED.all())
        .hasSize(15_625)
        .extracting(Cell::digits)
        .isSorted()
        .doesNotHaveDuplicates()
        .startsWith("000000", "000001")
        .endsWith("444444");
  }

  @Test
  void samplesAreUniformOverAllCells() {
    RandomGenerator random = new SplittableRandom(5);
    long[] drawn = new long[15_625];
    for (int draw = 0; draw < 10 * drawn.length; draw++) {
      drawn[Integer.parseInt(TINY.sample(random).digits(), 5)]++;
    }
    double[] expected = new double[drawn.length];
    Arrays.fill(expected, 10);
    assertThat(new ChiSquareTest().chiSquareTest(expected, drawn)).isGreaterThan(1e-4);
  }

  /** A redrawn edge keeps its operation in one case of five. */
  @Test
  void perturbationRedrawsEachEdgeWithItsProbability() {
    RandomGenerator random = new SplittableRandom(6);
    Cell cell = Cell.ofDigits("012340");
    long[] changed = new long[Cell.EDGES];
    int draws = 20_000;
    for (int draw = 0; draw < draws; draw++) {
      Cell perturbed = TINY.perturb(cell, 0.25, random);
      for (int edge = 0; edge < Cell.EDGES; edge++) {
        changed[edge] += perturbed.edges().get(edge) == cell.edges().get(edge) ? 0 : 1;
      }
    }
    double deviation = Math.sqrt(draws * 0.2 * 0.8);
    for (long count : changed) {
      assertThat((double) count)
          .isBetween(0.2 * draws - 4 * deviation, 0.2 * draws + 4 * deviation);
    }
  }

  @Test
  void theHyperNetWritesTheConvolutionsOfCellsAndTheFirstOfEachReduction() {
    assertThat(TINY.network(Cell.ofDigits("301204")).weights().values())
        .filteredOn(weight -> weight.source() instanceof WeightSource.Generated)
        .extracting(Weight::name)
        .containsExactly(
            "stage0.cell0.edge0.CONVOLUTION_3X3",
            "stage0.cell0.edge3.CONVOLUTION_1X1",
            "reduction0.first",
            "stage1.cell0.edge0.CONVOLUTION_3X3",
            "stage1.cell0.edge3.CONVOLUTION_1X1");
  }

  @Test
  void aThreeByThreeFillsItsSlices() {
    WeightGrid grid = PUBLISHED.weightGrid();
    for (int channels = 16; channels <= 64; channels *= 2) {
      WeightShape shape = new WeightShape(3, 3, channels, channels);
      assertThat(grid.slices(shape) * grid.rows()).isEqualTo(shape.rows());
      assertThat(grid.positions(shape) * grid.outputs()).isEqualTo(channels);
    }
    assertThat(grid.fields().field("slice").size())
        .isEqualTo(grid.slices(new WeightShape(3, 3, 64, 64)));
  }

  @Test
  void theIdNamesEverySetting() {
    assertThat(PUBLISHED.id())
        .isEqualTo("cells{input=32x32x3, classes=10, width=16, cellsPerStage=5, stages=3}");
  }

  @Test
  void wrongSettingsAreRefused() {
    assertRefused(builder -> builder.classes(1), "classes is 1; it must be at least 2");
    assertRefused(builder -> builder.width(0), "width is 0; it must be at least 1");
    assertRefused(builder -> builder.cellsPerStage(0), "cellsPerStage is 0");
    assertRefused(builder -> builder.stages(1), "stages is 1; it must be from 2 to 8");
    assertRefused(builder -> builder.stages(9), "stages is 9; it must be from 2 to 8");
    assertRefused(builder -> builder.input(30, 32, 3), "input 30x32x3 cannot be halved 2 time(s)");
    assertRefused(
        builder -> builder.width(10_000), "width 10000 and stages 3 multiply to 40000.0 channels");
  }

  private static void assertRefused(UnaryOperator<CellSpace.Builder> change, String message) {
    CellSpace.Builder builder = CellSpace.builder().input(32, 32, 3).classes(10);
    assertThatThrownBy(() -> change.apply(builder).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void aWrongProbabilityIsRefused() {
    assertThatThrownBy(() -> TINY.perturb(Cell.ofDigits("012340"), 1.5, new SplittableRandom(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.5");
  }
}
