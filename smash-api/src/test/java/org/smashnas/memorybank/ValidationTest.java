package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.smashnas.network.Nonlinearity;

class ValidationTest {
  private final MemoryBankSpace space =
      MemoryBankSpace.builder()
          .input(16, 16, 1)
          .classes(2)
          .blocks(2)
          .depth(2)
          .width(1)
          .bankChannels(4)
          .maxBankChannels(8)
          .depthCompression(1)
          .maxKernel(5)
          .maxDilation(2)
          .build();

  private static final String CONVOLUTION =
      "\"layout\":\"SINGLE\",\"gate\":\"NONE\",\"convolutions\":[{\"kernelHeight\":5,"
          + "\"kernelWidth\":3,\"dilationHeight\":2,\"dilationWidth\":1,\"groups\":4,"
          + "\"nonlinearity\":\"RELU\"}]";

  /** Block 0 starts with banks 0 and 1 written, has six at most, and six slices. */
  private static final String JSON =
      "{\"blocks\":[{\"bankSize\":1,\"ops\":["
          + ("{\"reads\":[0,1],\"width\":1,\"writes\":[2]," + CONVOLUTION + "},")
          + ("{\"reads\":[2],\"width\":2,\"writes\":[0,1]," + CONVOLUTION + "}]},")
          + "{\"bankSize\":2,\"ops\":["
          + ("{\"reads\":[0],\"width\":2,\"writes\":[1]," + CONVOLUTION + "}]}]}");

  @Test
  void theExampleIsInside() {
    MemoryBank read = space.codec().fromJson(JSON);
    space.validate(read);
    new SpaceOracle(space).assertInside(read);
    assertThat(space.codec().toJson(read)).isEqualTo(JSON);
  }

