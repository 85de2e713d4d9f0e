package org.smashnas.examples.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Condition;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.ChannelSlice;
import org.smashnas.network.Operation.Concat;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;

/**
 * The frozen architectures as a space: training meets them in turn. They are the reference's, with
 * its dropped channels, so the memory-bank space itself does not hold them; its HyperNet and the
 * sizes of its shared tensors are the same.
 */
final class FrozenSpace implements ArchitectureSpace<FrozenArchitecture> {
  private final FrozenSet set;
  private final long steps;
  private final MemoryBankSpace memoryBank;

  /**
   * @param set the architectures
   * @param steps the steps that a training of all epochs takes
   */
  FrozenSpace(FrozenSet set, long steps) {
    this.set = set;
    this.steps = steps;
    this.memoryBank = set.memoryBank();
  }

  @Override
  public String id() {
    return "frozen " + set.setting();
  }

  @Override
  public FrozenArchitecture sample(RandomGenerator random) {
    return set.architectures().get(random.nextInt(set.architectures().size()));
  }

  @Override
  public FrozenArchitecture sample(RandomGenerator random, double progress) {
    return at(Math.round(progress * steps));
  }

  /** The architecture that a step meets. */
  FrozenArchitecture at(long step) {
    return set.architectures().get((int) (step % set.architectures().size()));
  }

  @Override
  public FrozenArchitecture perturb(
      FrozenArchitecture architecture, double probability, RandomGenerator random) {
    return sample(random);
  }

  @Override
  public void validate(FrozenArchitecture architecture) {}

  @Override
  public WeightGrid weightGrid() {
    return memoryBank.weightGrid();
  }

  @Override
  public ArchitectureCodec<FrozenArchitecture> codec() {
    return ArchitectureCodec.ofRecord(FrozenArchitecture.class);
  }

  @Override
  public Network network(FrozenArchitecture architecture) {
    return new Assembly(architecture).network();
  }

  /** Builds one network. */
  private final class Assembly {
    private final FrozenArchitecture architecture;
    private final Network.Builder network =
        Network.builder(new Shape(set.image().get(0), set.image().get(1), set.image().get(2)));

    Assembly(FrozenArchitecture architecture) {
      this.architecture = architecture;
    }

    Network network() {
      Layer layer =
          relu(
              "stem.relu",
              convolution("stem", new WeightShape(7, 7, set.image().get(2), set.stemChannels())));
      for (int index = 0; index < architecture.blocks().size(); index++) {
        layer = after(index, block(index, layer));
      }
      return network.build(layer);
    }

    private Layer convolution(String name, WeightShape shape) {
      return network.add(
          name, Convolution.of(Weight.shared(name, shape, name, shape)), network.input());
    }

    private Layer block(int index, Layer input) {
      FrozenArchitecture.Block block = architecture.blocks().get(index);
      String name = "block" + index;
      List<Optional<Layer>> banks = new ArrayList<>();
      for (int bank = 0; bank < block.banks(); bank++) {
        banks.add(
            (bank + 1) * block.bankChannels() <= block.inputChannels()
                ? Optional.of(part(name + ".bank" + bank, input, bank, block.bankChannels()))
                : Optional.empty());
      }
      for (int number = 0; number < block.ops().size(); number++) {
        op(index, name + ".op" + number, block, block.ops().get(number), banks);
      }
      return concat(name + ".banks", banks.stream().flatMap(Optional::stream).toList());
    }

    private Layer part(String name, Layer layer, int part, int channels) {
      return layer.shape().channels() == channels
          ? layer
          : network.add(name, new ChannelSlice(part * channels, channels, 1), layer);
    }

    private void op(
        int index,
        String name,
        FrozenArchitecture.Block block,
        FrozenArchitecture.Op op,
        List<Optional<Layer>> banks) {
      Layer read =
          concat(
              name + ".read",
              op.read().stream().map(bank -> banks.get(bank).orElseThrow()).toList());
      WeightShape oneByOne = WeightShape.matrix(read.shape().channels(), op.bottleneck());
      Layer mixed =
          relu(
              name + ".relu",
              network.add(
                  name + ".1x1",
                  Convolution.of(
                      Weight.generated(name + ".1x1", oneByOne, condition(index, oneByOne))),
                  read));
      WeightShape kernel =
          new WeightShape(
              op.kernel().get(0), op.kernel().get(1), op.bottleneck() / op.groups(), op.outputs());
      WeightShape full =
          new WeightShape(
              7,
              7,
              memoryBank.maxBottleneck() * memoryBank.maxBankChannels(),
              memoryBank.maxBankChannels());
      Layer output =
          network.add(
              name + ".conv",
              Convolution.of(Weight.shared(name + ".conv", kernel, "block" + index, full))
                  .withDilation(op.dilation().get(0), op.dilation().get(1))
                  .withGroups(op.groups()),
              mixed);
      write(name, block.bankChannels(), op, output, banks);
    }

    private void write(
        String name,
        int channels,
        FrozenArchitecture.Op op,
        Layer output,
        List<Optional<Layer>> banks) {
      int parts = op.outputs() / channels;
      List<Layer> made =
          IntStream.range(0, parts)
              .mapToObj(part -> part(name + ".part" + part, output, part, channels))
              .toList();
      for (int number = 0; number < op.write().size(); number++) {
        int bank = op.write().get(number);
        Layer part = made.get(number % parts);
        banks.set(
            bank,
            Optional.of(
                banks
                    .get(bank)
                    .map(old -> network.add(name + ".bank" + bank, new Sum(), old, part))
                    .orElse(part)));
      }
    }

    private Condition condition(int block, WeightShape shape) {
      return Condition.of(
          IntStream.range(0, weightGrid().slices(shape))
              .mapToObj(slice -> weightGrid().fields().marks().mark("block", block).features())
              .toList());
    }

    private Layer after(int index, Layer banks) {
      String name = "after" + index;
      int channels = banks.shape().channels();
      int most = 512;
      Layer normed =
          network.add(
              name + ".norm",
              new BatchNorm(
                  name + ".norm",
                  shared(name + ".scale", WeightShape.vector(channels), WeightShape.vector(most)),
                  shared(name + ".offset", WeightShape.vector(channels), WeightShape.vector(most))),
              banks);
      Layer active = relu(name + ".relu", normed);
      if (index == architecture.blocks().size() - 1) {
        Dense logits =
            new Dense(
                shared(
                    "logits",
                    WeightShape.matrix(channels, set.classes()),
                    WeightShape.matrix(most, set.classes())),
                Optional.of(
                    shared(
                        "bias",
                        WeightShape.vector(set.classes()),
                        WeightShape.vector(set.classes()))));
        return network.add("logits", logits, network.add("mean", new GlobalMean(), active));
      }
      int outputs = architecture.blocks().get(index + 1).inputChannels();
      Layer mixed =
          network.add(
              name + ".1x1",
              Convolution.of(
                  shared(
                      name + ".1x1",
                      WeightShape.matrix(channels, outputs),
                      WeightShape.matrix(most, outputs))),
              active);
      return network.add(name + ".pool", new Pool(Pool.Kind.AVERAGE, 2, 2), mixed);
    }

    private Weight shared(String name, WeightShape shape, WeightShape full) {
      return Weight.shared(name, shape, name, full);
    }

    private Layer relu(String name, Layer input) {
      return network.add(name, new Activation(Nonlinearity.RELU), input);
    }

    private Layer concat(String name, List<Layer> layers) {
      return layers.size() == 1
          ? layers.get(0)
          : network.add(name, new Concat(), layers.toArray(Layer[]::new));
    }
  }
}
