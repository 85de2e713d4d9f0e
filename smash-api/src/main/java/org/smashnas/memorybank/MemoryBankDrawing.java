package org.smashnas.memorybank;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Network;
import org.smashnas.network.SvgPicture;

/**
 * Drawings of memory-bank architectures. In the picture each block is a panel: its banks are
 * vertical lanes, time runs downwards, and each op is a row with lines from the banks that it reads
 * and to those that it writes. Equal arguments give equal text. All methods are safe for use by
 * several threads.
 */
public final class MemoryBankDrawing {
  private static final int MARGIN = 16;
  private static final int HEADER = 66;
  private static final int LEAST_WIDTH = 980;

  /** Columns of the text form. */
  private static final int COLUMNS = 100;

  private static final String CONTINUATION = "         ";

  private static final String STYLES =
      """
      text { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 10px; \
      fill: #24292f; }
      .title { font-size: 14px; font-weight: bold; }
      .head { font-size: 12px; font-weight: bold; }
      .note { fill: #57606a; }
      .bank { font-size: 9px; font-weight: bold; text-anchor: middle; }
      .channels { font-size: 8px; fill: #57606a; text-anchor: middle; }
      .tag { fill: white; font-weight: bold; text-anchor: middle; }
      .label { text-anchor: middle; }
      .panel { fill: #fafbfc; stroke: #d0d7de; }
      .lane { stroke: #c3ccd6; stroke-width: 4; }
      .box { fill: white; stroke: #8c959f; }
      .number { fill: #57606a; }
      .generated { fill: #ece4fa; stroke: #8250df; }
      .shared { fill: #dff3e4; stroke: #2da44e; }
      .wire { fill: none; stroke: #57606a; }
      .joint { fill: white; stroke: #57606a; }
      .read { fill: none; stroke: #0969da; stroke-width: 1.5; }
      .reads { fill: #0969da; }
      .write { fill: none; stroke: #cf5a0a; stroke-width: 1.5; }
      .adds { fill: white; stroke: #cf5a0a; stroke-width: 1.5; }
      .starts { fill: #cf5a0a; }
      """;

  private MemoryBankDrawing() {}

  /**
   * Draws an architecture.
   *
   * @param space its space
   * @param architecture what to draw
   * @return an SVG document, about 50 pixels high for each op
   * @throws IllegalArgumentException if the architecture is not of the space; the message says
   *     where and why
   */
  public static String svg(MemoryBankSpace space, MemoryBank architecture) {
    Network derived = space.derivedNetwork(architecture);
    ImmutableList<BlockPicture> panels =
        space.rules().stream()
            .map(rules -> new BlockPicture(space, rules, architecture))
            .collect(ImmutableList.toImmutableList());
    int width =
        Math.max(LEAST_WIDTH, panels.stream().mapToInt(BlockPicture::width).max().orElseThrow());
    SvgPicture picture = new SvgPicture(summary(architecture, derived), STYLES);
    picture.text("title", MARGIN, 26, summary(architecture, derived));
    legend(space, picture);
    int y = HEADER;
    for (BlockPicture panel : panels) {
      panel.draw(picture, MARGIN, y, width);
      y += panel.height() + MARGIN;
    }
    return picture.toSvg(width + 2 * MARGIN, y);
  }

  private static void legend(MemoryBankSpace space, SvgPicture picture) {
    int y = 48;
    picture.circle("reads", 22, y - 4, 4).text("note", 32, y, "reads");
    BlockPicture.adding(picture, 90, y - 4);
    picture.text("note", 101, y, "adds to");
    BlockPicture.starting(picture, 172, y - 7);
    picture.text("note", 183, y, "starts");
    picture.circle("joint", 244, y - 4, 7).text("label", 244, y, "+").text("note", 256, y, "sum");
    picture.circle("joint", 300, y - 4, 7).text("label", 300, y, "×");
    picture.text(
        "note",
        312,
        y,
        space.gates().map(OpLabels::lowerCase).map("gate, "::concat).orElse("gate"));
    picture.rectangle("generated", 416, y - 11, 26, 14).text("note", 448, y, "1x1, generated");
    picture.rectangle("shared", 546, y - 11, 26, 14);
    picture.text("note", 578, y, "convolution, shared: d dilation, g groups, " + order(space));
  }

  private static String order(MemoryBankSpace space) {
    return space.activationOrder() == ActivationOrder.PRE
        ? "nonlinearity before it"
        : "nonlinearity behind it";
  }

