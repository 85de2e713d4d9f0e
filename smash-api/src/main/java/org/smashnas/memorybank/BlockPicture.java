package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.network.SvgPicture;

/**
 * One block as a panel: lanes on the left, ops on the right. An op's row has two rails over the
 * lanes: the upper one leads what it reads into its box, the lower one its output back to what it
 * writes.
 */
final class BlockPicture {
  private static final int PADDING = 14;
  private static final int HEADER = 58;
  private static final int FOOTER = 46;
  private static final int GAP = 18;
  private static final int TURN = 10;
  private static final int RAIL = 9;
  private static final int ROW_GAP = 12;

  private final MemoryBankSpace space;
  private final BlockRules rules;
  private final Block block;
  private final ImmutableList<OpPicture> ops;
  private final OpColumns columns;
  private final int inputBanks;
  private final int banks;
  private final int lane;

  BlockPicture(MemoryBankSpace space, BlockRules rules, MemoryBank architecture) {
    this.space = space;
    this.rules = rules;
    this.block = architecture.blocks().get(rules.index());
    this.ops =
        IntStream.range(0, block.ops().size())
            .mapToObj(index -> new OpPicture(space, block, index))
            .collect(ImmutableList.toImmutableList());
    this.columns = OpColumns.of(ops);
    this.inputBanks = rules.inputBanks(block.bankSize());
    this.banks =
        block.ops().stream()
            .flatMap(op -> op.writes().stream())
            .mapToInt(bank -> bank + 1)
            .reduce(inputBanks, Math::max);
    this.lane = Math.max(30, 8 + 6 * Integer.toString(channels()).length());
  }

  private int channels() {
    return block.bankSize() * space.bankChannels();
  }

  int width() {
    return 2 * PADDING + banks * lane + GAP + columns.width() + TURN;
  }

  int height() {
    return HEADER + rows(OpPicture::height) + FOOTER;
  }

  private int rows(ToIntFunction<OpPicture> height) {
    return ops.stream().mapToInt(op -> height.applyAsInt(op) + RAIL + ROW_GAP).sum();
  }

  void draw(SvgPicture picture, int left, int top, int width) {
    picture.rectangle("panel", left, top, width, height());
    int x = left + PADDING;
    picture.text("head", x, top + 19, header());
    int end = top + height() - FOOTER;
    for (int bank = 0; bank < inputBanks; bank++) {
      picture.line("lane", center(x, bank), top + HEADER - 9, center(x, bank), end);
      name(picture, bank, center(x, bank), top + HEADER - 23);
    }
    drawStartedLanes(picture, x, top, end);
    drawOps(picture, x, top);
    picture.line("wire", x + 3, end, x + banks * lane - 3, end);
    for (int bank = 0; bank < banks; bank++) {
      picture.text("bank", center(x, bank), end + 14, Integer.toString(bank));
    }
    picture.text("note", x, end + 32, footer());
  }

  private int center(int left, int bank) {
    return left + bank * lane + lane / 2;
  }

  private void name(SvgPicture picture, int bank, int x, int y) {
    picture.text("bank", x, y, Integer.toString(bank));
    picture.text("channels", x, y + 10, Integer.toString(channels()));
  }

  /** The lanes of all started banks lie under the rails of all ops. */
  private void drawStartedLanes(SvgPicture picture, int x, int top, int end) {
    int y = top + HEADER;
    int written = inputBanks;
    for (OpPicture op : ops) {
      int rail = y + op.height() + RAIL;
      for (int bank : op.writes()) {
        if (bank >= written) {
          picture.line("lane", center(x, bank), rail + 4, center(x, bank), end);
          written = bank + 1;
        }
      }
      y = rail + ROW_GAP;
    }
  }

  private void drawOps(SvgPicture picture, int x, int top) {
    int box = x + banks * lane + GAP;
    int y = top + HEADER;
    int written = inputBanks;
    for (OpPicture op : ops) {
      int middle = y + op.height() / 2;
      picture.line("read", center(x, op.reads().get(0)), middle, box, middle);
      op.reads().forEach(bank -> picture.circle("reads", center(x, bank), middle, 4));
      op.draw(picture, columns, box, y);
      int rail = y + op.height() + RAIL;
      picture.path(
          "write",
          String.format(
              "M%d %d h%d V%d H%d",
              box + columns.width(), middle, TURN, rail, center(x, op.writes().get(0))));
      for (int bank : op.writes()) {
        if (bank >= written) {
          starting(picture, center(x, bank), rail);
          name(picture, bank, center(x, bank), rail - 13);
          written = bank + 1;
        } else {
          adding(picture, center(x, bank), rail);
        }
      }
      y = rail + ROW_GAP;
    }
  }

  /** The sign of a bank that something is added to. */
  static void adding(SvgPicture picture, int x, int y) {
    picture.circle("adds", x, y, 5);
    picture.path("write", String.format("M%d %d h6 M%d %d v6", x - 3, y, x, y - 3));
  }

  /** The sign of a bank that begins. */
  static void starting(SvgPicture picture, int x, int y) {
    picture.path("starts", String.format("M%d %d h12 l-6 9 z", x - 6, y - 1));
  }

  private String header() {
    return String.format(
        "block %d: %dx%d, bank size %d (%d channels), %d -> %d banks, %d op(s)",
        rules.index(),
        rules.height(),
        rules.width(),
        block.bankSize(),
        channels(),
        inputBanks,
        banks,
        ops.size());
  }

  private String footer() {
    int outputs = banks * channels();
    if (rules.index() == space.blocks() - 1) {
      return outputs + " channels -> norm, relu, global mean, " + space.classes() + " classes";
    }
    return String.format(
        "%d channels -> norm, relu, 1x1 to %d, mean of 2x2",
        outputs, space.rules().get(rules.index() + 1).inputChannels());
  }
}
