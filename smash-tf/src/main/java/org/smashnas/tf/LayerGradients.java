package org.smashnas.tf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.smashnas.network.Layer;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Gradients by the outputs of layers, summed over a layer's readers. Gradients by disjoint parts of
 * the channels are joined rather than padded and added.
 */
final class LayerGradients {
  private final GraphScope scope;
  private final Map<Integer, List<Operand<TFloat32>>> whole = new HashMap<>();
  private final Map<Integer, List<Part>> parts = new HashMap<>();

  private record Part(int start, int count, Operand<TFloat32> gradient) {}

  LayerGradients(GraphScope scope) {
    this.scope = scope;
  }

  void add(Layer layer, Operand<TFloat32> gradient) {
    whole.computeIfAbsent(layer.index(), index -> new ArrayList<>()).add(gradient);
  }

  void addPart(Layer layer, int start, int count, Operand<TFloat32> gradient) {
    parts
        .computeIfAbsent(layer.index(), index -> new ArrayList<>())
        .add(new Part(start, count, gradient));
  }

  /** The gradient by a layer all whose readers are done; empty if nothing depends on it. */
  Optional<Operand<TFloat32>> of(Layer layer, Operand<TFloat32> output) {
    List<Operand<TFloat32>> terms = new ArrayList<>(whole.getOrDefault(layer.index(), List.of()));
    List<Part> left = new ArrayList<>(parts.getOrDefault(layer.index(), List.of()));
    left.sort(Comparator.comparingInt(Part::start));
    while (!left.isEmpty()) {
      terms.add(join(layer, output, takeDisjoint(left)));
    }
    return terms.isEmpty() ? Optional.empty() : Optional.of(scope.sum(terms));
  }

  private static List<Part> takeDisjoint(List<Part> sorted) {
    List<Part> taken = new ArrayList<>();
    int end = 0;
    for (Part part : sorted) {
      if (part.start() >= end) {
        taken.add(part);
        end = part.start() + part.count();
      }
    }
    sorted.removeAll(taken);
    return taken;
  }

  private Operand<TFloat32> join(Layer layer, Operand<TFloat32> output, List<Part> disjoint) {
    List<Operand<TFloat32>> row = new ArrayList<>();
    int end = 0;
    for (Part part : disjoint) {
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

  private Operand<TFloat32> zeros(Operand<TFloat32> output, int start, int count) {
    return scope.tf().zerosLike(scope.sliceChannels(output, start, count));
  }
}
