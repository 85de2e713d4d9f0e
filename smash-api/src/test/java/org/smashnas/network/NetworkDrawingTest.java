package org.smashnas.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.network.Operation.Activation;
import org.smashnas.network.Operation.Convolution;
import org.smashnas.network.Operation.Sum;
import org.smashnas.network.SvgReader.Area;
import org.w3c.dom.Element;

class NetworkDrawingTest {
  private static final List<String> BOXES = List.of("generated", "shared", "own", "weightless");

  private static SvgReader draw(Network network) {
    return SvgReader.read(NetworkDrawing.svg(network));
  }

  /** The boxes of layers; the legend has one of each style. */
  private static List<Area> boxes(SvgReader svg) {
    return BOXES.stream().flatMap(style -> svg.rectangles(style).stream().skip(1)).toList();
  }

  /** Many long lines: each layer reads those 1, 2 and 5 before it. */
  private static Network tangled() {
    Network.Builder network = Network.builder(new Shape(4, 4, 2));
    List<Layer> layers = new ArrayList<>(List.of(network.input()));
    for (int index = 0; index < 40; index++) {
      Layer relu =
          network.add(
              "relu" + index, new Activation(Nonlinearity.RELU), layers.get(layers.size() / 2));
      Layer last = layers.get(layers.size() - 1);
      layers.add(relu);
      layers.add(
          network.add("sum" + index, new Sum(), relu, last, layers.get(Math.max(0, index - 5))));
    }
    return network.build(layers.get(layers.size() - 1));
  }

  private static void assertNothingCoversABox(SvgReader svg) {
    List<Area> boxes = boxes(svg);
    for (Area box : boxes) {
      assertThat(box.left()).isNotNegative();
      assertThat(box.right()).isLessThanOrEqualTo(svg.width());
      assertThat(box.bottom()).isLessThanOrEqualTo(svg.height());
      assertThat(boxes).filteredOn(box::overlaps).as("overlapping").containsExactly(box);
      for (Element line : svg.all("line", "edge")) {
        double x = SvgReader.number(line, "x1");
        double top = SvgReader.number(line, "y1");
        double bottom = SvgReader.number(line, "y2");
        assertThat(new Area(x - 1, top, x + 1, bottom).overlaps(box)).isFalse();
      }
    }
  }

  @Test
  void everyLayerHasABoxThatSaysWhatItIs() {
    Network network = Networks.withEverything();
    SvgReader svg = draw(network);
    assertThat(svg.texts("name"))
        .containsExactlyInAnyOrderElementsOf(network.layers().stream().map(Layer::name).toList());
    assertThat(boxes(svg)).hasSameSizeAs(network.layers());
    assertThat(svg.texts("label"))
        .containsExactlyInAnyOrder(
            "input → 8x8x4",
            "conv 3x3 d2x1 g2 → 8x8x8",
            "conv 1x1 → 8x8x6",
            "batch norm → 8x8x6",
            "silu → 8x8x6",
            "zero → 8x8x6",
            "sum → 8x8x6",
            "product → 8x8x6",
            "channels 1-3 step 2 → 8x8x2",
            "concat → 8x8x8",
            "max pool 3x3 /2 → 4x4x8",
            "global mean → 1x1x8",
            "dense → 1x1x3");
    assertThat(svg.texts("shape"))
        .containsExactlyInAnyOrder(
            "3x3x2x8 shared", "1x1x8x6 generated", "1x1x1x6 own", "1x1x8x3 own");
    assertThat(svg.title()).isEqualTo(network.toString());
  }

  @Test
  void theColourSaysWhereWeightsComeFrom() {
    SvgReader svg = draw(Networks.withEverything());
    assertThat(svg.rectangles("generated")).as("and one in the legend").hasSize(2);
    assertThat(svg.rectangles("shared")).hasSize(2);
    assertThat(svg.rectangles("own")).hasSize(3);
    assertThat(draw(Networks.withEverything().withOwnWeights()).rectangles("own")).hasSize(5);
    assertThat(svg.rectangles("output")).hasSize(1);
  }

  @Test
  void dataFlowsDownwards() {
    Network network = Networks.withEverything();
    List<Element> names = draw(network).all("text", "name");
    for (Layer layer : network.layers()) {
      for (Layer input : network.inputsOf(layer)) {
        assertThat(y(names, input)).isLessThan(y(names, layer));
      }
    }
  }

  private static double y(List<Element> names, Layer layer) {
    return names.stream()
        .filter(name -> name.getTextContent().equals(layer.name()))
        .mapToDouble(name -> SvgReader.number(name, "y"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void noLineAndNoBoxCoversABox() {
    assertNothingCoversABox(draw(Networks.withEverything()));
    assertNothingCoversABox(draw(tangled()));
  }

  @Test
  void labelsStayInTheirBoxes() {
    Network.Builder network = Network.builder(new Shape(1023, 1023, 512));
    Layer layer = network.input();
    WeightShape shape = new WeightShape(15, 15, 512, 2048);
    Weight weight = Weight.own("w".repeat(300), shape);
    layer = network.add("n".repeat(300), Convolution.of(weight).withDilation(12, 12), layer);
    SvgReader svg = draw(network.build(layer));
    for (String style : List.of("name", "label", "shape")) {
      for (Area label : svg.labels(style, 10)) {
        assertThat(boxes(svg))
            .anyMatch(box -> box.left() <= label.left() && label.right() <= box.right());
      }
    }
    assertThat(svg.texts("name")).contains("n".repeat(15) + "…" + "n".repeat(14));
  }

  @Test
  void namesAreText() {
    String hostile = "</svg><a b=\"&\">😀";
    Network.Builder network = Network.builder(new Shape(1, 1, 1));
    Layer layer = network.add(hostile, new Activation(Nonlinearity.RELU), network.input());
    assertThat(draw(network.build(layer)).texts("name")).containsExactly("input", hostile);
  }

  @Test
  void equalNetworksGiveEqualText() {
    Stream.of(Networks.withEverything(), tangled())
        .forEach(
            network -> {
              Network equal = Network.fromJson(network.toJson());
              assertThat(NetworkDrawing.svg(equal)).isEqualTo(NetworkDrawing.svg(network));
            });
  }

  @Test
  void aNetworkOfNothingButItsInputIsDrawn() {
    Network.Builder network = Network.builder(new Shape(2, 2, 1));
    assertThat(draw(network.build(network.input())).texts("name")).containsExactly("input");
  }
}
