package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.smashnas.memorybank.MemoryBank.Block;
import org.smashnas.memorybank.MemoryBank.ConvolutionChoice;
import org.smashnas.memorybank.MemoryBank.Op;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.SvgReader;
import org.smashnas.network.SvgReader.Area;

class MemoryBankDrawingTest {
  private static MemoryBankSpace.Builder paper() {
    return MemoryBankSpace.builder().input(32, 32, 3).classes(10);
  }

  private static MemoryBankSpace varied() {
    return paper()
        .variableOps()
        .gates(GateStyle.ADD_SPLIT)
        .nonlinearities(ImmutableSet.copyOf(Nonlinearity.values()))
        .build();
  }

  private static void onManySamples(BiConsumer<MemoryBankSpace, MemoryBank> check) {
    SplittableRandom random = new SplittableRandom(41);
    RandomSettings settings = new RandomSettings(random);
    MemoryBankSpace plain = paper().build();
    MemoryBankSpace varied = varied();
    for (int index = 0; index < 15; index++) {
      check.accept(plain, plain.sample(random));
      check.accept(varied, varied.sample(random));
      MemoryBankSpace other = settings.next();
      check.accept(other, other.sample(random));
    }
  }

  private static SvgReader draw(MemoryBankSpace space, MemoryBank architecture) {
    return SvgReader.read(MemoryBankDrawing.svg(space, architecture));
  }

  private static List<Op> ops(MemoryBank architecture) {
    return architecture.blocks().stream().flatMap(block -> block.ops().stream()).toList();
  }

  private static int started(MemoryBankSpace space, MemoryBank architecture) {
    SpaceOracle oracle = new SpaceOracle(space);
    return IntStream.range(0, space.blocks())
        .map(
            index -> {
              Block block = architecture.blocks().get(index);
              return oracle.written(index, block) - oracle.input(index) / block.bankSize();
            })
        .sum();
  }

  @Test
  void everyBankAndEveryOpIsLabelled() {
    onManySamples(
        (space, drawn) -> {
          List<String> banks = new ArrayList<>();
          List<String> tags = new ArrayList<>();
          List<String> convolutions = new ArrayList<>();
          for (int index = 0; index < space.blocks(); index++) {
            Block block = drawn.blocks().get(index);
            int written = new SpaceOracle(space).written(index, block);
            IntStream.range(0, written)
                .mapToObj(Integer::toString)
                .forEach(bank -> banks.addAll(List.of(bank, bank)));
            IntStream.range(0, block.ops().size()).forEach(op -> tags.add("op " + op));
          }
          for (Op op : ops(drawn)) {
            op.convolutions().forEach(choice -> convolutions.add(OpLabels.convolution(choice)));
          }
          SvgReader svg = draw(space, drawn);
          assertThat(svg.texts("bank")).containsExactlyInAnyOrderElementsOf(banks);
          assertThat(svg.texts("channels")).hasSize(banks.size() / 2);
          assertThat(svg.texts("tag")).hasSize(2 * tags.size()).containsAll(tags);
          assertThat(svg.texts("label")).containsAll(convolutions);
          assertThat(svg.rectangles("shared")).hasSize(convolutions.size() + 1);
          assertThat(svg.rectangles("generated")).hasSize(tags.size() + 1);
        });
  }

  @Test
  void everyReadAndEveryWriteHasASign() {
    onManySamples(
        (space, drawn) -> {
          int reads = ops(drawn).stream().mapToInt(op -> op.reads().size()).sum();
          int writes = ops(drawn).stream().mapToInt(op -> op.writes().size()).sum();
          int started = started(space, drawn);
          SvgReader svg = draw(space, drawn);
          assertThat(svg.all("circle", "reads")).as("and a legend").hasSize(reads + 1);
          assertThat(svg.all("path", "starts")).hasSize(started + 1);
          assertThat(svg.all("circle", "adds")).hasSize(writes - started + 1);
        });
  }

  @Test
  void everySignStandsOnTheLaneOfItsBankBesideItsOp() {
    onManySamples(
        (space, drawn) -> {
          SvgReader svg = draw(space, drawn);
          List<Sign> reads = circles(svg, "reads");
          List<Sign> writes = new ArrayList<>(circles(svg, "adds"));
          svg.all("path", "starts").forEach(path -> writes.add(start(path.getAttribute("d"))));
          List<Double> tops = svg.rectangles("box").stream().map(Area::top).toList();
          List<Op> ops = ops(drawn);
          for (int op = 0; op < ops.size(); op++) {
            double end = op + 1 < ops.size() ? tops.get(op + 1) : svg.height();
            assertThat(banks(svg, reads, tops.get(op), end)).isEqualTo(ops.get(op).reads());
            assertThat(banks(svg, writes, tops.get(op), end)).isEqualTo(ops.get(op).writes());
          }
        });
  }

