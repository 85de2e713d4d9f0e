package org.smashnas.memorybank;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.memorybank.OpNorms.Place;
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

/** Turns one architecture into a network that shares its weights. One use, one thread. */
final class NetworkAssembly {
  private static final int STEM_KERNEL = 7;

  private final MemoryBankSpace space;
  private final OpNorms norms;
  private final boolean normalised;
  private final Network.Builder network;

  /**
   * @param norms of the ops
   * @param normalised whether the 1x1s are divided by their L2 norms
   */
  NetworkAssembly(MemoryBankSpace space, OpNorms norms, boolean normalised) {
    this.space = space;
    this.norms = norms;
    this.normalised = normalised;
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
    Layer stem = network.add("stem", Convolution.of(Weight.shared("stem", shape)), network.input());
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
    String shared = "block" + rules.index();
    Layer before = read;
    if (norms.stand(Place.BEFORE_ONE_BY_ONE)) {
      before =
          relu(
              place + ".read.relu",
              norm(place + ".read.norm", shared + ".read.norm", rules.maxChannels(), read));
    }
    Layer mixed =
        network.add(
            place + ".1x1",
            Convolution.of(generated(rules, bankSize, op, place, oneByOne)),
            before);
    if (norms.stand(Place.BEHIND_ONE_BY_ONE)) {
      int most = space.maxBottleneck() * space.maxBankChannels();
      mixed = norm(place + ".1x1.norm", shared + ".1x1.norm", most, mixed);
    }
    return new OpGrid(space, norms, network, rules.index(), op, place)
        .add(relu(place + ".1x1.relu", mixed));
  }

  private Weight generated(BlockRules rules, int bankSize, Op op, String place, WeightShape shape) {
    return new Weight(
        place + ".1x1",
        shape,
        new WeightSource.Generated(space.conditions().of(rules.index(), bankSize, op)),
        normalised);
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
        Weight.shared(
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
        Weight.shared(
            name + ".matrix",
            WeightShape.matrix(banks.shape().channels(), space.classes()),
            name + ".matrix",
            WeightShape.matrix(rules.maxChannels(), space.classes()));
    WeightShape classes = WeightShape.vector(space.classes());
    Weight bias = Weight.shared(name + ".bias", classes);
    return network.add(name + ".logits", new Dense(matrix, Optional.of(bias)), mean);
  }

  private Layer sharedNorm(String name, BlockRules rules, Layer input) {
    WeightShape part = WeightShape.vector(input.shape().channels());
    WeightShape full = WeightShape.vector(rules.maxChannels());
    Operation norm =
        new BatchNorm(
            name + ".norm",
            Weight.shared(name + ".scale", part, name + ".scale", full),
            Weight.shared(name + ".offset", part, name + ".offset", full));
    return relu(name + ".relu", network.add(name + ".norm", norm, input));
  }

  /** A norm whose tensors all ops of a block share by leading channels, at most so many. */
  static Operation norm(String name, String sharedName, int channels, int most) {
    WeightShape part = WeightShape.vector(channels);
    WeightShape full = WeightShape.vector(most);
    return new BatchNorm(
        sharedName,
        Weight.shared(name + ".scale", part, sharedName + ".scale", full),
        Weight.shared(name + ".offset", part, sharedName + ".offset", full));
  }

  private Layer norm(String name, String sharedName, int most, Layer input) {
    return network.add(name, norm(name, sharedName, input.shape().channels(), most), input);
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
