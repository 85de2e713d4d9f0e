package org.smashnas.cells;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A cell of NAS-Bench-201: four nodes, the first the input, the last the output, each the sum of
 * its edges from all earlier ones. Cells that compute the same, for example since a cut edge makes
 * another one useless, are different cells all the same.
 *
 * <pre>{@code
 * Cell cell = Cell.ofDigits("313133");
 * }</pre>
 *
 * @param edges the operations of the edges 0→1, 0→2, 1→2, 0→3, 1→3 and 2→3
 */
public record Cell(ImmutableList<EdgeOperation> edges) {
  static final int NODES = 4;
  static final int EDGES = 6;

  private static final ImmutableList<EdgeOperation> OPERATIONS =
      ImmutableList.copyOf(EdgeOperation.values());
  private static final ImmutableMap<String, EdgeOperation> PUBLISHED =
      Maps.uniqueIndex(OPERATIONS, EdgeOperation::publishedName);

  private static final String FORM =
      "the form is |op~0|+|op~0|op~1|+|op~0|op~1|op~2|, for example"
          + " |nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|avg_pool_3x3~2|";

  public Cell {
    checkArgument(
        edges.size() == EDGES,
        "cell has %s edges; it must have %s, in the order 0→1, 0→2, 1→2, 0→3, 1→3, 2→3",
        edges.size(),
        EDGES);
  }

  /**
   * A cell.
   *
   * @param edges the operations of the edges 0→1, 0→2, 1→2, 0→3, 1→3 and 2→3
   * @return the cell
   * @throws IllegalArgumentException if there are not six
   */
  public static Cell of(EdgeOperation... edges) {
    return new Cell(ImmutableList.copyOf(edges));
  }

  /**
   * Reads what {@link #digits()} wrote.
   *
   * @param digits six digits from 0 to 4
   * @return the cell
   * @throws IllegalArgumentException if the text is something else
   */
  public static Cell ofDigits(String digits) {
    checkArgument(
        digits.matches("[0-4]{6}"),
        "cell is '%s'; it must be six digits from 0 to 4, one for each edge",
        digits);
    return new Cell(
        digits
            .chars()
            .mapToObj(digit -> OPERATIONS.get(digit - '0'))
            .collect(ImmutableList.toImmutableList()));
  }

  /**
   * The cell in short.
   *
   * @return for each edge the {@linkplain EdgeOperation#digit() digit} of its operation
   */
  public String digits() {
    return edges.stream()
        .map(operation -> Integer.toString(operation.digit()))
        .collect(Collectors.joining());
  }

  /**
   * Reads the notation of NAS-Bench-201.
   *
   * @param notation a text as {@link #notation()} gives it
   * @return the cell
   * @throws IllegalArgumentException if the text is something else
   */
  public static Cell ofNotation(String notation) {
    List<EdgeOperation> edges =
        Splitter.onPattern("[|+]")
            .omitEmptyStrings()
            .splitToStream(notation)
            .map(edge -> operation(edge, notation))
            .toList();
    checkArgument(
        edges.size() == EDGES, "cell '%s' has %s edges; %s", notation, edges.size(), FORM);
    Cell cell = new Cell(ImmutableList.copyOf(edges));
    checkArgument(
        cell.notation().equals(notation), "cell '%s' is not well formed; %s", notation, FORM);
    return cell;
  }

  private static EdgeOperation operation(String edge, String notation) {
    int end = Math.max(0, edge.indexOf('~'));
    EdgeOperation operation = PUBLISHED.get(edge.substring(0, end));
    if (operation == null) {
      throw new IllegalArgumentException(
          String.format(
              "cell '%s' has an edge '%s'; each is one of %s, '~', and the node that it reads",
              notation, edge, PUBLISHED.keySet()));
    }
    return operation;
  }

  /**
   * The cell in the notation of NAS-Bench-201.
   *
   * @return for example {@code
   *     |nor_conv_3x3~0|+|none~0|nor_conv_3x3~1|+|skip_connect~0|none~1|avg_pool_3x3~2|}
   */
  public String notation() {
    return IntStream.range(1, NODES)
        .mapToObj(
            node ->
                IntStream.range(0, node)
                    .mapToObj(from -> edge(from, node).publishedName() + "~" + from)
                    .collect(Collectors.joining("|", "|", "|")))
        .collect(Collectors.joining("+"));
  }

  /** The operation of an edge. */
  EdgeOperation edge(int from, int to) {
    return edges.get(place(from, to));
  }

  /** Where an edge stands among the six. */
  static int place(int from, int to) {
    return to * (to - 1) / 2 + from;
  }
}
