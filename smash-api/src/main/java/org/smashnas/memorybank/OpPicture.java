package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.Optional;
import java.util.stream.IntStream;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.SvgPicture;

/** One op as a box: its number, its 1x1, its grid of convolutions and its output, left to right. */
final class OpPicture {
  private static final int CHIP = 20;
  private static final int INSET = 5;
  private static final int GAP = 6;

  private final Op op;
  private final int index;
  private final String oneByOne;
  private final String outputs;

  OpPicture(MemoryBankSpace space, Block block, int index) {
    this.op = block.ops().get(index);
    this.index = index;
    this.oneByOne =
        String.format(
            "1x1 %d→%d",
            op.reads().size() * block.bankSize() * space.bankChannels(),
            OpWidths.oneByOne(space, block.bankSize(), op.reads().size(), op.width()));
    this.outputs = Integer.toString(OpLabels.outputs(space, op));
  }

  ImmutableList<Integer> reads() {
    return op.reads();
  }

  ImmutableList<Integer> writes() {
    return op.writes();
  }

  private boolean twoRows() {
    return op.layout().has(2);
  }

  int height() {
    return twoRows() ? 2 * INSET + 2 * CHIP + GAP : 2 * INSET + CHIP;
  }

  int oneByOneWidth() {
    return chipWidth(oneByOne);
  }

  int outputsWidth() {
    return 7 * outputs.length() + 10;
  }

  /** The width of the wider of two slots, 0 if neither is active. */
  int convolutionWidth(int slot, int other) {
    return IntStream.of(slot, other)
        .filter(op.layout()::has)
        .map(active -> chipWidth(label(active)))
        .max()
        .orElse(0);
  }

  private String label(int slot) {
    return OpLabels.convolution(op.convolutions().get(op.layout().slots().indexOf(slot)));
  }

  private static int chipWidth(String label) {
    return 12 + (int) Math.ceil(6.03 * label.length());
  }

  /** Whether two paths meet behind the first convolutions. */
  boolean joinsFirst() {
    return op.gate() == Gate.FIRST;
  }

  /** Whether two paths meet at the end. */
  boolean joinsSecond() {
    return joinsFirst() ? op.layout().has(3) : op.layout().has(2);
  }

  void draw(SvgPicture picture, OpColumns columns, int left, int top) {
    picture.rectangle("box", left, top, columns.width(), height());
    tag(picture, "op " + index, left, top, OpColumns.TAG);
    tag(picture, outputs, left + columns.output(), top, columns.outputs());
    new Wiring(picture, columns, left, top).draw();
  }

  private void tag(SvgPicture picture, String text, int left, int top, int width) {
    picture.rectangle("number", left, top, width, height());
    picture.text("tag", left + width / 2, top + height() / 2 + 4, text);
  }

  /** Where a path ends so far. */
  private record Tip(int x, int y) {}

  /** The paths through the grid, as {@link OpGrid} runs them. */
  private final class Wiring {
    private final SvgPicture picture;
    private final OpColumns columns;
    private final int left;
    private final int middle;
    private final int upper;
    private final int lower;

    Wiring(SvgPicture picture, OpColumns columns, int left, int top) {
      this.picture = picture;
      this.columns = columns;
      this.left = left;
      this.middle = top + height() / 2;
      this.upper = twoRows() ? top + INSET + CHIP / 2 : middle;
      this.lower = twoRows() ? upper + CHIP + GAP : middle;
    }

    void draw() {
      Tip start = new Tip(left + OpColumns.TAG, middle);
      Tip mixed = chip("generated", oneByOne, start, columns.oneByOne(), middle);
      Tip first = convolution(0, mixed, columns.first(), upper);
      Optional<Tip> beside =
          twoRows() ? Optional.of(convolution(2, mixed, columns.first(), lower)) : Optional.empty();
      Tip end =
          op.gate() == Gate.FIRST
              ? second(joint("×", columns.gate(), first, beside.orElseThrow()), Optional.empty())
              : second(first, beside);
      wire(end, left + columns.output(), middle);
    }

    private Tip second(Tip first, Optional<Tip> beside) {
      int row = op.layout().has(3) ? upper : first.y();
      Tip followed = op.layout().has(1) ? convolution(1, first, columns.second(), row) : first;
      Optional<Tip> other =
          op.layout().has(3)
              ? Optional.of(convolution(3, beside.orElse(first), columns.second(), lower))
              : beside;
      String sign = op.gate() == Gate.SECOND ? "×" : "+";
      return other.map(tip -> joint(sign, columns.join(), followed, tip)).orElse(followed);
    }

    private Tip convolution(int slot, Tip from, int x, int y) {
      return chip("shared", label(slot), from, x, y);
    }

    private Tip chip(String style, String label, Tip from, int x, int y) {
      int width = chipWidth(label);
      wire(from, left + x, y);
      picture.rectangle(style, left + x, y - CHIP / 2, width, CHIP);
      picture.text("label", left + x + width / 2, y + 4, label);
      return new Tip(left + x + width, y);
    }

    private void wire(Tip from, int x, int y) {
      int turn = x - OpColumns.GAP / 2;
      picture.path(
          "wire",
          from.y() == y
              ? String.format("M%d %d H%d", from.x(), y, x)
              : String.format("M%d %d H%d V%d H%d", from.x(), from.y(), turn, y, x));
    }

    /** The upper path comes from above, the lower one from below. */
    private Tip joint(String sign, int x, Tip first, Tip second) {
      for (Tip tip : ImmutableList.of(first, second)) {
        picture.path("wire", String.format("M%d %d H%d V%d", tip.x(), tip.y(), left + x, middle));
      }
      picture.circle("joint", left + x, middle, OpColumns.JOINT);
      picture.text("label", left + x, middle + 4, sign);
      return new Tip(left + x + OpColumns.JOINT, middle);
    }
  }
}
