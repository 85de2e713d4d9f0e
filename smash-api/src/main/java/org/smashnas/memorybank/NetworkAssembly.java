package org.smashnas.memorybank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.network.WeightSource;

/** Turns one architecture into its network. One use, one thread. */
final class NetworkAssembly {
  private static final int STEM_KERNEL = 7;

  private final MemoryBankSpace space;
  private final boolean derived;
  private final Network.Builder network;

  NetworkAssembly(MemoryBankSpace space, boolean derived) {
    this.space = space;
    this.derived = derived;
    this.network = Network.builder(space.input());
  }

  Network assemble(MemoryBank architecture) {
    Layer layer = stem();
    for (BlockRules rules : space.rules()) {
      layer = block(rules, architecture.blocks().get(rules.index()), layer);
      boolean last = rules.index() == space.blocks() - 1;
      layer = last ? classifier(rules, layer) : transition(rules, layer);
    }
    return network.build(layer);
  }

  private Layer stem() {
    WeightShape shape =
        new WeightShape(STEM_KERNEL, STEM_KERNEL, space.input().channels(), space.stemChannels());
    Layer stem =
        network.add("stem", Convolution.of(shared("stem", shape, "stem", shape)), network.input());
    return relu("stem.relu", stem);
  }

  private Layer block(BlockRules rules, Block block, Layer input) {
    String name = "block" + rules.index();
    int channels = block.bankSize() * space.bankChannels();
    List<Layer> banks = parts(name + ".bank", input, channels);
    for (int index = 0; index < block.ops().size(); index++) {
      Op op = block.ops().get(index);
      String place = name + ".op" + index;
      Layer output =
          op(rules, block.bankSize(), op, place, concat(place + ".read", read(banks, op)));
      write(place, op, parts(place + ".part", output, channels), banks);
    }
    return concat(name + ".banks", banks);
  }

  private static List<Layer> read(List<Layer> banks, Op op) {
    return op.reads().stream().map(banks::get).toList();
  }

  private Layer op(BlockRules rules, int bankSize, Op op, String place, Layer read) {
    int outputs = OpWidths.oneByOne(space, bankSize, op.reads().size(), op.width());
    WeightShape oneByOne = WeightShape.matrix(read.shape().channels(), outputs);
    Layer before = read;
    if (derived && space.derivedNorms() != DerivedNorms.WEIGHT_NORM) {
      before = relu(place + ".read.relu", ownNorm(place + ".read.norm", read));
    }
    Layer mixed =
        network.add(
            place + ".1x1",
            Convolution.of(generated(rules, bankSize, op, place, oneByOne)),
            before);
    if (derived
        && (space.derivedNorms() == DerivedNorms.SANDWICH
            || space.derivedNorms() == DerivedNorms.FULL)) {
      mixed = ownNorm(place + ".1x1.norm", mixed);
    }
    return new OpGrid(space, network, derived, rules.index(), op, place)
        .add(relu(place + ".1x1.relu", mixed));
  }

  private Weight generated(BlockRules rules, int bankSize, Op op, String place, WeightShape shape) {
    String name = place + ".1x1";
    return derived
        ? new Weight(
            name, shape, WeightSource.own(), space.derivedNorms() == DerivedNorms.WEIGHT_NORM)
        : Weight.generated(name, shape, space.conditions().of(rules.index(), bankSize, op));
  }

  /** Adds the parts of an output to the written banks in turn. */
  private void write(String place, Op op, List<Layer> parts, List<Layer> banks) {
    for (int index = 0; index < op.writes().size(); index++) {
      int bank = op.writes().get(index);
      Layer part = parts.get(index % parts.size());
      if (bank == banks.size()) {
        banks.add(part);
      } else {
        banks.set(bank, network.add(place + ".bank" + bank, new Sum(), banks.get(bank), part));
      }
    }
  }

  private Layer transition(BlockRules rules, Layer banks) {
    String name = "transition" + rules.index();
    int outputs = space.rules().get(rules.index() + 1).inputChannels();
    Layer active = sharedNorm(name, rules, banks);
    Weight kernel =
        shared(
            name + ".1x1",
            WeightShape.matrix(banks.shape().channels(), outputs),
            name + ".1x1",
            WeightShape.matrix(rules.maxChannels(), outputs));
    Layer mixed = network.add(name + ".1x1", Convolution.of(kernel), active);
    return network.add(name + ".pool", new Pool(Pool.Kind.AVERAGE, 2, 2), mixed);
  }

  private Layer classifier(BlockRules rules, Layer banks) {
    String name = "classifier";
    Layer mean = network.add(name + ".mean", new GlobalMean(), sharedNorm(name, rules, banks));
    Weight matrix =
        shared(
            name + ".matrix",
            WeightShape.matrix(banks.shape().channels(), space.classes()),
            name + ".matrix",
            WeightShape.matrix(rules.maxChannels(), space.classes()));
    WeightShape classes = WeightShape.vector(space.classes());
    Weight bias = shared(name + ".bias", classes, name + ".bias", classes);
    return network.add(name + ".logits", new Dense(matrix, Optional.of(bias)), mean);
  }

  private Layer sharedNorm(String name, BlockRules rules, Layer input) {
    WeightShape part = WeightShape.vector(input.shape().channels());
    WeightShape full = WeightShape.vector(rules.maxChannels());
    Operation norm =
        new BatchNorm(
            name + ".norm",
            shared(name + ".scale", part, name + ".scale", full),
            shared(name + ".offset", part, name + ".offset", full));
    return relu(name + ".relu", network.add(name + ".norm", norm, input));
  }

  private Layer ownNorm(String name, Layer input) {
    WeightShape shape = WeightShape.vector(input.shape().channels());
    Operation norm =
        new BatchNorm(
            name, Weight.own(name + ".scale", shape), Weight.own(name + ".offset", shape));
    return network.add(name, norm, input);
  }

  private Weight shared(String name, WeightShape shape, String tensor, WeightShape full) {
    return derived ? Weight.own(name, shape) : Weight.shared(name, shape, tensor, full);
  }

  private Layer relu(String name, Layer input) {
    return network.add(name, new Activation(Nonlinearity.RELU), input);
  }

  private Layer concat(String name, List<Layer> layers) {
    return layers.size() == 1
        ? layers.get(0)
        : network.add(name, new Concat(), layers.toArray(Layer[]::new));
  }

  private List<Layer> parts(String name, Layer layer, int channels) {
    int count = layer.shape().channels() / channels;
    List<Layer> parts = new ArrayList<>();
    for (int part = 0; part < count; part++) {
      parts.add(
          count == 1
              ? layer
              : network.add(name + part, new ChannelSlice(part * channels, channels, 1), layer));
    }
    return parts;
  }
}
