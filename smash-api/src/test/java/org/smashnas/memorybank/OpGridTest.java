package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Product;
import org.smashnas.network.Operation.Sum;

/** An op as a formula: c0 to c3 are its convolutions, f the nonlinearity, n a norm, x the 1x1. */
class OpGridTest {
  private static MemoryBankSpace.Builder settings() {
    return MemoryBankSpace.builder()
        .input(8, 8, 1)
        .classes(2)
        .blocks(1)
        .depth(2)
        .width(2)
        .bankChannels(2)
        .maxBankChannels(8)
        .depthCompression(1)
        .maxKernel(3)
        .nonlinearities(ImmutableSet.of(Nonlinearity.ELU, Nonlinearity.RELU))
        .variableOps()
        .paperNorms();
  }

  private static MemoryBank oneOp(OpLayout layout, Gate gate, Nonlinearity nonlinearity) {
    ConvolutionChoice choice = new ConvolutionChoice(3, 3, 1, 1, 2, nonlinearity);
    Op op =
        new Op(
            ImmutableList.of(0, 1, 2),
            2,
            ImmutableList.of(4, 5),
            layout,
            gate,
            ImmutableList.copyOf(Collections.nCopies(SpaceOracle.slots(layout).size(), choice)));
    return new MemoryBank(ImmutableList.of(new Block(1, ImmutableList.of(op))));
  }

  /** What the op gives, cut in parts or not. */
  private static String formula(Network network) {
    Layer banks = named(network, "block0.banks");
    Layer written = network.layers().get(banks.inputs().get(4));
    Layer output =
        written.operation() instanceof ChannelSlice && written.name().contains("part")
            ? network.inputsOf(written).get(0)
            : written;
    return formula(network, output);
  }

