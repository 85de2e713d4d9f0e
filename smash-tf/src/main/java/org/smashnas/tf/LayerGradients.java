package org.smashnas.tf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.network.Layer;
import org.tensorflow.Operand;
import org.tensorflow.types.family.TNumber;

/**
 * Gradients by the outputs of layers, summed over a layer's readers. Gradients by disjoint parts of
 * the channels are joined rather than padded and added.
 */
final class LayerGradients<T extends TNumber> {
  private final GraphScope scope;
  private final Map<Integer, List<Operand<T>>> whole = new HashMap<>();
  private final Map<Integer, List<Part<T>>> parts = new HashMap<>();

  private record Part<T extends TNumber>(int start, int count, Operand<T> gradient) {}

  LayerGradients(GraphScope scope) {
    this.scope = scope;
  }

  void add(Layer layer, Operand<T> gradient) {
    whole.computeIfAbsent(layer.index(), index -> new ArrayList<>()).add(gradient);
  }

  void addPart(Layer layer, int start, int count, Operand<T> gradient) {
    parts
        .computeIfAbsent(layer.index(), index -> new ArrayList<>())
        .add(new Part<>(start, count, gradient));
  }

  /** The gradient by a layer all whose readers are done; empty if nothing depends on it. */
  Optional<Operand<T>> of(Layer layer, Operand<T> output) {
    List<Operand<T>> terms = new ArrayList<>(whole.getOrDefault(layer.index(), List.of()));
    List<Part<T>> left = new ArrayList<>(parts.getOrDefault(layer.index(), List.of()));
    left.sort(Comparator.comparingInt(Part::start));
    while (!left.isEmpty()) {
      terms.add(join(layer, output, takeDisjoint(left)));
    }
    return terms.isEmpty() ? Optional.empty() : Optional.of(scope.sum(terms));
  }

  private static <T extends TNumber> List<Part<T>> takeDisjoint(List<Part<T>> sorted) {
    List<Part<T>> taken = new ArrayList<>();
    int end = 0;
    for (Part<T> part : sorted) {
      if (part.start() >= end) {
        taken.add(part);
        end = part.start() + part.count();
      }
    }
    sorted.removeAll(taken);
    return taken;
  }

  private Operand<T> join(Layer layer, Operand<T> output, List<Part<T>> disjoint) {
    List<Operand<T>> row = new ArrayList<>();
    int end = 0;
    for (Part<T> part : disjoint) {
      if (part.start() > end) {
        row.add(zeros(output, end, part.start() - end));
      }
      row.add(part.gradient());
      end = part.start() + part.count();
    }
    if (end < layer.shape().channels()) {
      row.add(zeros(output, end, layer.shape().channels() - end));
    }
    return scope.concatChannels(row);
  }

  private Operand<T> zeros(Operand<T> output, int start, int count) {
    return scope.tf().zerosLike(scope.sliceChannels(output, start, count));
  }
}
