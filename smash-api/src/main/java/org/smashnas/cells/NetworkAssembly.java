package org.smashnas.cells;

import java.util.ArrayList;
import java.util.List;
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
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/** Builds the network of a cell. One use, one thread. */
final class NetworkAssembly {
  private final CellSpace space;
  private final Cell cell;
  private final Network.Builder network;

  NetworkAssembly(CellSpace space, Cell cell) {
    this.space = space;
    this.cell = cell;
    this.network = Network.builder(space.input());
  }

  Network assemble() {
    WeightShape stem = new WeightShape(3, 3, space.input().channels(), space.width());
    Layer last =
        norm(network.add("stem", Convolution.of(Weight.shared("stem", stem)), network.input()));
    for (int stage = 0; stage < space.stages(); stage++) {
      if (stage > 0) {
        last = reduction(stage - 1, last);
      }
      for (int index = 0; index < space.cellsPerStage(); index++) {
        last = cell(stage, index, last);
      }
    }
    return network.build(logits(last));
  }

  private Layer logits(Layer last) {
    Layer normed =
        network.add(
            "last.norm", BatchNorm.shared("last.norm", channels(last), channels(last)), last);
    Layer mean = network.add("mean", new GlobalMean(), relu("last", normed));
    Dense logits =
        Dense.of(Weight.shared("logits", WeightShape.matrix(channels(mean), space.classes())))
            .withBias(Weight.shared("logits.bias", WeightShape.vector(space.classes())));
    return network.add("logits", logits, mean);
  }

  private Layer cell(int stage, int index, Layer input) {
    String name = "stage" + stage + ".cell" + index;
    List<Layer> nodes = new ArrayList<>(List.of(input));
    for (int node = 1; node < Cell.NODES; node++) {
      Layer[] incoming = new Layer[node];
      for (int from = 0; from < node; from++) {
        incoming[from] = edge(stage, index, from, node, nodes.get(from));
      }
      nodes.add(node == 1 ? incoming[0] : network.add(name + ".node" + node, new Sum(), incoming));
    }
    return nodes.get(Cell.NODES - 1);
  }

  private Layer edge(int stage, int index, int from, int to, Layer input) {
    EdgeOperation operation = cell.edge(from, to);
    int edge = Cell.place(from, to);
    String name = "stage" + stage + ".cell" + index + ".edge" + edge + "." + operation;
    return switch (operation) {
      case NONE -> network.add(name, new Zero(), input);
      case SKIP -> input;
      case CONVOLUTION_1X1 ->
          convolution(space.conditions().edge(name, 1, stage, index, edge, cell), 1, input);
      case CONVOLUTION_3X3 ->
          convolution(space.conditions().edge(name, 3, stage, index, edge, cell), 1, input);
      case AVERAGE_POOL_3X3 -> network.add(name, new Pool(Pool.Kind.AVERAGE, 3, 1), input);
    };
  }

  private Layer reduction(int stage, Layer input) {
    String name = "reduction" + stage;
    int outputs = space.channels(stage + 1);
    Layer first = convolution(space.conditions().reduction(name + ".first", stage, cell), 2, input);
    Layer second =
        convolution(
            Weight.shared(name + ".second", new WeightShape(3, 3, outputs, outputs)), 1, first);
    String shortcut = name + ".shortcut";
    Layer pooled = network.add(shortcut + ".pool", new Pool(Pool.Kind.AVERAGE, 2, 2), input);
    WeightShape shape = WeightShape.matrix(channels(input), outputs);
    Layer projected = network.add(shortcut, Convolution.of(Weight.shared(shortcut, shape)), pooled);
    return network.add(name, new Sum(), second, projected);
  }

  /** ReLU, convolution, norm, named by the kernel. */
  private Layer convolution(Weight kernel, int stride, Layer input) {
    Convolution convolution = Convolution.of(kernel).withStride(stride);
    return norm(network.add(kernel.name(), convolution, relu(kernel.name(), input)));
  }

  private Layer relu(String reader, Layer input) {
    return network.add(reader + ".relu", new Activation(Nonlinearity.RELU), input);
  }

  private Layer norm(Layer input) {
    String name = input.name() + ".norm";
    return network.add(name, BatchNorm.shared(name, channels(input), channels(input)), input);
  }

  private static int channels(Layer layer) {
    return layer.shape().channels();
  }
}
