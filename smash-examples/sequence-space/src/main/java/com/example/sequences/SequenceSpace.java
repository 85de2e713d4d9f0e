package com.example.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.smashnas.network.Layer;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.BatchNorm;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Dense;
import org.smashnas.network.Operation.GlobalMean;
import org.smashnas.network.Operation.Pool;
import org.smashnas.network.Shape;
import org.smashnas.network.Weight;
import org.smashnas.network.WeightShape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.ConditionFields;
import org.smashnas.space.ConditionFields.Marks;
import org.smashnas.space.WeightGrid;

/**
 * Convolutions over sequences, one to four blocks. A sequence is an image of height 1, so its
 * kernels are 1 × k. The HyperNet writes the kernels; norms and classifier are shared.
 */
public final class SequenceSpace implements ArchitectureSpace<SequenceNetwork> {
  private static final int MAX_DEPTH = 4;
  private static final List<Integer> KERNELS = List.of(3, 5, 7, 9);
  private static final List<Integer> DILATIONS = List.of(1, 2, 4);
  private static final List<Integer> CHANNELS = List.of(8, 16);
  private static final int MOST_CHANNELS = 16;
  private static final int ROWS = 24;
  private static final int OUTPUTS = 8;

  private final Shape input;
  private final int classes;
  private final WeightGrid grid;

  /**
   * @param length steps of a sequence
   * @param channels numbers of a step
   * @param classes how many classes to tell apart
   */
  public SequenceSpace(int length, int channels, int classes) {
    this.input = new Shape(1, length, channels);
    this.classes = classes;
    int mostRows = 9 * Math.max(channels, MOST_CHANNELS);
    ConditionFields.Builder fields =
        ConditionFields.builder()
            .field("block", MAX_DEPTH)
            .field("slice", mostRows / ROWS + 1)
            .field("depth", MAX_DEPTH + 1);
    for (int block = 0; block < MAX_DEPTH; block++) {
      fields
          .field("kernel" + block, KERNELS.size())
          .field("dilation" + block, DILATIONS.size())
          .field("channels" + block, CHANNELS.size())
          .field("pool" + block, 2);
    }
    this.grid = new WeightGrid(ROWS, OUTPUTS, MOST_CHANNELS / OUTPUTS, fields.build());
  }

  @Override
  public String id() {
    return "convolutions over sequences of " + input + " and " + classes + " classes";
  }

  @Override
  public SequenceNetwork sample(RandomGenerator random) {
    return new SequenceNetwork(
        IntStream.range(0, depth(random)).mapToObj(index -> block(random)).toList());
  }

  private static int depth(RandomGenerator random) {
    return random.nextInt(1, MAX_DEPTH + 1);
  }

  private static Block block(RandomGenerator random) {
    return new Block(
        one(KERNELS, random), one(DILATIONS, random), one(CHANNELS, random), random.nextBoolean());
  }

  private static int one(List<Integer> choices, RandomGenerator random) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** A deeper network keeps the blocks that it had; a shallower one keeps the first. */
  @Override
  public SequenceNetwork perturb(SequenceNetwork old, double probability, RandomGenerator random) {
    int depth = random.nextDouble() < probability ? depth(random) : old.depth();
    return new SequenceNetwork(
        IntStream.range(0, depth)
            .mapToObj(
                index ->
                    index < old.depth()
                        ? changed(old.blocks().get(index), probability, random)
                        : block(random))
            .toList());
  }

  private static Block changed(Block old, double probability, RandomGenerator random) {
    return new Block(
        random.nextDouble() < probability ? one(KERNELS, random) : old.kernel(),
        random.nextDouble() < probability ? one(DILATIONS, random) : old.dilation(),
        random.nextDouble() < probability ? one(CHANNELS, random) : old.channels(),
        random.nextDouble() < probability ? random.nextBoolean() : old.pool());
  }

  @Override
  public void validate(SequenceNetwork architecture) {
    if (architecture.depth() < 1 || architecture.depth() > MAX_DEPTH) {
      throw new IllegalArgumentException(
          "depth is " + architecture.depth() + "; it must be from 1 to " + MAX_DEPTH);
    }
    for (Block block : architecture.blocks()) {
      checkOneOf("kernel", block.kernel(), KERNELS);
      checkOneOf("dilation", block.dilation(), DILATIONS);
      checkOneOf("channels", block.channels(), CHANNELS);
    }
  }

  private static void checkOneOf(String what, int value, List<Integer> choices) {
    if (!choices.contains(value)) {
      throw new IllegalArgumentException(
          what + " of a block is " + value + "; it must be one of " + choices);
    }
  }

  @Override
  public Network network(SequenceNetwork architecture) {
    validate(architecture);
    Network.Builder network = Network.builder(input);
    Layer layer = network.input();
    for (int index = 0; index < architecture.depth(); index++) {
      layer = block(network, architecture, index, layer);
    }
    Layer mean = network.add("mean", new GlobalMean(), layer);
    Weight matrix =
        Weight.shared(
            "logits",
            WeightShape.matrix(mean.shape().channels(), classes),
            "logits",
            WeightShape.matrix(MOST_CHANNELS, classes));
    Weight bias = Weight.shared("logits.bias", WeightShape.vector(classes));
    return network.build(network.add("logits", Dense.of(matrix).withBias(bias), mean));
  }

  private Layer block(
      Network.Builder network, SequenceNetwork architecture, int index, Layer input) {
    Block block = architecture.blocks().get(index);
    String name = "block" + index;
    Weight kernel =
        grid.generated(
            name,
            new WeightShape(1, block.kernel(), input.shape().channels(), block.channels()),
            slice -> marks(architecture, index, slice));
    Layer convolved =
        network.add(name, Convolution.of(kernel).withDilation(1, block.dilation()), input);
    BatchNorm norm = BatchNorm.shared(name + ".norm", block.channels(), MOST_CHANNELS);
    Layer normed = network.add(name + ".norm", norm, convolved);
    Layer active = network.add(name + ".relu", new Activation(Nonlinearity.RELU), normed);
    return block.pool()
        ? network.add(name + ".pool", new Pool(Pool.Kind.MAX, 2, 2), active)
        : active;
  }

  /** Each kernel is told which one it is and what the whole network is. */
  private Marks marks(SequenceNetwork architecture, int index, int slice) {
    Marks marks =
        grid.fields()
            .marks()
            .mark("block", index)
            .mark("slice", slice)
            .mark("depth", architecture.depth());
    for (int other = 0; other < architecture.depth(); other++) {
      Block block = architecture.blocks().get(other);
      marks
          .mark("kernel" + other, KERNELS.indexOf(block.kernel()))
          .mark("dilation" + other, DILATIONS.indexOf(block.dilation()))
          .mark("channels" + other, CHANNELS.indexOf(block.channels()))
          .mark("pool" + other, block.pool() ? 1 : 0);
    }
    return marks;
  }

  @Override
  public WeightGrid weightGrid() {
    return grid;
  }

  @Override
  public ArchitectureCodec<SequenceNetwork> codec() {
    return ArchitectureCodec.ofRecord(SequenceNetwork.class);
  }
}
