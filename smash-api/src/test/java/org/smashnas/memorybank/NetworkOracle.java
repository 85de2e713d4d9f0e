package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/** What the networks of an architecture must be like, written apart from the code under test. */
final class NetworkOracle {
  private final MemoryBankSpace space;
  private final SpaceOracle sizes;
  private final MemoryBank architecture;

  private NetworkOracle(MemoryBankSpace space, MemoryBank architecture) {
    this.space = space;
    this.sizes = new SpaceOracle(space);
    this.architecture = architecture;
  }

  /**
   * The convolutions are those of the architecture, each of the shape that follows from it, and the
   * network without its {@link OpNorms} is that of a space without.
   */
  static void assertScored(MemoryBankSpace space, MemoryBank architecture, Network scored) {
    new NetworkOracle(space, architecture).assertScored(scored);
  }

  /**
   * The derived network is the scored one of a space without norms with some norms and ReLUs put
   * between its layers: those of its {@link OpNorms}. All weights are its own.
   */
  static void assertDerived(MemoryBankSpace space, MemoryBank architecture, Network derived) {
    new NetworkOracle(space, architecture).assertDerived(derived);
  }

  private void assertScored(Network scored) {
    Map<String, WeightShape> expected = new TreeMap<>();
    int unit = space.bankChannels();
    for (int index = 0; index < architecture.blocks().size(); index++) {
      Block block = architecture.blocks().get(index);
      for (int op = 0; op < block.ops().size(); op++) {
        Op wanted = block.ops().get(op);
        String place = "block" + index + ".op" + op;
        int inputs = wanted.reads().size() * block.bankSize() * unit;
        int outputs = sizes.oneByOne(block, wanted) * unit;
        expected.put(place + ".1x1", WeightShape.matrix(inputs, outputs));
        List<Integer> slots = SpaceOracle.slots(wanted.layout());
        for (int slot : slots) {
          ConvolutionChoice choice = wanted.convolutions().get(slots.indexOf(slot));
          expected.put(
              place + ".conv" + slot,
              new WeightShape(
                  choice.kernelHeight(),
                  choice.kernelWidth(),
                  sizes.inputs(block, wanted, slot) * unit / choice.groups(),
                  sizes.outputs(wanted, slot) * unit));
        }
      }
    }
    Map<String, WeightShape> convolutions = new TreeMap<>();
    for (Layer layer : scored.layers()) {
      if (layer.name().startsWith("block")
          && layer.operation() instanceof Convolution convolution) {
        convolutions.put(layer.name(), convolution.kernel().shape());
      }
    }
    assertThat(convolutions).isEqualTo(expected);
    assertNormed(scored, space.scoredNorms());
    for (Weight weight : scored.weights().values()) {
      boolean generated = weight.source() instanceof WeightSource.Generated;
      assertThat(weight.normalised()).as(weight.name()).isEqualTo(generated);
    }
  }

  private void assertDerived(Network derived) {
    assertNormed(derived, space.derivedNorms());
    boolean divides =
        space.derivedNorms() == space.scoredNorms() || space.derivedNorms() == OpNorms.WEIGHT_NORM;
    for (Weight weight : derived.weights().values()) {
      assertThat(weight.source()).isEqualTo(WeightSource.own());
      boolean divided = divides && weight.name().matches("block.*1x1");
      assertThat(weight.normalised()).as(weight.name()).isEqualTo(divided);
    }
    for (Layer layer : derived.layers()) {
      if (layer.operation() instanceof BatchNorm norm) {
        assertThat(norm.moments()).as("moments of its own").isEqualTo(layer.name());
      }
    }
  }

