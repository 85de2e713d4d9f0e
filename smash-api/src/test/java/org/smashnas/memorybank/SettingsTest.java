package org.smashnas.memorybank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.smashnas.network.Nonlinearity;

class SettingsTest {
  private static final ImmutableMap<OpLayout, Double> LONG_AND_BIG =
      ImmutableMap.of(OpLayout.LONG, 0.25, OpLayout.BIG, 0.75);

  private static MemoryBankSpace.Builder defaults() {
    return MemoryBankSpace.builder().input(32, 32, 3).classes(10);
  }

  private static Arguments refused(
      UnaryOperator<MemoryBankSpace.Builder> change, String... message) {
    return arguments(change, message);
  }

  static Stream<Arguments> badSettings() {
    return Stream.of(
        refused(space -> space.classes(1), "classes is 1", "at least 2"),
        refused(space -> space.blocks(0), "blocks is 0", "at least 1"),
        refused(space -> space.blocks(17), "blocks is 17", "at most 16"),
        refused(space -> space.depth(0), "depth is 0", "at least 1"),
        refused(space -> space.width(0), "width is 0", "at least 1"),
        refused(space -> space.bankChannels(0), "bankChannels is 0", "at least 1"),
        refused(space -> space.maxBankChannels(0), "maxBankChannels is 0", "at least 1"),
        refused(space -> space.bottleneck(0), "bottleneck is 0", "at least 1"),
        refused(space -> space.maxBottleneck(-1), "maxBottleneck is -1", "at least 1"),
        refused(space -> space.depthCompression(0), "depthCompression is 0", "at least 1"),
        refused(space -> space.maxDilation(0), "maxDilation is 0", "at least 1"),
        refused(space -> space.maxGroups(0), "maxGroups is 0", "at least 1"),
        refused(
            space -> space.maxBankChannels(60),
            "maxBankChannels is 60",
            "bankChannels 8",
            "use a multiple"),
        refused(space -> space.maxKernel(4), "maxKernel is 4", "3, 5, 7 or 9"),
        refused(space -> space.maxKernel(1), "maxKernel is 1", "3, 5, 7 or 9"),
        refused(space -> space.maxKernel(11), "maxKernel is 11", "3, 5, 7 or 9"),
        refused(space -> space.minBudget(0), "minBudget is 0.0", "0 < minBudget"),
        refused(space -> space.minBudget(Double.NaN), "minBudget is NaN", "0 < minBudget"),
        refused(space -> space.minBudget(0.6).maxBudget(0.5), "minBudget is 0.6", "maxBudget 0.5"),
        refused(space -> space.maxBudget(1.1), "maxBudget 1.1", "maxBudget <= 1"),
        refused(space -> space.maxBudget(Double.NaN), "maxBudget NaN", "maxBudget <= 1"),
        refused(space -> space.input(30, 32, 3), "30x32x3", "3 blocks", "divisible by 4", "fewer"),
        refused(space -> space.input(32, 30, 3), "32x30x3", "3 blocks", "divisible by 4", "fewer"),
        refused(
            space -> space.input(32, 16, 3),
            "32x16x3 is too small",
            "maxKernel 7",
            "maxDilation 3",
            "side 4",
            "larger input"),
        refused(
            space -> space.input(16, 16, 3).maxKernel(5).maxDilation(2),
            "maxKernel 5",
            "maxDilation 2",
            "reaches over 9",
            "side 4 allows 7"),
        refused(
            space -> space.depth(1).width(1).depthCompression(16),
            "block 0",
            "no feasible bank size",
            "minBudget",
            "lower depthCompression"),
        refused(
            space -> space.minBudget(0.001),
            "no feasible bank size",
            "minBudget 0.001",
            "lower depthCompression"),
        refused(
            space -> space.minBudget(0.01).maxBudget(0.01),
            "block 0",
            "within 0 slices",
            "minBudget 0.01",
            "lower depthCompression"),
        refused(
            space -> space.layouts(ImmutableMap.of(OpLayout.SINGLE, 0.0, OpLayout.BIG, 1.0)),
            "layouts have probabilities {SINGLE=0.0, BIG=1.0}",
            "above 0"),
        refused(
            space -> space.layouts(ImmutableMap.of(OpLayout.LONG, -0.5, OpLayout.BIG, 1.5)),
            "layouts have probabilities {LONG=-0.5, BIG=1.5}",
            "above 0"),
        refused(
            space -> space.layouts(ImmutableMap.of(OpLayout.LONG, 0.4, OpLayout.BIG, 0.5)),
            "layouts have probabilities {LONG=0.4, BIG=0.5}",
            "sum to 1"),
        refused(
            space -> space.layouts(ImmutableMap.of(OpLayout.LONG, 0.5, OpLayout.BIG, 0.50001)),
            "BIG=0.50001",
            "sum to 1"),
        refused(
            space -> space.layouts(ImmutableMap.of(OpLayout.LONG, Double.NaN)),
            "layouts have probabilities {LONG=NaN}",
            "above 0"),
        refused(
            space -> space.layouts(ImmutableMap.of()), "layouts have probabilities {}", "sum to 1"),
        refused(
            space -> space.gates(GateStyle.ADD_SPLIT),
            "gates is ADD_SPLIT",
            "layouts [SINGLE]",
            "add PARALLEL, BRANCHED or BIG, or drop the gates"),
        refused(
            space -> space.longOps().gates(GateStyle.MULTIPLY),
            "gates is MULTIPLY",
            "layouts [LONG]",
            "add PARALLEL, BRANCHED or BIG, or drop the gates"),
        refused(
            space -> space.nonlinearities(ImmutableSet.of()),
            "nonlinearities is empty",
            "give at least RELU"),
        refused(space -> space.depth(1 << 28), "multiply to", "smaller depth"),
        refused(space -> space.width(1 << 28), "multiply to", "smaller depth, width"),
        refused(space -> space.maxBottleneck(1 << 28), "multiply to", "maxBottleneck"),
        refused(space -> space.depthCompression(1 << 28), "multiply to", "depthCompression"));
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void aBadSettingIsRefusedWithNameValueAndRemedy(
      UnaryOperator<MemoryBankSpace.Builder> change, String[] message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> change.apply(defaults()).build())
        .satisfies(error -> assertThat(error).hasMessageContainingAll(message));
  }

