package org.smashnas.memorybank;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.MoreObjects;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import com.google.common.collect.Sets;
import java.util.Comparator;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.immutables.value.Value;
import org.smashnas.network.Network;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Shape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;

/**
 * The paper's memory-bank space. The defaults are the paper's: nominally WRN-40-4. Immutable and
 * safe for use by several threads; spaces of equal settings are equal.
 *
 * <pre>{@code
 * MemoryBankSpace space = MemoryBankSpace.builder().input(32, 32, 3).classes(10).build();
 * }</pre>
 */
@Value.Immutable
@SpaceStyle
public abstract class MemoryBankSpace implements ArchitectureSpace<MemoryBank> {
  private static final ArchitectureCodec<MemoryBank> CODEC = new MemoryBankCodec();

  MemoryBankSpace() {}

  /**
   * Starts a space of the paper's settings; {@code input} and {@code classes} have no default.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The shape of an example. Height and width must be divisible by 2^({@link #blocks()} − 1), and
   * the last block's side must be large enough for the largest kernel: its reach, (kernel − 1) ·
   * dilation + 1, is at most 2 · side − 1.
   *
   * @return height × width × channels
   */
  public abstract Shape input();

  /**
   * The number of classes, at least 2.
   *
   * @return the length of the logits
   */
  public abstract int classes();

  /**
   * The number of blocks, from 1 to 16; height and width halve between them.
   *
   * @return by default 3
   */
  @Value.Default
  public int blocks() {
    return 3;
  }

  /**
   * The nominal layers of a block, at least 1; it bounds the budget, not the number of ops.
   *
   * @return by default 12
   */
  @Value.Default
  public int depth() {
    return 12;
  }

  /**
   * The nominal widening factor, at least 1: the stem has 2 · {@link #bankChannels()} · width
   * channels.
   *
   * @return by default 4
   */
  @Value.Default
  public int width() {
    return 4;
  }

  /**
   * The channels of the smallest bank, at least 1 (the paper's N).
   *
   * @return by default 8
   */
  @Value.Default
  public int bankChannels() {
    return 8;
  }

  /**
   * The channels of the largest bank and of the widest op, a multiple of {@link #bankChannels()}
   * (the paper's N_max).
   *
   * @return by default 64
   */
  @Value.Default
  public int maxBankChannels() {
    return 64;
  }

  /**
   * A 1x1 has at most this many times the outputs of its op, at least 1.
   *
   * @return by default 4
   */
  @Value.Default
  public int bottleneck() {
    return 4;
  }

  /**
   * A 1x1 has at most this many times {@link #maxBankChannels()} outputs, at least 1.
   *
   * @return by default 2
   */
  @Value.Default
  public int maxBottleneck() {
    return 2;
  }

  /**
   * One slice of the encoding stands for this many times {@link #bankChannels()} inputs of a 1x1,
   * at least 1.
   *
   * @return by default 2
   */
  @Value.Default
  public int depthCompression() {
    return 2;
  }

  /**
   * The largest dilation, at least 1; large kernels are dilated less (by 4 − (kernel − 1) / 2 at
   * most).
   *
   * @return by default 3
   */
  @Value.Default
  public int maxDilation() {
    return 3;
  }

  /**
   * The largest kernel side: 3, 5, 7 or 9.
   *
   * @return by default 7
   */
  @Value.Default
  public int maxKernel() {
    return 7;
  }

  /**
   * The largest number of groups, at least 1; groups are divisors of {@link #bankChannels()}.
   *
   * @return by default 8
   */
  @Value.Default
  public int maxGroups() {
    return 8;
  }

  /**
   * The smallest fraction of the nominal budget that sampling gives a block, above 0 and at most
   * {@link #maxBudget()}.
   *
   * @return by default 0.3
   */
  @Value.Default
  public double minBudget() {
    return 0.3;
  }

  /**
   * The largest fraction of the nominal budget of a block, at most 1.
   *
   * @return by default 1
   */
  @Value.Default
  public double maxBudget() {
    return 1.0;
  }

  /**
   * The layouts of ops and how likely each is drawn; probabilities above 0 that sum to 1. See
   * {@link Builder#variableOps()}, {@link Builder#bigOps()} and {@link Builder#longOps()}.
   *
   * @return by default {@link OpLayout#SINGLE} alone
   */
  @Value.Default
  public ImmutableMap<OpLayout, Double> layouts() {
    return ImmutableMap.of(OpLayout.SINGLE, 1.0);
  }

  /**
   * How gates join paths, if ops may have gates; then a layout must have two convolutions side by
   * side.
   *
   * @return by default none: no gates
   */
  public abstract Optional<GateStyle> gates();