  private record Sign(double x, double y) {}

  private static List<Sign> circles(SvgReader svg, String style) {
    return svg.all("circle", style).stream()
        .map(circle -> new Sign(SvgReader.number(circle, "cx"), SvgReader.number(circle, "cy")))
        .toList();
  }

  /** A triangle begins at its upper left corner. */
  private static Sign start(String path) {
    String[] corner = path.substring(1).split(" ", 3);
    return new Sign(Integer.parseInt(corner[0]) + 6, Integer.parseInt(corner[1]) + 1);
  }

  /** The banks of the signs between two heights, by the next number on their lanes. */
  private static List<Integer> banks(SvgReader svg, List<Sign> signs, double top, double end) {
    return signs.stream()
        .filter(sign -> sign.y() >= top && sign.y() < end)
        .map(
            sign ->
                svg.all("text", "bank").stream()
                    .filter(number -> SvgReader.number(number, "x") == sign.x())
                    .filter(number -> SvgReader.number(number, "y") > sign.y())
                    .min(Comparator.comparingDouble(number -> SvgReader.number(number, "y")))
                    .orElseThrow())
        .map(number -> Integer.parseInt(number.getTextContent()))
        .sorted()
        .toList();
  }

  @Test
  void theLegendNamesTheStyleOfTheGates() {
    MemoryBank drawn = varied().sample(new SplittableRandom(1));
    assertThat(draw(varied(), drawn).texts("note")).contains("gate, add-split");
  }

  @Test
  void nothingOverlaps() {
    onManySamples(
        (space, drawn) -> {
          SvgReader svg = draw(space, drawn);
          assertApart(svg, svg.rectangles("panel"));
          assertApart(svg, svg.rectangles("box"));
          assertApart(
              svg,
              Stream.of("generated", "shared", "number")
                  .flatMap(style -> svg.rectangles(style).stream())
                  .toList());
          assertApart(svg, svg.labels("label", 10));
          assertApart(svg, svg.labels("bank", 9));
          assertApart(
              svg,
              Stream.concat(svg.labels("bank", 9).stream(), svg.rectangles("box").stream())
                  .toList());
        });
  }

  private static void assertApart(SvgReader svg, List<Area> areas) {
    Area page = new Area(0, 0, svg.width(), svg.height());
    for (Area area : areas) {
      assertThat(area.left()).isGreaterThanOrEqualTo(page.left());
      assertThat(area.right()).isLessThanOrEqualTo(page.right());
      assertThat(area.bottom()).isLessThanOrEqualTo(page.bottom());
      assertThat(areas).filteredOn(area::overlaps).as("overlapping").containsExactly(area);
    }
  }

  @Test
  void equalArchitecturesGiveEqualText() {
    MemoryBank drawn = varied().sample(new SplittableRandom(1));
    MemoryBank equal = varied().codec().fromJson(varied().codec().toJson(drawn));
    assertThat(MemoryBankDrawing.svg(varied(), equal))
        .isEqualTo(MemoryBankDrawing.svg(varied(), drawn));
    assertThat(MemoryBankDrawing.text(varied(), equal))
        .isEqualTo(MemoryBankDrawing.text(varied(), drawn));
  }