  @Test
  void aKernelMayReachOverOneLessThanTwiceTheLastSide() {
    assertThat(defaults().input(16, 16, 3).maxKernel(7).maxDilation(1).build().blocks())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(
      value = OpLayout.class,
      names = {"PARALLEL", "BRANCHED", "BIG"})
  void gatesNeedTwoConvolutionsSideBySide(OpLayout layout) {
    MemoryBankSpace.Builder space =
        defaults().layouts(ImmutableMap.of(layout, 1.0)).gates(GateStyle.MULTIPLY);
    assertThat(space.build().gates()).contains(GateStyle.MULTIPLY);
  }

  @Test
  void inputAndClassesHaveNoDefault() {
    assertThatIllegalStateException()
        .isThrownBy(() -> MemoryBankSpace.builder().build())
        .withMessageContainingAll("input", "classes");
  }

  @Test
  void defaultsAreThePapers() {
    MemoryBankSpace space = defaults().build();
    assertThat(space)
        .isEqualTo(
            defaults()
                .blocks(3)
                .depth(12)
                .width(4)
                .bankChannels(8)
                .maxBankChannels(64)
                .bottleneck(4)
                .maxBottleneck(2)
                .depthCompression(2)
                .maxDilation(3)
                .maxKernel(7)
                .maxGroups(8)
                .minBudget(0.3)
                .maxBudget(1)
                .layouts(ImmutableMap.of(OpLayout.SINGLE, 1.0))
                .gates(Optional.empty())
                .nonlinearities(ImmutableSet.of(Nonlinearity.RELU))
                .activationOrder(ActivationOrder.PRE)
                .scoredNorms(OpNorms.EACH_CONVOLUTION)
                .derivedNorms(OpNorms.EACH_CONVOLUTION)
                .annealing(Annealing.paper())
                .build());
  }

  @Test
  void shorthandsSetOptions() {
    assertThat(defaults().staticKernels().build()).isEqualTo(defaults().maxKernel(3).build());
    assertThat(defaults().staticGroups().build()).isEqualTo(defaults().maxGroups(1).build());
    assertThat(defaults().paperNorms().build())
        .isEqualTo(
            defaults().scoredNorms(OpNorms.WEIGHT_NORM).derivedNorms(OpNorms.SANDWICH).build());
    assertThat(defaults().longOps().build().layouts())
        .isEqualTo(ImmutableMap.of(OpLayout.LONG, 1.0));
    assertThat(defaults().bigOps().build().layouts()).isEqualTo(ImmutableMap.of(OpLayout.BIG, 1.0));
    assertThat(defaults().variableOps().build().layouts())
        .isEqualTo(
            ImmutableMap.of(
                OpLayout.SINGLE, 0.05,
                OpLayout.PARALLEL, 0.10,
                OpLayout.LONG, 0.15,
                OpLayout.BRANCHED, 0.25,
                OpLayout.BIG, 0.45));
  }

  /** Else equal spaces would have two ids and two encodings. */
  @Test
  void theOrderInWhichChoicesAreGivenChangesNothing() {
    MemoryBankSpace space =
        defaults()
            .layouts(LONG_AND_BIG)
            .nonlinearities(ImmutableSet.of(Nonlinearity.TANH, Nonlinearity.RELU))
            .build();
    MemoryBankSpace turned =
        defaults()
            .layouts(ImmutableMap.of(OpLayout.BIG, 0.75, OpLayout.LONG, 0.25))
            .nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH))
            .build();
    assertThat(turned).isEqualTo(space);
    assertThat(turned.id()).isEqualTo(space.id());
    MemoryBank drawn = space.sample(new SplittableRandom(3));
    assertThat(turned.sample(new SplittableRandom(3))).isEqualTo(drawn);
    assertThat(turned.network(drawn)).isEqualTo(space.network(drawn));
  }

  @Test
  void spacesOfEqualSettingsAreEqualAndOthersAreNot() {
    MemoryBankSpace space = defaults().build();
    assertThat(defaults().build()).isEqualTo(space).hasSameHashCodeAs(space);
    assertThat(defaults().build().id()).isEqualTo(space.id());
    assertThat(defaults().build().weightGrid()).isEqualTo(space.weightGrid());
    Stream<MemoryBankSpace.Builder> others =
        Stream.of(
            defaults().input(32, 32, 1),
            defaults().classes(11),
            defaults().blocks(2),
            defaults().depth(11),
            defaults().width(3),
            defaults().bankChannels(4),
            defaults().maxBankChannels(32),
            defaults().bottleneck(3),
            defaults().maxBottleneck(1),
            defaults().depthCompression(1),
            defaults().maxDilation(2),
            defaults().maxKernel(5),
            defaults().maxGroups(4),
            defaults().maxBudget(0.9),
            defaults().layouts(LONG_AND_BIG),
            defaults().bigOps(),
            defaults().bigOps().gates(GateStyle.ADD_SPLIT),
            defaults().bigOps().gates(GateStyle.MULTIPLY),
            defaults().nonlinearities(ImmutableSet.of(Nonlinearity.TANH)),
            defaults().nonlinearities(ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH)),
            defaults().activationOrder(ActivationOrder.POST),
            defaults().paperNorms(),
            defaults().scoredNorms(OpNorms.FULL),
            defaults().derivedNorms(OpNorms.FULL));
    assertThat(others.map(MemoryBankSpace.Builder::build))
        .allSatisfy(
            other -> {
              assertThat(other).isNotEqualTo(space);
              assertThat(other.id()).isNotEqualTo(space.id());
            });
  }

  /** Files stay readable when only the sampling changes. */
  @Test
  void howSamplingDrawsIsNoPartOfTheId() {
    MemoryBankSpace space = defaults().layouts(LONG_AND_BIG).build();
    Stream<MemoryBankSpace.Builder> others =
        Stream.of(
            defaults().layouts(LONG_AND_BIG).minBudget(0.2),
            defaults().layouts(LONG_AND_BIG).annealing(Annealing.none()),
            defaults().layouts(ImmutableMap.of(OpLayout.BIG, 0.5, OpLayout.LONG, 0.5)));
    assertThat(others.map(MemoryBankSpace.Builder::build))
        .allSatisfy(
            other -> {
              assertThat(other).isNotEqualTo(space);
              assertThat(other.id()).isEqualTo(space.id());
              assertThat(other.weightGrid()).isEqualTo(space.weightGrid());
            });
  }

  @Test
  void idAndHashesDoNotDrift() {
    MemoryBankSpace space = defaults().build();
    MemoryBank drawn = space.sample(new SplittableRandom(2024));
    assertThat(space.id())
        .isEqualTo(
            "memory-bank{input=32x32x3, classes=10, blocks=3, depth=12, width=4, bankChannels=8,"
                + " maxBankChannels=64, bottleneck=4, maxBottleneck=2, depthCompression=2,"
                + " maxDilation=3, maxKernel=7, groups=[1, 2, 4, 8], maxBudget=1.0,"
                + " layouts=[SINGLE], gates=NONE, nonlinearities=[RELU], activationOrder=PRE,"
                + " scoredNorms=EACH_CONVOLUTION, derivedNorms=EACH_CONVOLUTION}");
    assertThat(space.hash(drawn))
        .isEqualTo("72eac9e3049b9df34f14ac7acde6976d51f773246539939b001ab6c3919cb2e9");
    assertThat(space.network(drawn).hash())
        .isEqualTo("5a152e09e67533034673fc8d205dee05e4291b22879354779f7d74ef4f240635");
    assertThat(space.derivedNetwork(drawn).hash())
        .isEqualTo("e0f59e82e73257b585d485ae14c03d2f22d2a76e9bc1957e464cb24b9db73166");
  }

  /** The hashes come from the version that had the paper's norms alone. */
  @Test
  void thePapersNetworksDoNotDrift() {
    MemoryBankSpace space = defaults().paperNorms().build();
    MemoryBank drawn = space.sample(new SplittableRandom(2024));
    assertThat(space.network(drawn).hash())
        .isEqualTo("41c309108a87a10e44b9a14722b159f229f63237f810a44818b3756175562ec5");
    assertThat(space.derivedNetwork(drawn).hash())
        .isEqualTo("3562772e2a4a98f50d90803cd4a0da1e7dc9437cb09438f93e02802df51616fb");
  }

  /** Likewise with layouts, gates and nonlinearities, and where op norms could be chosen. */
  @ParameterizedTest
  @CsvSource({
    "PRE, WEIGHT_NORM, SANDWICH, 8b565b3b410fedab8af86893ec34ba9c040d675332e4e941a9a1ff54afb1e505,"
        + "5d448f4a213da9fbb63eec7d2ce8e3d90c985be5ae76123e3c4848823771d1b8",
    "POST, WEIGHT_NORM, SANDWICH, 2411f4be2887dbd2638870d406817756be0d52d05a3e0c4619dab495276b25df,"
        + "4086fe7ba18efa8d03294032151f9f45a5355e26a9484b2a72509bc230da60e8",
    "PRE, WEIGHT_NORM, BEFORE, 8b565b3b410fedab8af86893ec34ba9c040d675332e4e941a9a1ff54afb1e505,"
        + "b12719ad8946f2ecb786e7f3429195f21dc132da34b87adc1d804689f85346a8",
    "PRE, WEIGHT_NORM, FULL, 8b565b3b410fedab8af86893ec34ba9c040d675332e4e941a9a1ff54afb1e505,"
        + "25af78aa3535346bf8426a20884d8b0e1ea39b6dabea51e71f67775c2a8dfae3",
    "PRE, GRID, GRID, 42c176d93fdbd78ed305123f6573c08514bd2ce5d8c3bf02cc349a18d18f658b,"
        + "9d49fcf4d98d770ba29178b10afa6c9b9e130bc5f839e45861c87b7b3d2453a5",
    "PRE, GRID, FULL, 42c176d93fdbd78ed305123f6573c08514bd2ce5d8c3bf02cc349a18d18f658b,"
        + "25af78aa3535346bf8426a20884d8b0e1ea39b6dabea51e71f67775c2a8dfae3",
    "POST, GRID, FULL, 5535bda4df8e362681752b46c22c702cb29d8d9e1f94f62457c9d595428eb009,"
        + "80f594646d4d709ff39f0334b50ca240ea21cc031825819f8f56725f30692f3f",
  })
  void networksOfEarlierNormsDoNotDrift(
      ActivationOrder order,
      OpNorms scored,
      OpNorms derived,
      String scoredHash,
      String derivedHash) {
    MemoryBankSpace space =
        defaults()
            .depth(4)
            .width(2)
            .maxBankChannels(32)
            .variableOps()
            .gates(GateStyle.ADD_SPLIT)
            .nonlinearities(
                ImmutableSet.of(Nonlinearity.RELU, Nonlinearity.TANH, Nonlinearity.SIGMOID))
            .activationOrder(order)
            .scoredNorms(scored)
            .derivedNorms(derived)
            .build();
    MemoryBank drawn = space.sample(new SplittableRandom(2024));
    assertThat(space.network(drawn).hash()).isEqualTo(scoredHash);
    assertThat(space.derivedNetwork(drawn).hash()).isEqualTo(derivedHash);
  }

  @Test
  void aDilationBeyondWhatAnyKernelAllowsWidensNoField() {
    assertThat(defaults().maxDilation(1_000).build().weightGrid())
        .isEqualTo(defaults().maxDilation(3).build().weightGrid());
  }
}