  private void assertNormed(Network normed, OpNorms style) {
    Network bare =
        MemoryBankSpace.builder()
            .from(space)
            .scoredNorms(OpNorms.WEIGHT_NORM)
            .build()
            .network(architecture);
    Map<String, Layer> known = new HashMap<>();
    bare.layers().forEach(layer -> known.put(layer.name(), layer));
    List<String> standsFor = new ArrayList<>();
    List<String> added = new ArrayList<>();
    long norms = 0;
    for (Layer layer : normed.layers()) {
      Layer like = known.get(layer.name());
      if (like == null) {
        added.add(layer.name() + kind(layer));
        norms += parameters(layer);
        assertThat(layer.inputs()).hasSize(1);
        standsFor.add(standsFor.get(layer.inputs().get(0)));
      } else {
        assertAlike(bare, like, layer, standsFor);
        standsFor.add(layer.name());
      }
    }
    assertThat(normed.layers()).hasSize(bare.layers().size() + added.size());
    assertThat(standsFor.get(normed.output().index())).isEqualTo(bare.output().name());
    assertThat(added).containsExactlyInAnyOrderElementsOf(expectedAdditions(style));
    assertThat(normed.parameters()).isEqualTo(bare.parameters() + norms);
    assertThat(normed.multiplyAdds()).isEqualTo(bare.multiplyAdds());
  }

  private static void assertAlike(Network bare, Layer left, Layer right, List<String> standsFor) {
    List<String> inputs = right.inputs().stream().map(standsFor::get).toList();
    assertThat(inputs)
        .as("inputs of %s", right.name())
        .isEqualTo(bare.inputsOf(left).stream().map(Layer::name).toList());
    assertThat(right.shape()).as(right.name()).isEqualTo(left.shape());
    assertThat(bare(right.operation())).as(right.name()).isEqualTo(bare(left.operation()));
  }

  /** An operation without what tells where its weights and moments come from. */
  private static Operation bare(Operation operation) {
    if (operation instanceof Convolution convolution) {
      return new Convolution(
          Weight.own(convolution.kernel().name(), convolution.kernel().shape()),
          convolution.bias().map(Weight::asOwn),
          convolution.stride(),
          convolution.dilationHeight(),
          convolution.dilationWidth(),
          convolution.groups());
    }
    if (operation instanceof BatchNorm norm) {
      return new BatchNorm("any", norm.scale().asOwn(), norm.offset().asOwn());
    }
    return operation.withWeights(Weight::asOwn);
  }

  private static String kind(Layer layer) {
    if (layer.operation() instanceof BatchNorm) {
      return " norm";
    }
    assertThat(layer.operation()).isEqualTo(new Activation(Nonlinearity.RELU));
    return " relu";
  }

  private static long parameters(Layer layer) {
    return layer.operation() instanceof BatchNorm ? 2L * layer.shape().channels() : 0;
  }

  private List<String> expectedAdditions(OpNorms style) {
    List<String> added = new ArrayList<>();
    for (int index = 0; index < architecture.blocks().size(); index++) {
      List<Op> ops = architecture.blocks().get(index).ops();
      for (int op = 0; op < ops.size(); op++) {
        addTo(added, style, "block" + index + ".op" + op, ops.get(op));
      }
    }
    return added;
  }

  private void addTo(List<String> added, OpNorms style, String place, Op op) {
    if (List.of(OpNorms.BEFORE, OpNorms.SANDWICH, OpNorms.FULL).contains(style)) {
      added.add(place + ".read.norm norm");
      added.add(place + ".read.relu relu");
    }
    if (List.of(OpNorms.SANDWICH, OpNorms.FULL, OpNorms.EACH_CONVOLUTION).contains(style)) {
      added.add(place + ".1x1.norm norm");
    }
    List<Integer> slots = SpaceOracle.slots(op.layout());
    for (int slot : slots) {
      if (style == OpNorms.EACH_CONVOLUTION) {
        added.add(place + ".conv" + slot + ".output.norm norm");
      }
      if (style == OpNorms.FULL || style == OpNorms.GRID) {
        added.add(place + ".conv" + slot + ".norm norm");
        addedActivation(op.convolutions().get(slots.indexOf(slot)), slot)
            .ifPresent(kind -> added.add(place + ".conv" + slot + ".activation" + kind));
      }
    }
  }

  /** Without norms the ReLU behind the 1x1 is not followed by another at once. */
  private Optional<String> addedActivation(ConvolutionChoice choice, int slot) {
    boolean twice =
        space.activationOrder() == ActivationOrder.PRE
            && (slot == 0 || slot == 2)
            && choice.nonlinearity() == Nonlinearity.RELU;
    return twice ? Optional.of(" relu") : Optional.empty();
  }
}