  /**
   * The nonlinearities that each convolution chooses from, at least one.
   *
   * @return by default {@link Nonlinearity#RELU} alone
   */
  @Value.Default
  public ImmutableSet<Nonlinearity> nonlinearities() {
    return ImmutableSet.of(Nonlinearity.RELU);
  }

  /**
   * Whether the nonlinearity of a convolution comes before or behind it.
   *
   * @return by default {@link ActivationOrder#PRE}
   */
  @Value.Default
  public ActivationOrder activationOrder() {
    return ActivationOrder.PRE;
  }

  /**
   * Which norms the ops of scored networks have.
   *
   * @return by default {@link OpNorms#EACH_CONVOLUTION}; the paper's choice is {@link
   *     Builder#paperNorms()}
   */
  @Value.Default
  public OpNorms scoredNorms() {
    return OpNorms.EACH_CONVOLUTION;
  }

  /**
   * Which norms the ops of derived networks have. If they are those of scored networks, scored and
   * derived network are one function, and what a score measures is what is trained.
   *
   * @return by default {@link #scoredNorms()}
   */
  @Value.Default
  public OpNorms derivedNorms() {
    return scoredNorms();
  }

  /**
   * How sampling for training opens up.
   *
   * @return by default {@link Annealing#paper()}
   */
  @Value.Default
  public Annealing annealing() {
    return Annealing.paper();
  }

  /**
   * The channels after the stem.
   *
   * @return 2 · {@link #bankChannels()} · {@link #width()}
   */
  public int stemChannels() {
    return 2 * bankChannels() * width();
  }

  /** The number of bank sizes: the paper's k = N_max / N. */
  int bankSizes() {
    return maxBankChannels() / bankChannels();
  }

  @Value.Derived
  ImmutableList<Integer> groupChoices() {
    return IntStream.rangeClosed(1, Math.min(maxGroups(), bankChannels()))
        .filter(groups -> bankChannels() % groups == 0)
        .boxed()
        .collect(ImmutableList.toImmutableList());
  }

  /** The layouts in the order of their declaration. */
  @Value.Derived
  ImmutableList<OpLayout> layoutChoices() {
    return Sets.immutableEnumSet(layouts().keySet()).asList();
  }

  /** The nonlinearities in the order of their declaration. */
  @Value.Derived
  ImmutableList<Nonlinearity> nonlinearityChoices() {
    return Sets.immutableEnumSet(nonlinearities()).asList();
  }

  /** The slots that some layout of the space uses. */
  @Value.Derived
  ImmutableSortedSet<Integer> slots() {
    return layouts().keySet().stream()
        .flatMap(layout -> layout.slots().stream())
        .collect(ImmutableSortedSet.toImmutableSortedSet(Comparator.naturalOrder()));
  }

  /** Whether an op of this layout and width may have this gate. */
  boolean allows(Gate gate, OpLayout layout, int width, int bankSize) {
    boolean halves = width % 2 == 0 && width / 2 % bankSize == 0;
    return gate == Gate.NONE || (gates().isPresent() && layout.allows(gate) && halves);
  }

  /** The largest dilation of a kernel side. */
  int maxDilation(int kernel) {
    return Math.max(1, Math.min(maxDilation(), 4 - (kernel - 1) / 2));
  }

  @Value.Derived
  @Value.Auxiliary
  ImmutableList<BlockRules> rules() {
    checkRanges();
    return BlockRules.of(this);
  }

  @Value.Derived
  @Value.Auxiliary
  Conditions conditions() {
    return Conditions.of(this);
  }

  /**
   * Makes equal parts of architectures one object: those of a hundred thousand architectures are
   * many, but few of them differ.
   */
  @Value.Derived
  @Value.Auxiliary
  DrawnParts drawnParts() {
    return new DrawnParts();
  }

