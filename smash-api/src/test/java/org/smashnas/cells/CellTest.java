package org.smashnas.cells;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.smashnas.cells.EdgeOperation.AVERAGE_POOL_3X3;
import static org.smashnas.cells.EdgeOperation.CONVOLUTION_1X1;
import static org.smashnas.cells.EdgeOperation.CONVOLUTION_3X3;
import static org.smashnas.cells.EdgeOperation.NONE;
import static org.smashnas.cells.EdgeOperation.SKIP;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CellTest {
  private static final Cell CELL =
      Cell.of(NONE, SKIP, CONVOLUTION_1X1, CONVOLUTION_3X3, AVERAGE_POOL_3X3, NONE);

  @Test
  void digitsStandForTheOperationsInOrder() {
    assertThat(Cell.ofDigits("012340")).isEqualTo(CELL);
    assertThat(CELL.digits()).isEqualTo("012340");
  }

  @Test
  void theNotationNamesEdgesByTheNodeThatTheyRead() {
    String notation =
        "|none~0|+|skip_connect~0|nor_conv_1x1~1|+|nor_conv_3x3~0|avg_pool_3x3~1|none~2|";
    assertThat(CELL.notation()).isEqualTo(notation);
    assertThat(Cell.ofNotation(notation)).isEqualTo(CELL);
  }

  @Test
  void everyCellIsReadFromBothTexts() {
    for (Cell cell : CellSpaceTest.TINY.all()) {
      assertThat(Cell.ofDigits(cell.digits())).isEqualTo(cell);
      assertThat(Cell.ofNotation(cell.notation())).isEqualTo(cell);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01234", "0123400", "012345", "-12340", "０12340"})
  void otherDigitsAreRefused(String digits) {
    assertThatThrownBy(() -> Cell.ofDigits(digits))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cell is '%s'; it must be six digits from 0 to 4, one for each edge", digits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "012340",
        "|none~0|+|none~0|none~1|+|none~0|none~1|",
        "|none~0|+|none~0|none~0|+|none~0|none~1|none~2|",
        "|none~0|none~0|none~1|none~0|none~1|none~2|",
        "|none~0|+|none~0|none~1|+|none~0|none~1|none~2|+",
        "|none|+|none~0|none~1|+|none~0|none~1|none~2|",
        "|dep_conv_3x3~0|+|none~0|none~1|+|none~0|none~1|none~2|"
      })
  void otherNotationsAreRefused(String notation) {
    assertThatThrownBy(() -> Cell.ofNotation(notation))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cell '" + notation + "' ");
  }

  @Test
  void fiveEdgesAreRefused() {
    assertThatThrownBy(() -> Cell.of(SKIP, SKIP, SKIP, SKIP, SKIP))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cell has 5 edges; it must have 6");
  }
}
