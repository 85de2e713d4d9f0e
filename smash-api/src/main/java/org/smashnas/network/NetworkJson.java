package org.smashnas.network;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.google.common.collect.ImmutableList;
import java.util.HashMap;
import java.util.Map;
import org.smashnas.json.StrictJson;

/** Networks as JSON. Members of the closed families are named by fixed words, never by class. */
final class NetworkJson {
  private static final StrictJson JSON =
      StrictJson.create()
          .withMixin(Operation.class, OperationNames.class)
          .withMixin(WeightSource.class, WeightSourceNames.class);

  private NetworkJson() {}

  static String write(Network network) {
    ImmutableList<LayerText> layers =
        network.layers().stream()
            .skip(1)
            .map(
                layer ->
                    new LayerText(
                        layer.name(),
                        network.inputsOf(layer).stream()
                            .map(Layer::name)
                            .collect(ImmutableList.toImmutableList()),
                        layer.operation()))
            .collect(ImmutableList.toImmutableList());
    return JSON.write(new NetworkText(network.input().shape(), layers, network.output().name()));
  }

  static Network read(String json) {
    NetworkText text = JSON.read(json, NetworkText.class, "network");
    Network.Builder builder = Network.builder(text.input());
    Map<String, Layer> layers = new HashMap<>();
    layers.put(builder.input().name(), builder.input());
    for (LayerText layer : text.layers()) {
      Layer[] inputs =
          layer.inputs().stream().map(name -> known(layers, name)).toArray(Layer[]::new);
      layers.put(layer.name(), builder.add(layer.name(), layer.operation(), inputs));
    }
    return builder.build(known(layers, text.output()));
  }

  private static Layer known(Map<String, Layer> layers, String name) {
    Layer layer = layers.get(name);
    if (layer == null) {
      throw new IllegalArgumentException(
          "network JSON reads layer "
              + name
              + ", which no earlier layer is called; put it before its readers");
    }
    return layer;
  }

  record NetworkText(Shape input, ImmutableList<LayerText> layers, String output) {}

  record LayerText(String name, ImmutableList<String> inputs, Operation operation) {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Operation.Input.class, name = "input"),
    @JsonSubTypes.Type(value = Operation.Convolution.class, name = "convolution"),
    @JsonSubTypes.Type(value = Operation.Dense.class, name = "dense"),
    @JsonSubTypes.Type(value = Operation.BatchNorm.class, name = "batchNorm"),
    @JsonSubTypes.Type(value = Operation.Activation.class, name = "activation"),
    @JsonSubTypes.Type(value = Operation.Sum.class, name = "sum"),
    @JsonSubTypes.Type(value = Operation.Product.class, name = "product"),
    @JsonSubTypes.Type(value = Operation.Concat.class, name = "concat"),
    @JsonSubTypes.Type(value = Operation.ChannelSlice.class, name = "channelSlice"),
    @JsonSubTypes.Type(value = Operation.Pool.class, name = "pool"),
    @JsonSubTypes.Type(value = Operation.GlobalMean.class, name = "globalMean"),
    @JsonSubTypes.Type(value = Operation.Zero.class, name = "zero"),
  })
  private interface OperationNames {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = WeightSource.Own.class, name = "own"),
    @JsonSubTypes.Type(value = WeightSource.Shared.class, name = "shared"),
    @JsonSubTypes.Type(value = WeightSource.Generated.class, name = "generated"),
  })
  private interface WeightSourceNames {}
}
