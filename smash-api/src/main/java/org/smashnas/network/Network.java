package org.smashnas.network;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.common.hash.Hashing;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.errorprone.annotations.CheckReturnValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An immutable network: layers in an order in which each reads earlier ones only. Shapes are
 * checked as the network is built, so a network that exists can run.
 *
 * <pre>{@code
 * Network.Builder network = Network.builder(new Shape(8, 8, 1));
 * Layer stem = network.add("stem",
 *     Operation.Convolution.of(Weight.own("stem", new WeightShape(3, 3, 1, 16))), network.input());
 * Layer mean = network.add("mean", new Operation.GlobalMean(), stem);
 * Layer logits = network.add("logits",
 *     new Operation.Dense(Weight.own("logits", WeightShape.matrix(16, 10)), Optional.empty()), mean);
 * Network built = network.build(logits);
 * }</pre>
 */
public final class Network {
  private final ImmutableList<Layer> layers;
  private final int output;
  private final ImmutableMap<String, Weight> weights;

  private Network(ImmutableList<Layer> layers, int output, ImmutableMap<String, Weight> weights) {
    this.layers = layers;
    this.output = output;
    this.weights = weights;
  }

  /**
   * Starts a network.
   *
   * @param input the shape of one example
   * @return a builder that holds the input layer
   */
  public static Builder builder(Shape input) {
    return new Builder(input);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @param json the text
   * @return the network, all shapes checked anew
   * @throws IllegalArgumentException if the text is not such a network; the message says where and
   *     why
   */
  public static Network fromJson(String json) {
    return NetworkJson.read(json);
  }

  /**
   * The layers, the input first.
   *
   * @return the layers in order
   */
  public ImmutableList<Layer> layers() {
    return layers;
  }

  /**
   * The input layer.
   *
   * @return the first layer
   */
  public Layer input() {
    return layers.get(0);
  }

  /**
   * The layer whose output is the network's.
   *
   * @return the output layer, for a classifier the logits
   */
  public Layer output() {
    return layers.get(output);
  }

  /**
   * The different weights by name, in the order of their first use.
   *
   * @return the weights
   */
  public ImmutableMap<String, Weight> weights() {
    return weights;
  }

  /**
   * The layers that a layer reads.
   *
   * @param layer a layer of this network
   * @return its inputs in order
   */
  public ImmutableList<Layer> inputsOf(Layer layer) {
    return layer.inputs().stream().map(layers::get).collect(ImmutableList.toImmutableList());
  }

  /**
   * The number of trained scalars, exactly: each different weight counts once, running moments not
   * at all.
   *
   * @return the count
   */
  public long parameters() {
    return weights.values().stream().mapToLong(weight -> weight.shape().size()).sum();
  }

  /**
   * Multiplications (each with its addition) for one example, of convolutions and dense layers.
   *
   * @return the count
   */
  public long multiplyAdds() {
    return layers.stream()
        .filter(layer -> !layer.inputs().isEmpty())
        .mapToLong(layer -> layer.operation().multiplyAdds(inputShapes(layer)))
        .sum();
  }

  /**
   * The same network trained alone: every weight is {@linkplain Weight#asOwn() its own}, and each
   * norm has running moments of its own, named as its layer.
   *
   * @return a network of the same layers and weight shapes
   */
  public Network withOwnWeights() {
    return withOperations(Network::own);
  }

  private static Operation own(Layer layer) {
    Operation own = layer.operation().withWeights(Weight::asOwn);
    return own instanceof Operation.BatchNorm norm
        ? new Operation.BatchNorm(layer.name(), norm.scale(), norm.offset())
        : own;
  }

  /**
   * The same network without a HyperNet: every generated weight is {@linkplain Weight#asShared()
   * shared} with the weights of equal name and shape in other architectures.
   *
   * @return a network of the same layers and weight shapes, nothing of it generated
   */
  public Network withSharedWeights() {
    return withOperations(layer -> layer.operation().withWeights(Weight::asShared));
  }

  private Network withOperations(Function<Layer, Operation> operation) {
    Builder copy = new Builder(input().shape());
    for (Layer layer : layers.subList(1, layers.size())) {
      Layer[] inputs = layer.inputs().stream().map(copy.layers::get).toArray(Layer[]::new);
      copy.add(layer.name(), operation.apply(layer), inputs);
    }
    return copy.build(copy.layers.get(output));
  }

  /**
   * The same network with its batch norms left out: what reads a norm reads what the norm read.
   * Normalised weights stay as they are.
   *
   * @return a network of the other layers in their order
   */
  public Network withoutBatchNorms() {
    Builder copy = new Builder(input().shape());
    List<Layer> copies = new ArrayList<>();
    copies.add(copy.input());
    for (Layer layer : layers.subList(1, layers.size())) {
      Layer[] inputs = layer.inputs().stream().map(copies::get).toArray(Layer[]::new);
      copies.add(
          layer.operation() instanceof Operation.BatchNorm
              ? inputs[0]
              : copy.add(layer.name(), layer.operation(), inputs));
    }
    return copy.build(copies.get(output));
  }

  /**
   * A hash of everything that the network is, equal in every JVM.
   *
   * @return 64 hexadecimal digits (SHA-256 of {@link #toJson()})
   */
  public String hash() {
    return Hashing.sha256().hashString(toJson(), StandardCharsets.UTF_8).toString();
  }

  /**
   * The network as JSON, one text for equal networks.
   *
   * @return the text
   */
  public String toJson() {
    return NetworkJson.write(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Network network
        && output == network.output
        && layers.equals(network.layers);
  }

  @Override
  public int hashCode() {
    return 31 * layers.hashCode() + output;
  }

  @Override
  public String toString() {
    return String.format(
        "Network[%s -> %s, %d layers, %d parameters, %d multiply-adds]",
        input().shape(), output().shape(), layers.size(), parameters(), multiplyAdds());
  }

  private List<Shape> inputShapes(Layer layer) {
    return Lists.transform(layer.inputs(), input -> layers.get(input).shape());
  }

  /** Adds layers one by one, each checked at once. Not safe for use by several threads. */
  @CheckReturnValue
  public static final class Builder {
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Weight> weights = new LinkedHashMap<>();

    private Builder(Shape input) {
      layers.add(new Layer(0, "input", new Operation.Input(), ImmutableList.of(), input));
      names.add("input");
    }

    /**
     * The input layer.
     *
     * @return the first layer
     */
    public Layer input() {
      return layers.get(0);
    }

    /**
     * Adds a layer.
     *
     * @param name its name, unique in the network, not empty
     * @param operation what it computes
     * @param inputs layers that this builder returned, in the order that the operation reads them
     * @return the new layer
     * @throws IllegalArgumentException if the name is taken, a layer is foreign, the shapes do not
     *     fit the operation, or a weight's name stands for another weight; the message names the
     *     layer
     */
    @CanIgnoreReturnValue
    public Layer add(String name, Operation operation, Layer... inputs) {
      checkArgument(!name.isEmpty(), "layer %s has an empty name; give it one", layers.size());
      checkArgument(
          !names.contains(name), "layer name %s is taken; names are unique in a network", name);
      for (Layer input : inputs) {
        checkArgument(
            input.index() < layers.size() && layers.get(input.index()).equals(input),
            "layer %s reads %s, which is not of this builder; read only layers that it returned",
            name,
            input.name());
      }
      Layer layer =
          new Layer(
              layers.size(),
              name,
              operation,
              ImmutableList.copyOf(Lists.transform(Arrays.asList(inputs), Layer::index)),
              outputShape(name, operation, Lists.transform(Arrays.asList(inputs), Layer::shape)));
      if (!operation.weights().isEmpty()) {
        weights.putAll(checkedWeights(name, operation));
      }
      layers.add(layer);
      names.add(name);
      return layer;
    }

    /**
     * Ends the network.
     *
     * @param output the layer whose output is the network's
     * @return the network
     * @throws IllegalArgumentException if the layer is not of this builder
     */
    public Network build(Layer output) {
      checkArgument(
          output.index() < layers.size() && layers.get(output.index()).equals(output),
          "output layer %s is not of this builder; end with a layer that it returned",
          output.name());
      return new Network(
          ImmutableList.copyOf(layers), output.index(), ImmutableMap.copyOf(weights));
    }

    private static Shape outputShape(String name, Operation operation, List<Shape> inputs) {
      try {
        return operation.outputShape(inputs);
      } catch (IllegalArgumentException mismatch) {
        throw new IllegalArgumentException(
            "layer " + name + ": " + mismatch.getMessage(), mismatch);
      }
    }

    private Map<String, Weight> checkedWeights(String layer, Operation operation) {
      Map<String, Weight> checked = new LinkedHashMap<>();
      for (Weight weight : operation.weights()) {
        Weight earlier = weights.getOrDefault(weight.name(), weight);
        Weight known = checked.getOrDefault(weight.name(), earlier);
        checkArgument(
            known.equals(weight),
            "layer %s: weight name %s stands for two weights, of shapes %s and %s; layers share a"
                + " weight by equal name, shape and source",
            layer,
            weight.name(),
            known.shape(),
            weight.shape());
        checked.put(weight.name(), weight);
      }
      return checked;
    }
  }
}