  /** What is replaced, by what, and what the message must contain, parts split by a bar. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"bankSize\":1 ; \"bankSize\":3 ; block 0|bank size 3|[1, 2]",
        "\"bankSize\":1 ; \"bankSize\":0 ; block 0|bank size 0|[1, 2]",
        "\"bankSize\":2 ; \"bankSize\":-2 ; block 1|bank size -2|[1, 2]",
        "\"reads\":[0,1] ; \"reads\":[0,2] ; block 0 op 0|bank 2|0 to 1",
        "\"reads\":[0,1] ; \"reads\":[1,0] ; block 0 op 0|[1, 0]|ascend",
        "\"reads\":[0,1] ; \"reads\":[1,1] ; block 0 op 0|[1, 1]|ascend",
        "\"reads\":[0,1] ; \"reads\":[-1,1] ; block 0 op 0|bank -1|from 0",
        "\"reads\":[0,1] ; \"reads\":[] ; block 0 op 0|no bank|at least one",
        "\"reads\":[2] ; \"reads\":[3] ; block 0 op 1|bank 3|0 to 2",
        "\"reads\":[0] ; \"reads\":[1] ; block 1 op 0|bank 1|0 to 0",
        "\"width\":1 ; \"width\":3 ; block 0 op 0|width 3|1 to 2",
        "\"width\":1 ; \"width\":0 ; block 0 op 0|width 0|1 to 2",
        "\"width\":2,\"writes\":[1] ; \"width\":1,\"writes\":[1] ; block 1 op 0|width 1|size 2",
        "\"writes\":[2] ; \"writes\":[3] ; block 0 op 0|[3]|from the lowest, 2",
        "\"writes\":[2] ; \"writes\":[6] ; block 0 op 0|bank 6|0 to 5",
        "\"writes\":[2] ; \"writes\":[] ; block 0 op 0|no bank|at least one",
        "\"writes\":[2] ; \"writes\":[2,3] ; block 0 op 0|[2, 3]|1 to 1 banks",
        "\"writes\":[0,1] ; \"writes\":[1,0] ; block 0 op 1|[1, 0]|ascend",
        "\"writes\":[0,1] ; \"writes\":[1] ; block 0 op 1|[1]|2 to 2 banks",
        "\"writes\":[0,1] ; \"writes\":[-1,1] ; block 0 op 1|bank -1|from 0",
        "\"kernelHeight\":5 ; \"kernelHeight\":7 ; block 0 op 0|kernel height 7|3 to 5",
        "\"kernelHeight\":5 ; \"kernelHeight\":4 ; block 0 op 0|kernel height 4|odd",
        "\"kernelWidth\":3 ; \"kernelWidth\":1 ; block 0 op 0|kernel width 1|3 to 5",
        "\"dilationHeight\":2 ; \"dilationHeight\":3 ; dilation height 3|kernel 5|1 to 2",
        "\"dilationWidth\":1 ; \"dilationWidth\":0 ; block 0 op 0|dilation width 0|1 to 2",
        "\"groups\":4 ; \"groups\":3 ; block 0 op 0|3 groups|[1, 2, 4]",
        "\"groups\":4 ; \"groups\":8 ; block 0 op 0|8 groups|[1, 2, 4]",
        "\"groups\":4 ; \"groups\":0 ; block 0 op 0|0 groups|[1, 2, 4]",
        "\"SINGLE\" ; \"LONG\" ; block 0 op 0|layout LONG|allowed are [SINGLE]",
        "\"NONE\" ; \"FIRST\" ; block 0 op 0|gate FIRST|layout SINGLE|needs a space with gates",
        "\"RELU\" ; \"TANH\" ; block 0 op 0 convolution 0|nonlinearity TANH|allowed are [RELU]",
      })
  void anArchitectureOutsideIsRefusedWithPlaceValueAndRange(
      String part, String replacement, String message) {
    MemoryBank broken = space.codec().fromJson(replaced(part, replacement));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.validate(broken))
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message.split("\\|")));
    assertThatIllegalArgumentException().isThrownBy(() -> space.network(broken));
    assertThatIllegalArgumentException().isThrownBy(() -> space.derivedNetwork(broken));
  }

  private static String replaced(String part, String replacement) {
    return replaced(JSON, part, replacement);
  }

  private static String replaced(String json, String part, String replacement) {
    assertThat(json).contains(part);
    return json.replaceFirst(Pattern.quote(part), Matcher.quoteReplacement(replacement));
  }

  private final MemoryBankSpace grids =
      MemoryBankSpace.builder()
          .from(space)
          .layouts(ImmutableMap.of(OpLayout.SINGLE, 0.2, OpLayout.BRANCHED, 0.3, OpLayout.BIG, 0.5))
          .gates(GateStyle.ADD_SPLIT)
          .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
          .build();

  private static String choice(int kernelWidth, String nonlinearity) {
    return "{\"kernelHeight\":3,\"kernelWidth\":"
        + kernelWidth
        + ",\"dilationHeight\":1,\"dilationWidth\":1,\"groups\":1,\"nonlinearity\":\""
        + nonlinearity
        + "\"}";
  }

  /** A big op whose slot 2 alone has a kernel of 5 and whose slot 3 alone is a tanh. */
  private static final String GRIDS_JSON =
      "{\"blocks\":[{\"bankSize\":1,\"ops\":[{\"reads\":[0,1],\"width\":2,\"writes\":[0,1],"
          + "\"layout\":\"BIG\",\"gate\":\"FIRST\",\"convolutions\":["
          + (choice(3, "RELU") + "," + choice(3, "RELU") + ",")
          + (choice(5, "RELU") + "," + choice(3, "TANH") + "]}]},")
          + "{\"bankSize\":2,\"ops\":[{\"reads\":[0],\"width\":2,\"writes\":[1],"
          + ("\"layout\":\"SINGLE\",\"gate\":\"NONE\",\"convolutions\":[" + choice(3, "RELU"))
          + "]}]}]}";

