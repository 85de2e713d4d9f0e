package com.example.cells;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Operation.Zero;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.ConditionFields.Marks;
import org.smashnas.space.WeightGrid;

/**
 * The 15,625 cells of NAS-Bench-201 (Dong and Yang 2020, arXiv 2001.00326) in a small network: a
 * stem, a cell, a convolution of stride 2 that doubles the channels, the same cell again, and a
 * classifier. The HyperNet writes all convolutions but the stem.
 */
public final class CellSpace implements ArchitectureSpace<Cell> {
  private static final EdgeOperation[] OPERATIONS = EdgeOperation.values();
  private static final int STAGES = 2;
  private static final int REDUCTION = STAGES * Cell.EDGES;

  private final Shape input;
  private final int classes;
  private final int width;
  private final WeightGrid grid;

  /**
   * @param input height × width × channels of an image
   * @param classes how many classes to tell apart
   * @param width channels of the first cell
   */
  public CellSpace(Shape input, int classes, int width) {
    this.input = input;
    this.classes = classes;
    this.width = width;
    ConditionFields.Builder fields =
        ConditionFields.builder().field("weight", REDUCTION + 1).field("slice", 9);
    for (int edge = 0; edge < Cell.EDGES; edge++) {
      fields.field("edge" + edge, OPERATIONS.length);
    }
    this.grid = new WeightGrid(2 * width, width, 2, fields.build());
  }

  @Override
  public String id() {
    return "cells of width " + width + " for " + input + " and " + classes + " classes";
  }

  @Override
  public Cell sample(RandomGenerator random) {
    return new Cell(Stream.generate(() -> operation(random)).limit(Cell.EDGES).toList());
  }

  @Override
  public Cell perturb(Cell cell, double probability, RandomGenerator random) {
    return new Cell(
        cell.edges().stream()
            .map(edge -> random.nextDouble() < probability ? operation(random) : edge)
            .toList());
  }

  private static EdgeOperation operation(RandomGenerator random) {
    return OPERATIONS[random.nextInt(OPERATIONS.length)];
  }

  @Override
  public void validate(Cell cell) {
    if (cell.edges().size() != Cell.EDGES) {
      throw new IllegalArgumentException(
          "cell has " + cell.edges().size() + " edges; it must have " + Cell.EDGES);
    }
  }

  @Override
  public Network network(Cell cell) {
    validate(cell);
    Network.Builder network = Network.builder(input);
    WeightShape stemShape = new WeightShape(3, 3, input.channels(), width);
    Layer stem =
        network.add("stem", Convolution.of(Weight.shared("stem", stemShape)), network.input());
    Layer first = stage(network, cell, 0, norm(network, stem));
    Layer reduced =
        network.add(
            "reduction",
            Convolution.of(generated("reduction", 3, first, 2 * width, cell, REDUCTION))
                .withStride(2),
            relu(network, first, "reduction"));
    Layer last = stage(network, cell, 1, norm(network, reduced));
    Layer mean = network.add("mean", new GlobalMean(), relu(network, last, "last"));
    Dense logits =
        Dense.of(Weight.shared("logits", WeightShape.matrix(2 * width, classes)))
            .withBias(Weight.shared("logits.bias", WeightShape.vector(classes)));
    return network.build(network.add("logits", logits, mean));
  }

  private Layer stage(Network.Builder network, Cell cell, int stage, Layer input) {
    List<Layer> nodes = new ArrayList<>(List.of(input));
    int edge = 0;
    for (int node = 1; node < Cell.NODES; node++) {
      Layer[] incoming = new Layer[node];
      for (int from = 0; from < node; from++) {
        incoming[from] = edge(network, cell, stage, edge++, nodes.get(from));
      }
      nodes.add(
          node == 1
              ? incoming[0]
              : network.add("stage" + stage + ".node" + node, new Sum(), incoming));
    }
    return nodes.get(Cell.NODES - 1);
  }

  private Layer edge(Network.Builder network, Cell cell, int stage, int edge, Layer input) {
    EdgeOperation operation = cell.edges().get(edge);
    String name = "stage" + stage + ".edge" + edge + "." + operation;
    int place = stage * Cell.EDGES + edge;
    return switch (operation) {
      case NONE -> network.add(name, new Zero(), input);
      case SKIP -> input;
      case CONVOLUTION_1X1 -> convolution(network, name, 1, input, cell, place);
      case CONVOLUTION_3X3 -> convolution(network, name, 3, input, cell, place);
      case AVERAGE_POOL_3X3 -> network.add(name, new Pool(Pool.Kind.AVERAGE, 3, 1), input);
    };
  }

  private Layer convolution(
      Network.Builder network, String name, int kernel, Layer input, Cell cell, int place) {
    Weight weight = generated(name, kernel, input, input.shape().channels(), cell, place);
    return norm(network, network.add(name, Convolution.of(weight), relu(network, input, name)));
  }

  private static Layer relu(Network.Builder network, Layer input, String reader) {
    return network.add(reader + ".relu", new Activation(Nonlinearity.RELU), input);
  }

  private static Layer norm(Network.Builder network, Layer input) {
    String name = input.name() + ".norm";
    int channels = input.shape().channels();
    return network.add(name, BatchNorm.shared(name, channels, channels), input);
  }

  private Weight generated(
      String name, int kernel, Layer input, int outputs, Cell cell, int place) {
    return grid.generated(
        name,
        new WeightShape(kernel, kernel, input.shape().channels(), outputs),
        slice -> marks(cell, place, slice));
  }

  /** Each weight is told where it is and what the whole cell is. */
  private Marks marks(Cell cell, int place, int slice) {
    Marks marks = grid.fields().marks().mark("weight", place).mark("slice", slice);
    for (int edge = 0; edge < Cell.EDGES; edge++) {
      marks.mark("edge" + edge, cell.edges().get(edge).ordinal());
    }
    return marks;
  }

  @Override
  public WeightGrid weightGrid() {
    return grid;
  }

  @Override
  public ArchitectureCodec<Cell> codec() {
    return ArchitectureCodec.ofRecord(Cell.class);
  }
}
