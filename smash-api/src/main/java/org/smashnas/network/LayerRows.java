package org.smashnas.network;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Lists;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Layers in rows by depth, each row in an order with few crossings. A layer that is read further
 * down keeps a narrow slot in every row between, through which its line runs, so no line crosses a
 * box.
 */
final class LayerRows {
  // Layered drawing: Sugiyama, Tagawa and Toda (1981), with barycentres for the orders; then each
  // row moves to the means of its neighbours, as close as the widths allow in the sense of least
  // squares (isotonic regression by pooling adjacent violators).
  private static final int SWEEPS = 8;

  /** Lines are kept straight before boxes are kept in the middle. */
  private static final double LINE_WEIGHT = 4;

  /** A place in a row: a layer's box, or its line further down. */
  record Slot(int layer, int row) {}

  private final Network network;
  private final ToIntFunction<Slot> width;
  private final int[] depth;
  private final List<List<Slot>> rows = new ArrayList<>();
  private final ImmutableListMultimap<Slot, Slot> above;
  private final ImmutableListMultimap<Slot, Slot> below;
  private final Map<Slot, Double> centers = new HashMap<>();

  private LayerRows(Network network, int boxWidth, int lineWidth) {
    this.network = network;
    this.depth = depths(network);
    this.width = slot -> isBox(slot) ? boxWidth : lineWidth;
    fillRows();
    ImmutableListMultimap.Builder<Slot, Slot> edges = ImmutableListMultimap.builder();
    rows.forEach(row -> row.forEach(slot -> edges.putAll(slot, sources(slot))));
    above = edges.build();
    below = above.inverse();
  }

  /** Lays out a network; widths are those of a box and of a line, with the gap beside them. */
  static LayerRows of(Network network, int boxWidth, int lineWidth) {
    LayerRows rows = new LayerRows(network, boxWidth, lineWidth);
    rows.pack();
    rows.settle(true);
    rows.settle(false);
    return rows;
  }

  private static int[] depths(Network network) {
    int[] depth = new int[network.layers().size()];
    for (Layer layer : network.layers()) {
      depth[layer.index()] =
          layer.inputs().stream().mapToInt(input -> depth[input] + 1).max().orElse(0);
    }
    return depth;
  }

  private void fillRows() {
    int[] lastReader = depth.clone();
    for (Layer layer : network.layers()) {
      for (int input : layer.inputs()) {
        lastReader[input] = Math.max(lastReader[input], depth[layer.index()] - 1);
      }
    }
    for (Layer layer : network.layers()) {
      for (int row = depth[layer.index()]; row <= lastReader[layer.index()]; row++) {
        if (row == rows.size()) {
          rows.add(new ArrayList<>());
        }
        rows.get(row).add(new Slot(layer.index(), row));
      }
    }
  }

  private List<Slot> sources(Slot slot) {
    if (!isBox(slot)) {
      return List.of(new Slot(slot.layer(), slot.row() - 1));
    }
    return network.layers().get(slot.layer()).inputs().stream()
        .distinct()
        .map(input -> new Slot(input, slot.row() - 1))
        .toList();
  }

  boolean isBox(Slot slot) {
    return depth[slot.layer()] == slot.row();
  }

  ImmutableList<ImmutableList<Slot>> rows() {
    return rows.stream().map(ImmutableList::copyOf).collect(ImmutableList.toImmutableList());
  }

  /** The slots in the row above that a slot is drawn from. */
  ImmutableList<Slot> above(Slot slot) {
    return above.get(slot);
  }

  /** The middle of a slot. */
  int center(Slot slot) {
    return (int) Math.round(at(slot));
  }

  /** The left end of the leftmost slot. */
  int left() {
    return rows.stream()
        .map(row -> row.get(0))
        .mapToInt(slot -> center(slot) - width.applyAsInt(slot) / 2)
        .min()
        .orElseThrow();
  }

  /** The right end of the rightmost slot. */
  int right() {
    return rows.stream()
        .map(row -> row.get(row.size() - 1))
        .mapToInt(slot -> center(slot) + width.applyAsInt(slot) / 2)
        .max()
        .orElseThrow();
  }

  /** Starts with every row in the order of its layers, packed around 0. */
  private void pack() {
    for (List<Slot> row : rows) {
      double x = -row.stream().mapToInt(width).sum() / 2.0;
      for (Slot slot : row) {
        centers.put(slot, x + width.applyAsInt(slot) / 2.0);
        x += width.applyAsInt(slot);
      }
    }
  }

  private void settle(boolean reorder) {
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      rows.forEach(row -> settle(row, above, reorder));
      Lists.reverse(rows).forEach(row -> settle(row, below, reorder));
    }
  }

  /** Moves a row to the means of its neighbours in the row above or below. */
  private void settle(
      List<Slot> row, ImmutableListMultimap<Slot, Slot> neighbours, boolean reorder) {
    Map<Slot, Double> wishes = new HashMap<>();
    for (Slot slot : row) {
      wishes.put(
          slot, neighbours.get(slot).stream().mapToDouble(this::at).average().orElse(at(slot)));
    }
    if (reorder) {
      row.sort(Comparator.comparingDouble(slot -> wishes.getOrDefault(slot, 0.0)));
    }
    Deque<Pool> pools = new ArrayDeque<>();
    double offset = 0;
    for (Slot slot : row) {
      double half = width.applyAsInt(slot) / 2.0;
      double weight = isBox(slot) ? 1 : LINE_WEIGHT;
      Pool pool = new Pool(1, weight, wishes.getOrDefault(slot, 0.0) - offset - half);
      while (!pools.isEmpty() && pools.getLast().mean() >= pool.mean()) {
        pool = pools.removeLast().with(pool);
      }
      pools.addLast(pool);
      offset += 2 * half;
    }
    spread(row, pools);
  }

  /** The slots of one pool stand side by side. */
  private void spread(List<Slot> row, Deque<Pool> pools) {
    double offset = 0;
    int index = 0;
    for (Pool pool : pools) {
      for (int end = index + pool.slots(); index < end; index++) {
        Slot slot = row.get(index);
        centers.put(slot, pool.mean() + offset + width.applyAsInt(slot) / 2.0);
        offset += width.applyAsInt(slot);
      }
    }
  }

  /** Neighbouring slots that stand as close as they can. */
  private record Pool(int slots, double weight, double mean) {
    Pool with(Pool right) {
      double total = weight + right.weight;
      return new Pool(
          slots + right.slots, total, (weight * mean + right.weight * right.mean) / total);
    }
  }

  private double at(Slot slot) {
    return centers.getOrDefault(slot, 0.0);
  }
}
