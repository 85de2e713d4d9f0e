package org.smashnas.memorybank;

import java.util.Optional;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.memorybank.OpNorms.Place;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Product;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;

/** The grid of k×k convolutions of one op, its junctions and its gate. One use, one thread. */
final class OpGrid {
  private final MemoryBankSpace space;
  private final OpNorms norms;
  private final Network.Builder network;
  private final int block;
  private final Op op;
  private final String place;

  OpGrid(
      MemoryBankSpace space,
      OpNorms norms,
      Network.Builder network,
      int block,
      Op op,
      String place) {
    this.space = space;
    this.norms = norms;
    this.network = network;
    this.block = block;
    this.op = op;
    this.place = place;
  }

  /** Adds the grid behind the op's 1x1, whose output went through a ReLU. */
  Layer add(Layer input) {
    Layer first = convolution(0, input);
    Optional<Layer> beside =
        op.layout().has(2) ? Optional.of(convolution(2, input)) : Optional.empty();
    if (op.gate() == Gate.FIRST) {
      return second(gated(".gate0", first, beside.orElseThrow()), Optional.empty());
    }
    return second(first, beside);
  }

  /** The second half, from one path or two. */
  private Layer second(Layer first, Optional<Layer> beside) {
    Layer followed = op.layout().has(1) ? convolution(1, first) : first;
    if (op.layout().has(3)) {
      Layer other = convolution(3, beside.orElse(first));
      return op.gate() == Gate.SECOND ? gated(".gate1", followed, other) : sum(followed, other);
    }
    return beside.map(other -> sum(followed, other)).orElse(followed);
  }

  private Layer sum(Layer first, Layer second) {
    return network.add(place + ".sum", new Sum(), first, second);
  }

  private Layer gated(String name, Layer first, Layer second) {
    if (space.gates().orElseThrow() == GateStyle.MULTIPLY) {
      return product(name, first, second);
    }
    Layer sum = network.add(place + name + ".sum", new Sum(), first, second);
    int half = sum.shape().channels() / 2;
    Layer even = network.add(place + name + ".even", new ChannelSlice(0, half, 2), sum);
    Layer odd = network.add(place + name + ".odd", new ChannelSlice(1, half, 2), sum);
    return product(name, even, odd);
  }

  private Layer product(String name, Layer first, Layer second) {
    Layer tanh = network.add(place + name + ".tanh", new Activation(Nonlinearity.TANH), first);
    Layer sigmoid =
        network.add(place + name + ".sigmoid", new Activation(Nonlinearity.SIGMOID), second);
    return network.add(place + name, new Product(), tanh, sigmoid);
  }

  private Layer convolution(int slot, Layer input) {
    ConvolutionChoice choice = op.convolutions().get(op.layout().slots().indexOf(slot));
    if (space.activationOrder() == ActivationOrder.POST) {
      return activated(slot, choice, convolved(slot, choice, input), space.maxBankChannels());
    }
    boolean normed = norms.stand(Place.BEFORE_NONLINEARITY);
    boolean twice = slot % 2 == 0 && !normed && choice.nonlinearity() == Nonlinearity.RELU;
    return convolved(slot, choice, twice ? input : activated(slot, choice, input, maxInputs(slot)));
  }

  /** The convolution with the norm behind it, if it has one. */
  private Layer convolved(int slot, ConvolutionChoice choice, Layer input) {
    Layer output = bare(slot, choice, input);
    return norms.stand(Place.BEHIND_CONVOLUTION)
        ? norm(slot, ".output.norm", output, space.maxBankChannels())
        : output;
  }

  private Layer bare(int slot, ConvolutionChoice choice, Layer input) {
    int multiples = halved(slot) ? op.width() / 2 : op.width();
    WeightShape shape =
        new WeightShape(
            choice.kernelHeight(),
            choice.kernelWidth(),
            input.shape().channels() / choice.groups(),
            multiples * space.bankChannels());
    WeightShape full =
        new WeightShape(
            space.maxKernel(), space.maxKernel(), maxInputs(slot), space.maxBankChannels());
    Convolution convolution =
        Convolution.of(Weight.shared(slotName(slot), shape, sharedName(slot), full))
            .withDilation(choice.dilationHeight(), choice.dilationWidth())
            .withGroups(choice.groups());
    return network.add(slotName(slot), convolution, input);
  }

  /** Behind a first gate that splits the channels, everything is half as wide. */
  private boolean halved(int slot) {
    return slot % 2 == 1
        && op.gate() == Gate.FIRST
        && space.gates().orElseThrow() == GateStyle.ADD_SPLIT;
  }

  private int maxInputs(int slot) {
    return slot % 2 == 0
        ? space.maxBottleneck() * space.maxBankChannels()
        : space.maxBankChannels();
  }

  private Layer activated(int slot, ConvolutionChoice choice, Layer input, int most) {
    Layer before =
        norms.stand(Place.BEFORE_NONLINEARITY) ? norm(slot, ".norm", input, most) : input;
    return network.add(
        slotName(slot) + ".activation", new Activation(choice.nonlinearity()), before);
  }

  private Layer norm(int slot, String suffix, Layer input, int most) {
    String name = slotName(slot) + suffix;
    return network.add(
        name,
        NetworkAssembly.norm(name, sharedName(slot) + suffix, input.shape().channels(), most),
        input);
  }

  private String slotName(int slot) {
    return place + ".conv" + slot;
  }

  private String sharedName(int slot) {
    return "block" + block + ".conv" + slot;
  }
}
