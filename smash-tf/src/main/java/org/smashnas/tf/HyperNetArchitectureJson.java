package org.smashnas.tf;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.smashnas.hypernet.ConvolutionalHyperNet;
import org.smashnas.hypernet.HyperNetArchitecture;
import org.smashnas.hypernet.PerceptronHyperNet;
import org.smashnas.json.StrictJson;

/** A HyperNet's architecture as JSON, each kind by its name. */
final class HyperNetArchitectureJson {
  private static final StrictJson JSON =
      StrictJson.create().withMixin(HyperNetArchitecture.class, Kinds.class);

  private HyperNetArchitectureJson() {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ConvolutionalHyperNet.class, name = "convolutional"),
    @JsonSubTypes.Type(value = PerceptronHyperNet.class, name = "perceptron")
  })
  private interface Kinds {}

  static String write(HyperNetArchitecture architecture) {
    return JSON.write(architecture);
  }

  static HyperNetArchitecture read(String json) {
    return JSON.read(json, HyperNetArchitecture.class, "HyperNet architecture");
  }
}