  @Test
  void anArchitectureOfAnotherSpaceIsRefused() {
    MemoryBankSpace space = paper().blocks(2).build();
    MemoryBank foreign = paper().build().sample(new SplittableRandom(1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemoryBankDrawing.svg(space, foreign))
        .withMessageContaining("3 block(s)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MemoryBankDrawing.text(space, foreign))
        .withMessageContaining("3 block(s)");
  }

  @Test
  void gatesAndSumsJoinTheirPaths() {
    MemoryBankSpace space = paper().blocks(1).bigOps().gates(GateStyle.MULTIPLY).build();
    Op plain = KnownNetworks.resNet(space, 1).blocks().get(0).ops().get(0);
    assertThat(joints(space, plain, Gate.NONE)).containsExactly("+");
    assertThat(joints(space, plain, Gate.FIRST)).containsExactly("×", "+");
    assertThat(joints(space, plain, Gate.SECOND)).containsExactly("×");
  }

  private static List<String> joints(MemoryBankSpace space, Op op, Gate gate) {
    int bankSize = op.width() / 2;
    Op gated =
        new Op(
            ImmutableList.of(0, 1),
            op.width(),
            ImmutableList.of(0, 1),
            op.layout(),
            gate,
            op.convolutions());
    Block block = new Block(bankSize, ImmutableList.of(gated));
    return draw(space, new MemoryBank(ImmutableList.of(block))).texts("label").stream()
        .skip(2)
        .filter(label -> label.equals("+") || label.equals("×"))
        .toList();
  }

  @Test
  void theTextNamesBlocksAndOps() {
    MemoryBankSpace space = paper().blocks(1).build();
    assertThat(MemoryBankDrawing.text(space, KnownNetworks.fractalNet(space, 2)))
        .isEqualTo(
            """
            memory bank, 3 op(s): 32x32x3 -> 10 classes, 135,370 parameters, 135,464,832 multiply-adds
            block 0: 32x32, bank size 8 (64 channels), 1 -> 3 banks, 64 -> 192 channels
              op  0: 0 -> 1x1 64 -> single, 3x3, relu -> 64 -> +1
              op  1: 0 -> 1x1 64 -> single, 3x3, relu -> 64 -> +2
              op  2: 2 -> 1x1 64 -> single, 3x3, relu -> 64 -> 1
            """);
  }

  @Test
  void theTextHasAtMostAHundredColumnsAndNamesEveryOp() {
    onManySamples(
        (space, drawn) -> {
          String text = MemoryBankDrawing.text(space, drawn);
          assertThat(text.lines()).allMatch(line -> line.length() <= 100);
          List<String> lines = text.replaceAll("\n {9}", " ").lines().toList();
          assertThat(lines).hasSize(1 + space.blocks() + ops(drawn).size());
          int line = 1;
          for (int index = 0; index < space.blocks(); index++) {
            assertThat(lines.get(line++)).startsWith("block " + index + ": ");
            ImmutableList<Op> ops = drawn.blocks().get(index).ops();
            for (int op = 0; op < ops.size(); op++) {
              assertNames(lines.get(line++), op, ops.get(op));
            }
          }
        });
  }

  @Test
  void theTextOfMostNetworksOfThePaperFitsOnAScreen() {
    MemoryBankSpace space = paper().build();
    long fitting =
        IntStream.range(0, 40)
            .mapToObj(seed -> space.sample(new SplittableRandom(seed)))
            .filter(drawn -> MemoryBankDrawing.text(space, drawn).lines().count() <= 50)
            .count();
    assertThat(fitting).isGreaterThan(30);
  }

  private static void assertNames(String line, int index, Op op) {
    assertThat(line).startsWith(String.format("  op %2d: ", index));
    List<String> parts = List.of(line.substring(9).split(" -> ", -1));
    assertThat(parts).hasSize(5);
    assertThat(banks(parts.get(0))).isEqualTo(op.reads());
    assertThat(parts.get(1)).startsWith("1x1 ");
    assertThat(parts.get(2)).startsWith(OpLabels.lowerCase(op.layout()) + ", ");
    for (ConvolutionChoice choice : op.convolutions()) {
      assertThat(parts.get(2)).contains(choice.kernelHeight() + "x" + choice.kernelWidth());
      assertThat(parts.get(2)).contains(OpLabels.lowerCase(choice.nonlinearity()));
    }
    assertThat(parts.get(2).endsWith(" gate")).isEqualTo(op.gate() != Gate.NONE);
    assertThat(banks(parts.get(4).replace("+", ""))).isEqualTo(op.writes());
  }

  private static List<Integer> banks(String text) {
    return Stream.of(text.replace(" ", "").split(",", -1))
        .flatMap(
            run -> {
              String[] ends = run.split("-", -1);
              return IntStream.rangeClosed(
                      Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                  .boxed();
            })
        .toList();
  }

  @Test
  void runsOfBanksAreDrawnTogether() {
    assertThat(OpLabels.banks(List.of(0, 1, 2, 3, 5, 6, 9))).isEqualTo("0-3,5,6,9");
    assertThat(OpLabels.banks(List.of(300))).isEqualTo("300");
    assertThat(OpLabels.banks(List.of(1, 3, 5))).isEqualTo("1,3,5");
    assertThat(OpLabels.banks(List.of(199, 200, 201))).isEqualTo("199-201");
  }

  @Test
  void kernelsAreWrittenWithoutWhatGoesWithoutSaying() {
    assertThat(OpLabels.convolution(new ConvolutionChoice(3, 5, 2, 1, 4, Nonlinearity.RELU)))
        .isEqualTo("3x5 d2x1 g4 relu");
    assertThat(OpLabels.convolution(new ConvolutionChoice(7, 7, 1, 1, 1, Nonlinearity.LEAKY_RELU)))
        .isEqualTo("7x7 leaky-relu");
  }
}