  private static Layer named(Network network, String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String formula(Network network, Layer layer) {
    if (layer.name().equals("block0.op0.1x1.relu")) {
      return "x";
    }
    List<String> inputs =
        network.inputsOf(layer).stream().map(input -> formula(network, input)).toList();
    if (layer.operation() instanceof Sum) {
      return "(" + String.join(" + ", inputs) + ")";
    }
    if (layer.operation() instanceof Product) {
      return String.join(" * ", inputs);
    }
    return function(layer) + "(" + String.join(", ", inputs) + ")";
  }

  private static String function(Layer layer) {
    if (layer.operation() instanceof Convolution) {
      return layer.name().replace("block0.op0.conv", "c");
    }
    if (layer.operation() instanceof BatchNorm) {
      return "n";
    }
    if (layer.operation() instanceof ChannelSlice slice) {
      assertThat(slice.stride()).isEqualTo(2);
      return slice.start() == 0 ? "even" : "odd";
    }
    Nonlinearity nonlinearity = ((Activation) layer.operation()).nonlinearity();
    return nonlinearity == Nonlinearity.ELU ? "f" : nonlinearity.name().toLowerCase(Locale.ROOT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SINGLE ; NONE ; c0(f(x))",
        "PARALLEL ; NONE ; (c0(f(x)) + c2(f(x)))",
        "LONG ; NONE ; c1(f(c0(f(x))))",
        "BRANCHED ; NONE ; (c1(f(c0(f(x)))) + c2(f(x)))",
        "BIG ; NONE ; (c1(f(c0(f(x)))) + c3(f(c2(f(x)))))",
        "PARALLEL ; FIRST ; tanh(c0(f(x))) * sigmoid(c2(f(x)))",
        "BRANCHED ; FIRST ; c1(f(tanh(c0(f(x))) * sigmoid(c2(f(x)))))",
        "BIG ; FIRST ; (c1(f(tanh(c0(f(x))) * sigmoid(c2(f(x)))))"
            + " + c3(f(tanh(c0(f(x))) * sigmoid(c2(f(x))))))",
        "BIG ; SECOND ; tanh(c1(f(c0(f(x))))) * sigmoid(c3(f(c2(f(x)))))",
      })
  void pathsMeetInASumOrAGate(OpLayout layout, Gate gate, String formula) {
    MemoryBankSpace space = settings().gates(GateStyle.MULTIPLY).build();
    MemoryBank architecture = oneOp(layout, gate, Nonlinearity.ELU);
    assertThat(formula(space.network(architecture))).isEqualTo(formula);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PARALLEL ; FIRST ; tanh(even((c0(f(x)) + c2(f(x))))) * sigmoid(odd((c0(f(x)) +"
            + " c2(f(x)))))",
        "BIG ; SECOND ; tanh(even((c1(f(c0(f(x)))) + c3(f(c2(f(x)))))))"
            + " * sigmoid(odd((c1(f(c0(f(x)))) + c3(f(c2(f(x)))))))",
      })
  void aSplittingGateSumsAndThenParts(OpLayout layout, Gate gate, String formula) {
    MemoryBankSpace space = settings().gates(GateStyle.ADD_SPLIT).build();
    MemoryBank architecture = oneOp(layout, gate, Nonlinearity.ELU);
    assertThat(formula(space.network(architecture))).isEqualTo(formula);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "ADD_SPLIT ; NONE ; (n(c1(f(n(c0(f(x)))))) + n(c3(f(n(c2(f(x)))))))",
        "MULTIPLY ; SECOND ; tanh(n(c1(f(n(c0(f(x))))))) * sigmoid(n(c3(f(n(c2(f(x)))))))",
        "ADD_SPLIT ; SECOND ; tanh(even((n(c1(f(n(c0(f(x)))))) + n(c3(f(n(c2(f(x)))))))))"
            + " * sigmoid(odd((n(c1(f(n(c0(f(x)))))) + n(c3(f(n(c2(f(x)))))))))",
      })
  void normedPathsMeet(GateStyle style, Gate gate, String formula) {
    MemoryBankSpace space = settings().scoredNorms(OpNorms.EACH_CONVOLUTION).gates(style).build();
    MemoryBank architecture = oneOp(OpLayout.BIG, gate, Nonlinearity.ELU);
    assertThat(formula(space.network(architecture))).isEqualTo(formula);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "PRE ; WEIGHT_NORM ; SANDWICH ; ELU ; c1(f(c0(f(x)))) ; c1(f(c0(f(x))))",
        "PRE ; WEIGHT_NORM ; FULL ; ELU ; c1(f(c0(f(x)))) ; c1(f(n(c0(f(n(x))))))",
        "PRE ; GRID ; SANDWICH ; ELU ; c1(f(n(c0(f(n(x)))))) ; c1(f(c0(f(x))))",
        "PRE ; GRID ; FULL ; ELU ; c1(f(n(c0(f(n(x)))))) ; c1(f(n(c0(f(n(x))))))",
        "PRE ; EACH_CONVOLUTION ; GRID ; ELU ; n(c1(f(n(c0(f(x)))))) ; c1(f(n(c0(f(n(x))))))",
        "PRE ; WEIGHT_NORM ; BEFORE ; RELU ; c1(relu(c0(x))) ; c1(relu(c0(x)))",
        "PRE ; WEIGHT_NORM ; FULL ; RELU ; c1(relu(c0(x))) ; c1(relu(n(c0(relu(n(x))))))",
        "PRE ; EACH_CONVOLUTION ; WEIGHT_NORM ; RELU ; n(c1(relu(n(c0(x))))) ; c1(relu(c0(x)))",
        "POST ; WEIGHT_NORM ; SANDWICH ; ELU ; f(c1(f(c0(x)))) ; f(c1(f(c0(x))))",
        "POST ; WEIGHT_NORM ; FULL ; ELU ; f(c1(f(c0(x)))) ; f(n(c1(f(n(c0(x))))))",
        "POST ; GRID ; EACH_CONVOLUTION ; ELU ; f(n(c1(f(n(c0(x)))))) ; f(n(c1(f(n(c0(x))))))",
        "POST ; WEIGHT_NORM ; BEFORE ; RELU ; relu(c1(relu(c0(x)))) ; relu(c1(relu(c0(x))))",
      })
  void orderAndNormsStandWhereTheSpaceSays(
      ActivationOrder order,
      OpNorms scoredNorms,
      OpNorms derivedNorms,
      Nonlinearity nonlinearity,
      String scored,
      String derived) {
    MemoryBankSpace space =
        settings()
            .activationOrder(order)
            .scoredNorms(scoredNorms)
            .derivedNorms(derivedNorms)
            .build();
    MemoryBank architecture = oneOp(OpLayout.LONG, Gate.NONE, nonlinearity);
    assertThat(formula(space.network(architecture))).isEqualTo(scored);
    assertThat(formula(space.derivedNetwork(architecture))).isEqualTo(derived);
  }

  /** Half of a width of two banks fills one; both written banks get it. */
  @Test
  void whatASplittingGateGivesIsWrittenInTurn() {
    for (Gate gate : List.of(Gate.FIRST, Gate.SECOND)) {
      MemoryBankSpace space = settings().gates(GateStyle.ADD_SPLIT).build();
      Network network = space.network(oneOp(OpLayout.BIG, gate, Nonlinearity.ELU));
      Layer banks = named(network, "block0.banks");
      assertThat(banks.shape().channels()).isEqualTo(6 * 2);
      assertThat(banks.inputs().get(5)).isEqualTo(banks.inputs().get(4));
    }
    MemoryBankSpace space = settings().gates(Optional.empty()).build();
    Network network = space.network(oneOp(OpLayout.BIG, Gate.NONE, Nonlinearity.ELU));
    Layer banks = named(network, "block0.banks");
    assertThat(banks.shape().channels()).isEqualTo(6 * 2);
    assertThat(banks.inputs().get(5)).isNotEqualTo(banks.inputs().get(4));
  }
}
