package org.smashnas.tf;

import static com.google.common.base.Preconditions.checkNotNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.smashnas.network.Network;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;
import org.smashnas.space.Encoding;
import org.smashnas.space.Encoding.Placement;
import org.smashnas.space.WeightGrid;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

/**
 * The weights of a scored network inside its program: cut from the fed shared tensors, and from the
 * fed grid of generated values, which is laid out slices × rows × positions × outputs so that a
 * weight is one block of it.
 */
final class CandidateWeights {
  private final GraphScope scope;
  private final Encoding encoding;
  private final Map<String, Placement> placements;
  private final Map<String, Operand<TFloat32>> shared;
  private final Operand<TFloat32> grid;
  private final WeightValues values;

  CandidateWeights(GraphScope scope, Network network, Encoding encoding) {
    this.scope = scope;
    this.encoding = encoding;
    this.placements = new HashMap<>();
    this.shared = new LinkedHashMap<>();
    encoding.weights().forEach(placement -> placements.put(placement.weight().name(), placement));
    WeightGrid extents = encoding.grid();
    this.grid =
        placeholder(
            Shape.of(encoding.slices(), extents.rows(), extents.positions(), extents.outputs()));
    for (Weight weight : network.weights().values()) {
      if (weight.source() instanceof WeightSource.Shared source
          && !shared.containsKey(source.tensor())) {
        shared.put(source.tensor(), placeholder(GraphScope.extents(source.full())));
      }
    }
    this.values = new WeightValues(scope, this::kept);
  }

  private CandidateWeights(GraphScope scope, CandidateWeights fed) {
    this.scope = scope;
    this.encoding = fed.encoding;
    this.placements = fed.placements;
    this.shared = fed.shared;
    this.grid = fed.grid;
    this.values = new WeightValues(scope, this::kept);
  }

  /** The same weights on another device, fed in the same place. */
  CandidateWeights on(GraphScope replica) {
    return replica == scope ? this : new CandidateWeights(replica, this);
  }