  @Test
  void theExampleWithAGridIsInside() {
    MemoryBank read = grids.codec().fromJson(GRIDS_JSON);
    grids.validate(read);
    new SpaceOracle(grids).assertInside(read);
    assertThat(grids.codec().toJson(read)).isEqualTo(GRIDS_JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"BIG\" ; \"PARALLEL\" ; block 0 op 0|layout PARALLEL|[SINGLE, BRANCHED, BIG]",
        "\"BIG\" ; \"BRANCHED\" ; block 0 op 0|4 convolution(s)|layout BRANCHED has 3",
        "\"BIG\",\"gate\":\"FIRST\" ; \"SINGLE\",\"gate\":\"NONE\" ; block 0 op 0|4 convolution(s)"
            + "|layout SINGLE has 1",
        "\"SINGLE\" ; \"BRANCHED\" ; block 1 op 0|1 convolution(s)|layout BRANCHED has 3",
        "\"BIG\",\"gate\":\"FIRST\" ; \"BRANCHED\",\"gate\":\"SECOND\" ; block 0 op 0|gate SECOND"
            + "|layout BRANCHED|two convolutions before it",
        "\"NONE\" ; \"FIRST\" ; block 1 op 0|gate FIRST|layout SINGLE|two convolutions before it",
        "\"width\":2,\"writes\":[0,1] ; \"width\":1,\"writes\":[0] ; block 0 op 0|gate FIRST|width"
            + " 1|whose half is a multiple of the bank size 1",
        "\"TANH\" ; \"SIGMOID\" ; block 0 op 0 convolution 3|nonlinearity SIGMOID|[RELU, TANH]",
        "\"kernelWidth\":5 ; \"kernelWidth\":7 ; block 0 op 0 convolution 2|kernel width 7|3 to 5",
      })
  void aGridOutsideIsRefusedWithPlaceValueAndRange(
      String part, String replacement, String message) {
    MemoryBank broken = grids.codec().fromJson(replaced(GRIDS_JSON, part, replacement));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grids.validate(broken))
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message.split("\\|")));
    assertThatIllegalArgumentException().isThrownBy(() -> grids.network(broken));
    assertThatIllegalArgumentException().isThrownBy(() -> grids.derivedNetwork(broken));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> grids.perturb(broken, 0.1, new SplittableRandom(1)));
  }

  @Test
  void moreReadsThanTheBudgetAllowsAreRefused() {
    String op = "{\"reads\":[0,1],\"width\":1,\"writes\":[2]," + CONVOLUTION + "},";
    MemoryBank costly = space.codec().fromJson(replaced(op, op + op.repeat(2)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.validate(costly))
        .withMessageContainingAll("block 0 op 3", "0 slice(s)", "at most 0");
  }

  @Test
  void readsThatFillNoWholeSliceAreRefused() {
    MemoryBankSpace pairs =
        MemoryBankSpace.builder().input(32, 32, 3).classes(10).blocks(1).build();
    String odd = "{\"blocks\":[{\"bankSize\":1,\"ops\":[{\"reads\":[0],\"width\":1,\"writes\":[0],";
    MemoryBank broken = pairs.codec().fromJson(odd + CONVOLUTION + "}]}]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pairs.validate(broken))
        .withMessageContainingAll("block 0 op 0", "1 bank(s)", "multiple of 2");
  }

  @Test
  void missingBlocksAndOpsAreRefused() {
    MemoryBank oneBlock = space.codec().fromJson("{\"blocks\":[{\"bankSize\":1,\"ops\":[]}]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.validate(oneBlock))
        .withMessageContainingAll("1 block(s)", "has 2");
    MemoryBank empty =
        space
            .codec()
            .fromJson("{\"blocks\":[{\"bankSize\":1,\"ops\":[]},{\"bankSize\":1,\"ops\":[]}]}");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.validate(empty))
        .withMessageContainingAll("block 0", "no ops");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"width\":1 ; \"width\":1,\"port\":true ; blocks.ops.port|port",
        "\"width\":1, ; '' ; blocks.ops.width|Missing",
        "\"width\":1 ; \"width\":null ; blocks.ops.width|null",
        "\"width\":1 ; \"width\":\"1\" ; blocks.ops.width|\"1\"",
        "\"width\":1 ; \"width\":1.5 ; blocks.ops.width|1.5",
        "\"width\":1 ; \"width\":1,\"width\":2 ; Duplicate field 'width'",
        "\"reads\":[2] ; \"reads\":[null] ; blocks.ops.reads|null",
        "\"SINGLE\" ; \"single\" ; blocks.ops.layout|single",
        "\"SINGLE\" ; 0 ; blocks.ops.layout|0",
        "\"SINGLE\" ; null ; blocks.ops.layout|Null value",
        "\"NONE\" ; \"THIRD\" ; blocks.ops.gate|THIRD",
        "\"gate\":\"NONE\", ; '' ; blocks.ops.gate|Missing",
        "\"RELU\" ; \"RELU6\" ; blocks.ops.convolutions.nonlinearity|RELU6",
        "\"convolutions\":[{ ; \"convolutions\":[null,{ ; blocks.ops.convolutions|null",
        "\"reads\":[2] ; \"reads\":[\"2\"] ; blocks.ops.reads|\"2\"",
        "\"RELU\"}]}]}]} ; \"RELU\"}]}]}]}] ; Unexpected close marker|line 1",
        "\"RELU\"}]}]}]} ; \"RELU\"}]}]}]} {} ; Trailing",
        "\"RELU\"}]}]}]} ; \"RELU\"}]}] ; line 1 column",
      })
  void textThatIsNoArchitectureIsRefusedWithItsPlace(
      String part, String replacement, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> space.codec().fromJson(replaced(part, replacement)))
        .withMessageStartingWith("architecture JSON")
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message.split("\\|")));
  }
}