  private void checkRanges() {
    atLeast("classes", classes(), 2);
    atLeast("blocks", blocks(), 1);
    atLeast("depth", depth(), 1);
    atLeast("width", width(), 1);
    atLeast("bankChannels", bankChannels(), 1);
    atLeast("maxBankChannels", maxBankChannels(), 1);
    atLeast("bottleneck", bottleneck(), 1);
    atLeast("maxBottleneck", maxBottleneck(), 1);
    atLeast("depthCompression", depthCompression(), 1);
    atLeast("maxDilation", maxDilation(), 1);
    atLeast("maxGroups", maxGroups(), 1);
    checkArgument(blocks() <= 16, "blocks is %s; it must be at most 16", blocks());
    checkArgument(
        maxBankChannels() % bankChannels() == 0,
        "maxBankChannels is %s, not a multiple of bankChannels %s; use a multiple",
        maxBankChannels(),
        bankChannels());
    checkArgument(
        maxKernel() % 2 == 1 && maxKernel() >= 3 && maxKernel() <= 9,
        "maxKernel is %s; it must be 3, 5, 7 or 9",
        maxKernel());
    checkArgument(
        minBudget() > 0 && minBudget() <= maxBudget() && maxBudget() <= 1,
        "minBudget is %s and maxBudget %s; they must satisfy 0 < minBudget <= maxBudget <= 1",
        minBudget(),
        maxBudget());
    checkOps();
    checkSizes();
  }

  private void checkOps() {
    double total = layouts().values().stream().mapToDouble(Double::doubleValue).sum();
    checkArgument(
        layouts().values().stream().allMatch(probability -> probability > 0)
            && Math.abs(total - 1) < 1e-9,
        "layouts have probabilities %s; each must be above 0, and they must sum to 1",
        layouts());
    checkArgument(!nonlinearities().isEmpty(), "nonlinearities is empty; give at least RELU");
    boolean sideBySide = layouts().keySet().stream().anyMatch(layout -> layout.allows(Gate.FIRST));
    checkArgument(
        gates().isEmpty() || sideBySide,
        "gates is %s, but layouts %s have no two convolutions side by side; add PARALLEL, BRANCHED"
            + " or BIG, or drop the gates",
        gates().orElse(GateStyle.MULTIPLY),
        layouts().keySet());
  }

  /** No product of settings overflows. */
  private void checkSizes() {
    double channels = 2.0 * bankChannels() * width() * (4 + depth() * Math.scalb(1.0, blocks()));
    double sizes = (double) depth() * bankSizes();
    double oneByOne = (double) maxBottleneck() * maxBankChannels();
    double slice = (double) depthCompression() * bankChannels();
    double largest = Math.max(Math.max(channels, sizes), Math.max(oneByOne, slice));
    checkArgument(
        largest <= Integer.MAX_VALUE,
        "settings multiply to %s channels; use a smaller depth, width, bankChannels,"
            + " maxBankChannels, maxBottleneck or depthCompression",
        largest);
  }

  private static void atLeast(String name, int value, int least) {
    checkArgument(value >= least, "%s is %s; it must be at least %s", name, value, least);
  }

  @Value.Check
  void check() {
    checkSides();
    for (BlockRules rules : rules()) {
      checkArgument(
          !rules.bankSizes(rules.slices(minBudget())).isEmpty(),
          "block %s has no feasible bank size: none of 1..%s times bankChannels %s both divides its"
              + " %s input channels and feeds an op within %s slices (minBudget %s); raise depth,"
              + " width or minBudget, or lower depthCompression",
          rules.index(),
          bankSizes(),
          bankChannels(),
          rules.inputChannels(),
          rules.slices(minBudget()),
          minBudget());
    }
  }

  private void checkSides() {
    int halvings = 1 << (blocks() - 1);
    checkArgument(
        input().height() % halvings == 0 && input().width() % halvings == 0,
        "input %s cannot be halved %s time(s) for %s blocks; use sides divisible by %s or fewer"
            + " blocks",
        input(),
        blocks() - 1,
        blocks(),
        halvings);
    int side = Math.min(input().height(), input().width()) / halvings;
    int reach =
        IntStream.iterate(3, kernel -> kernel <= maxKernel(), kernel -> kernel + 2)
            .map(kernel -> (kernel - 1) * maxDilation(kernel) + 1)
            .max()
            .orElseThrow();
    checkArgument(
        reach <= 2 * side - 1,
        "input %s is too small for %s blocks with maxKernel %s and maxDilation %s: a kernel reaches"
            + " over %s, but the last block's side %s allows %s; use a larger input, fewer blocks,"
            + " or a smaller maxKernel or maxDilation",
        input(),
        blocks(),
        maxKernel(),
        maxDilation(),
        reach,
        side,
        2 * side - 1);
  }