  private Operand<TFloat32> placeholder(Shape shape) {
    return scope.tf().placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  WeightValues values() {
    return values;
  }

  void feed(Session.Runner runner, CandidateInputs inputs) {
    runner.feed(grid, inputs.grid());
    shared.forEach((tensor, operand) -> runner.feed(operand, inputs.shared(tensor)));
  }

  private Operand<TFloat32> kept(Weight weight) {
    if (weight.source() instanceof WeightSource.Shared source) {
      return crop(weight.shape(), source);
    }
    if (weight.source() instanceof WeightSource.Generated) {
      return cut(checkNotNull(placements.get(weight.name())));
    }
    throw new IllegalArgumentException(
        "weight " + weight.name() + " of a scored network is its own; share or generate it");
  }

  private Operand<TFloat32> crop(WeightShape shape, WeightSource.Shared source) {
    Operand<TFloat32> whole = checkNotNull(shared.get(source.tensor()));
    if (shape.equals(source.full())) {
      return whole;
    }
    int top = (source.full().height() - shape.height()) / 2;
    int left = (source.full().width() - shape.width()) / 2;
    return scope
        .tf()
        .slice(
            whole,
            scope.ints(top, left, 0, 0),
            scope.ints(shape.height(), shape.width(), shape.inputs(), shape.outputs()));
  }

  private Operand<TFloat32> cut(Placement placement) {
    WeightShape shape = placement.weight().shape();
    WeightGrid extents = encoding.grid();
    int slices = extents.slices(shape);
    int positions = extents.positions(shape);
    Operand<TFloat32> block =
        scope
            .tf()
            .slice(
                grid,
                scope.ints(placement.firstSlice(), 0, 0, 0),
                scope.ints(slices, extents.rows(), positions, extents.outputs()));
    int rows = slices * extents.rows();
    int columns = positions * extents.outputs();
    if (rows == shape.rows() && columns == shape.outputs()) {
      return scope.reshape(block, shape);
    }
    Operand<TFloat32> matrix =
        scope
            .tf()
            .slice(
                scope.reshape(block, rows, columns),
                scope.ints(0, 0),
                scope.ints(shape.rows(), shape.outputs()));
    return scope.reshape(matrix, shape);
  }

  /** The gradient by the whole grid. */
  Operand<TFloat32> gridGradient(BackwardPass<?> backward) {
    List<Operand<TFloat32>> blocks = new ArrayList<>();
    for (Placement placement : encoding.weights()) {
      blocks.add(blockGradient(placement, backward));
    }
    if (blocks.isEmpty()) {
      return scope.tf().zerosLike(grid);
    }
    return blocks.size() == 1 ? blocks.get(0) : scope.tf().concat(blocks, scope.axis(0));
  }

  private Operand<TFloat32> blockGradient(Placement placement, BackwardPass<?> backward) {
    Ops tf = scope.tf();
    WeightShape shape = placement.weight().shape();
    WeightGrid extents = encoding.grid();
    int slices = extents.slices(shape);
    int positions = extents.positions(shape);
    Operand<TFloat32> gradient =
        values
            .gradient(placement.weight(), backward)
            .orElseGet(() -> tf.zerosLike(values.values(placement.weight())));
    int missingRows = slices * extents.rows() - shape.rows();
    int missingColumns = positions * extents.outputs() - shape.outputs();
    if (missingRows > 0 || missingColumns > 0) {
      Operand<TFloat32> matrix = scope.reshape(gradient, shape.rows(), shape.outputs());
      gradient = scope.pad(matrix, new int[][] {{0, missingRows}, {0, missingColumns}});
    }
    Operand<TFloat32> block =
        scope.reshape(gradient, slices, extents.rows(), positions, extents.outputs());
    int missingPositions = extents.positions() - positions;
    return missingPositions == 0
        ? block
        : scope.pad(block, new int[][] {{0, 0}, {0, 0}, {0, missingPositions}, {0, 0}});
  }

  /**
   * The gradients by the shared tensors: centred and leading parts of each, as large as this
   * network reaches. Tensors that the loss does not depend on are left out.
   */
  Map<String, Operand<TFloat32>> sharedGradients(Network network, BackwardPass<?> backward) {
    Map<String, List<Weight>> users = new LinkedHashMap<>();
    for (Weight weight : network.weights().values()) {
      if (weight.source() instanceof WeightSource.Shared source) {
        users.computeIfAbsent(source.tensor(), tensor -> new ArrayList<>()).add(weight);
      }
    }
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    users.forEach(
        (tensor, weights) -> {
          WeightShape hull =
              weights.stream().map(Weight::shape).reduce(CandidateWeights::hull).orElseThrow();
          List<Operand<TFloat32>> terms =
              weights.stream()
                  .flatMap(
                      weight ->
                          values.gradient(weight, backward).stream()
                              .map(gradient -> padded(gradient, weight.shape(), hull)))
                  .toList();
          if (!terms.isEmpty()) {
            gradients.put(tensor, scope.sum(terms));
          }
        });
    return gradients;
  }

  private static WeightShape hull(WeightShape first, WeightShape second) {
    return new WeightShape(
        Math.max(first.height(), second.height()),
        Math.max(first.width(), second.width()),
        Math.max(first.inputs(), second.inputs()),
        Math.max(first.outputs(), second.outputs()));
  }

  private Operand<TFloat32> padded(
      Operand<TFloat32> gradient, WeightShape shape, WeightShape hull) {
    if (shape.equals(hull)) {
      return gradient;
    }
    int top = (hull.height() - shape.height()) / 2;
    int left = (hull.width() - shape.width()) / 2;
    int[][] paddings = {
      {top, top},
      {left, left},
      {0, hull.inputs() - shape.inputs()},
      {0, hull.outputs() - shape.outputs()}
    };
    return scope.pad(gradient, paddings);
  }
}
