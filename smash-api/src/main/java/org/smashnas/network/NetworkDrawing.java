package org.smashnas.network;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.Locale;
import org.smashnas.network.LayerRows.Slot;

/**
 * Drawings of networks. Layers are boxes in rows by depth, data flows downwards, and the colour of
 * a box says where its weights come from. Equal networks give equal text. All methods are safe for
 * use by several threads.
 */
public final class NetworkDrawing {
  private static final int MARGIN = 16;
  private static final int HEADER = 72;

  /** The width of the legend. */
  private static final int LEAST_WIDTH = 640;

  private static final int BOX = 194;
  private static final int BOX_GAP = 12;
  private static final int LINE_GAP = 12;
  private static final int ROW_GAP = 20;
  private static final int TEXT = 12;

  /** The characters that fit in a box. */
  private static final int CHARACTERS = 30;

  private static final OperationLabel LABEL = new OperationLabel();

  private static final String STYLES =
      """
      text { font-family: "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: 10px; \
      fill: #24292f; }
      .title { font-size: 14px; font-weight: bold; }
      .note { fill: #57606a; }
      .name { font-weight: bold; text-anchor: middle; }
      .label { text-anchor: middle; }
      .shape { fill: #57606a; text-anchor: middle; }
      .edge { fill: none; stroke: #8c959f; stroke-width: 1.2; }
      .generated { fill: #ece4fa; stroke: #8250df; }
      .shared { fill: #dff3e4; stroke: #2da44e; }
      .own { fill: #ddf0ff; stroke: #0969da; }
      .weightless { fill: white; stroke: #8c959f; }
      .output { fill: none; stroke: #24292f; stroke-width: 2; }
      """;

  private NetworkDrawing() {}

  /**
   * Draws a network. Each box has its layer's name (its middle is left out where it is long), its
   * operation, the shape of its output, and the shape and source of its first weight.
   *
   * @param network what to draw
   * @return an SVG document, about 60 pixels high for each layer of depth
   */
  public static String svg(Network network) {
    LayerRows rows = LayerRows.of(network, BOX + BOX_GAP, LINE_GAP);
    int width = Math.max(LEAST_WIDTH, rows.right() - rows.left());
    int shift = MARGIN + (width - rows.left() - rows.right()) / 2;
    SvgPicture picture = new SvgPicture(network.toString(), STYLES);
    legend(network, picture);
    int y = HEADER;
    int above = y;
    for (ImmutableList<Slot> row : rows.rows()) {
      int height = rowHeight(network, rows, row);
      for (Slot slot : row) {
        int x = rows.center(slot) + shift;
        for (Slot source : rows.above(slot)) {
          edge(picture, rows.center(source) + shift, above, x, y);
        }
        if (rows.isBox(slot)) {
          box(network, picture, network.layers().get(slot.layer()), x, y, height);
        } else {
          picture.line("edge", x, y, x, y + height);
        }
      }
      above = y + height;
      y = above + ROW_GAP;
    }
    return picture.toSvg(width + 2 * MARGIN, above + MARGIN);
  }

  private static void legend(Network network, SvgPicture picture) {
    picture.text(
        "title",
        MARGIN,
        26,
        String.format(Locale.ROOT, "%s -> %s", network.input().shape(), network.output().shape()));
    picture.text(
        "note",
        MARGIN + 230,
        26,
        String.format(
            Locale.ROOT,
            "%d layers, %,d parameters, %,d multiply-adds",
            network.layers().size(),
            network.parameters(),
            network.multiplyAdds()));
    int x = MARGIN;
    for (String source : List.of("generated", "shared", "own", "weightless")) {
      picture.rectangle(source, x, 38, 26, 14);
      picture.text("note", x + 32, 49, source.equals("weightless") ? "no weights" : source);
      x += 120;
    }
  }

  private static int rowHeight(Network network, LayerRows rows, List<Slot> row) {
    return row.stream()
        .filter(rows::isBox)
        .mapToInt(slot -> height(network.layers().get(slot.layer())))
        .max()
        .orElse(0);
  }

  private static int height(Layer layer) {
    return (layer.operation().weights().isEmpty() ? 2 : 3) * TEXT + 7;
  }

  private static void edge(SvgPicture picture, int fromX, int fromY, int toX, int toY) {
    if (fromX == toX) {
      picture.line("edge", fromX, fromY, toX, toY);
      return;
    }
    int middle = (fromY + toY) / 2;
    picture.path(
        "edge",
        String.format(
            "M%d %d C%d %d %d %d %d %d", fromX, fromY, fromX, middle, toX, middle, toX, toY));
  }

  private static void box(
      Network network, SvgPicture picture, Layer layer, int x, int top, int height) {
    ImmutableList<Weight> weights = layer.operation().weights();
    picture.rectangle(style(weights), x - BOX / 2, top, BOX, height);
    if (layer.equals(network.output())) {
      picture.rectangle("output", x - BOX / 2, top, BOX, height);
    }
    int y = top + (height - height(layer)) / 2 + TEXT + 2;
    picture.text("name", x, y, elided(layer.name()));
    String result = layer.operation().accept(LABEL) + " → " + layer.shape();
    picture.text("label", x, y + TEXT, elided(result));
    if (!weights.isEmpty()) {
      Weight first = weights.get(0);
      picture.text("shape", x, y + 2 * TEXT, elided(first.shape() + " " + style(weights)));
    }
  }

  private static String style(ImmutableList<Weight> weights) {
    if (weights.isEmpty()) {
      return "weightless";
    }
    WeightSource source = weights.get(0).source();
    if (source instanceof WeightSource.Generated) {
      return "generated";
    }
    return source instanceof WeightSource.Shared ? "shared" : "own";
  }

  /** Leaves out the middle of what is too long for a box. */
  private static String elided(String text) {
    int[] points = text.codePoints().toArray();
    if (points.length <= CHARACTERS) {
      return text;
    }
    int start = CHARACTERS / 2;
    int end = CHARACTERS - 1 - start;
    return new String(points, 0, start) + "…" + new String(points, points.length - end, end);
  }
}