  /**
   * {@inheritDoc}
   *
   * <p>It names what decides the set of architectures, their encoding and their networks; how
   * sampling draws from the set is left out.
   */
  @Override
  public String id() {
    return MoreObjects.toStringHelper("memory-bank")
        .add("input", input())
        .add("classes", classes())
        .add("blocks", blocks())
        .add("depth", depth())
        .add("width", width())
        .add("bankChannels", bankChannels())
        .add("maxBankChannels", maxBankChannels())
        .add("bottleneck", bottleneck())
        .add("maxBottleneck", maxBottleneck())
        .add("depthCompression", depthCompression())
        .add("maxDilation", maxDilation(3))
        .add("maxKernel", maxKernel())
        .add("groups", groupChoices())
        .add("maxBudget", maxBudget())
        .add("layouts", layoutChoices())
        .add("gates", gates().map(GateStyle::name).orElse("NONE"))
        .add("nonlinearities", nonlinearityChoices())
        .add("activationOrder", activationOrder())
        .add("scoredNorms", scoredNorms())
        .add("derivedNorms", derivedNorms())
        .toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>As in the paper's code, each block takes as many ops as fit a budget drawn from {@link
   * #minBudget} up to, but without, {@link #maxBudget}. Blocks that need the whole largest budget,
   * or would leave room for an op in the smallest, come from perturbations alone.
   */
  @Override
  public MemoryBank sample(RandomGenerator random) {
    return sample(random, 1);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The limits follow {@link #annealing()}.
   */
  @Override
  public MemoryBank sample(RandomGenerator random, double progress) {
    return Sampler.annealed(this, random, progress).sample();
  }

  @Override
  public MemoryBank perturb(MemoryBank architecture, double probability, RandomGenerator random) {
    validate(architecture);
    checkArgument(
        probability >= 0 && probability <= 1,
        "perturbation probability is %s; it must be from 0 to 1",
        probability);
    return new Perturbation(this, random, probability).perturb(architecture);
  }

  @Override
  public void validate(MemoryBank architecture) {
    new Validation(this).check(architecture);
  }

  @Override
  public Network network(MemoryBank architecture) {
    validate(architecture);
    return new NetworkAssembly(this, scoredNorms(), true).assemble(architecture);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Its ops have the norms of {@link #derivedNorms()}; topology and the shapes of all
   * convolutions are those of the scored network. With equal norms it is the scored network {@link
   * Network#withOwnWeights()}; with others its 1x1s are plain weights, as in the paper, not divided
   * by their L2 norms unless it is {@link OpNorms#WEIGHT_NORM}.
   */
  @Override
  public Network derivedNetwork(MemoryBank architecture) {
    validate(architecture);
    boolean normalised = derivedNorms() == scoredNorms() || derivedNorms() == OpNorms.WEIGHT_NORM;
    return new NetworkAssembly(this, derivedNorms(), normalised)
        .assemble(architecture)
        .withOwnWeights();
  }

  @Override
  public WeightGrid weightGrid() {
    return conditions().grid();
  }

  @Override
  public ArchitectureCodec<MemoryBank> codec() {
    return CODEC;
  }

  /** Sets the options of a {@link MemoryBankSpace}. Not safe for use by several threads. */
  public static final class Builder extends ImmutableMemoryBankSpace.Builder {
    Builder() {}

    /**
     * All five layouts with the probabilities of the paper's code.
     *
     * @return this builder
     */
    public Builder variableOps() {
      return layouts(
          ImmutableMap.of(
              OpLayout.SINGLE, 0.05,
              OpLayout.PARALLEL, 0.10,
              OpLayout.LONG, 0.15,
              OpLayout.BRANCHED, 0.25,
              OpLayout.BIG, 0.45));
    }

    /**
     * Every op has all four convolutions.
     *
     * @return this builder
     */
    public Builder bigOps() {
      return layouts(ImmutableMap.of(OpLayout.BIG, 1.0));
    }

    /**
     * Every op has two convolutions, one after the other.
     *
     * @return this builder
     */
    public Builder longOps() {
      return layouts(ImmutableMap.of(OpLayout.LONG, 1.0));
    }

    /**
     * The norms of the paper: none in scored networks, where the 1x1s are divided by their L2
     * norms, and {@link OpNorms#SANDWICH} in derived ones, which so are another function.
     *
     * @return this builder
     */
    public Builder paperNorms() {
      return scoredNorms(OpNorms.WEIGHT_NORM).derivedNorms(OpNorms.SANDWICH);
    }

    /**
     * All kernels are 3×3.
     *
     * @return this builder
     */
    public Builder staticKernels() {
      return maxKernel(3);
    }

    /**
     * No groups.
     *
     * @return this builder
     */
    public Builder staticGroups() {
      return maxGroups(1);
    }

    /**
     * Sets the shape of an example.
     *
     * @param height rows
     * @param width columns
     * @param channels channels
     * @return this builder
     */
    public Builder input(int height, int width, int channels) {
      return input(new Shape(height, width, channels));
    }
  }
}