  private static String summary(MemoryBank architecture, Network derived) {
    return String.format(
        Locale.ROOT,
        "memory bank, %d op(s): %s -> %d classes, %,d parameters, %,d multiply-adds",
        architecture.blocks().stream().mapToInt(block -> block.ops().size()).sum(),
        derived.input().shape(),
        derived.output().shape().channels(),
        derived.parameters(),
        derived.multiplyAdds());
  }

  /**
   * Writes an architecture as text: a line for each block and one for each op, in the form {@code
   * reads -> 1x1 width -> layout, kernels, nonlinearity, gate -> width -> writes}. Started banks
   * have a plus sign. Lines end with a line feed and have at most 100 columns; an op that needs
   * more goes on in the next line.
   *
   * @param space its space
   * @param architecture what to write
   * @return the text
   * @throws IllegalArgumentException if the architecture is not of the space; the message says
   *     where and why
   */
  public static String text(MemoryBankSpace space, MemoryBank architecture) {
    List<String> lines = new ArrayList<>();
    lines.addAll(wrapped(summary(architecture, space.derivedNetwork(architecture))));
    for (BlockRules rules : space.rules()) {
      Block block = architecture.blocks().get(rules.index());
      BlockState state = new BlockState(rules, block.bankSize(), space.maxBudget());
      int inputBanks = state.written;
      List<String> ops = new ArrayList<>();
      for (int index = 0; index < block.ops().size(); index++) {
        Op op = block.ops().get(index);
        ops.addAll(wrapped(line(space, block, index, state)));
        state.apply(op);
      }
      lines.addAll(
          wrapped(
              String.format(
                  "block %d: %dx%d, bank size %d (%d channels), %d -> %d banks, %d -> %d channels",
                  rules.index(),
                  rules.height(),
                  rules.width(),
                  block.bankSize(),
                  block.bankSize() * space.bankChannels(),
                  inputBanks,
                  state.written,
                  rules.inputChannels(),
                  state.written * block.bankSize() * space.bankChannels())));
      lines.addAll(ops);
    }
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }

  private static String line(MemoryBankSpace space, Block block, int index, BlockState state) {
    Op op = block.ops().get(index);
    return String.format(
        "  op %2d: %s -> 1x1 %d -> %s -> %d -> %s",
        index,
        OpLabels.banks(op.reads()),
        OpWidths.oneByOne(space, block.bankSize(), op.reads().size(), op.width()),
        grid(op),
        OpLabels.outputs(space, op),
        writes(op, state.written));
  }

  private static String grid(Op op) {
    StringBuilder grid = new StringBuilder(OpLabels.lowerCase(op.layout()));
    boolean uniform =
        op.convolutions().stream().map(ConvolutionChoice::nonlinearity).distinct().count() == 1;
    for (ConvolutionChoice choice : op.convolutions()) {
      grid.append(", ").append(OpLabels.kernel(choice).replace(" ", ""));
      if (!uniform) {
        grid.append(' ').append(OpLabels.lowerCase(choice.nonlinearity()));
      }
    }
    if (uniform) {
      grid.append(", ").append(OpLabels.lowerCase(op.convolutions().get(0).nonlinearity()));
    }
    if (op.gate() != Gate.NONE) {
      grid.append(", ").append(OpLabels.lowerCase(op.gate())).append(" gate");
    }
    return grid.toString();
  }

  private static String writes(Op op, int written) {
    List<Integer> known = op.writes().stream().filter(bank -> bank < written).toList();
    List<Integer> started = op.writes().stream().filter(bank -> bank >= written).toList();
    if (started.isEmpty()) {
      return OpLabels.banks(known);
    }
    return OpLabels.banks(known) + (known.isEmpty() ? "+" : ",+") + OpLabels.banks(started);
  }

  /** Breaks lines that get too long, in a list of banks only if there is no better place. */
  private static List<String> wrapped(String line) {
    List<String> lines = new ArrayList<>();
    String rest = line;
    while (rest.length() > COLUMNS) {
      String start = rest.substring(CONTINUATION.length(), COLUMNS);
      int gap = Math.max(start.lastIndexOf(" -> "), start.lastIndexOf(", ") + 1);
      int end = CONTINUATION.length() + (gap > 0 ? gap : start.lastIndexOf(',') + 1);
      lines.add(rest.substring(0, end));
      rest = CONTINUATION + rest.substring(end).stripLeading();
    }
    lines.add(rest);
    return lines;
  }
}
