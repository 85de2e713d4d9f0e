package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.smashnas.data.Dataset;
import org.smashnas.memorybank.ActivationOrder;
import org.smashnas.memorybank.Annealing;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.memorybank.OpNorms;
import org.smashnas.network.Nonlinearity;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** The memory-bank space, all but its width and what the data tell. */
final class MemoryBankOptions {
  private static final int STATIC_KERNEL = 3;
  private static final int STATIC_GROUPS = 1;
  private static final int MAX_KERNEL = 7;
  private static final int MAX_GROUPS = 8;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      defaultValue = "default",
      description = "Sizes under one name: default (the paper's) or small.")
  private Setting setting = Setting.DEFAULT;

  @Option(
      names = "--depth",
      paramLabel = "N",
      description = {"Nominal layers of a block; bounds its budget.", "  Default: 12, in small 4"})
  private @Nullable Integer depth;

  @Option(
      names = "--bank-channels",
      paramLabel = "N",
      description = {"Channels of the smallest bank (the paper's N).", "  Default: 8"})
  private @Nullable Integer bankChannels;

  @Option(
      names = "--max-bank-channels",
      paramLabel = "N",
      description = {
        "Channels of the largest bank and op (the paper's N_max).",
        "  Default: 64, in small 16"
      })
  private @Nullable Integer maxBankChannels;

  @Option(
      names = "--blocks",
      paramLabel = "N",
      showDefaultValue = Visibility.NEVER,
      description = {
        "Blocks; the resolution halves between them.",
        "  Default: 3, or as many as small images allow"
      })
  private int blocks = 3;

  @Option(
      names = "--bottleneck",
      paramLabel = "N",
      description = "A 1x1 has at most N times the outputs of its op.")
  private int bottleneck = 4;

  @Option(
      names = "--max-bottleneck",
      paramLabel = "N",
      description = "A 1x1 has at most N times --max-bank-channels outputs.")
  private int maxBottleneck = 2;

  @Option(
      names = "--depth-compression",
      paramLabel = "N",
      description = "A slice of the encoding stands for N times --bank-channels inputs.")
  private int depthCompression = 2;

  @Option(
      names = "--max-kernel",
      paramLabel = "N",
      description = {
        "Largest kernel side: 3, 5, 7 or 9.",
        "  Default: 7, or what small images allow"
      })
  private @Nullable Integer maxKernel;

  @Option(names = "--static-kernels", description = "All kernels are 3 x 3.")
  private boolean staticKernels;

  @Option(names = "--max-dilation", paramLabel = "N", description = "Largest dilation.")
  private int maxDilation = 3;

  @Option(
      names = "--max-groups",
      paramLabel = "N",
      description = {
        "Most groups of a convolution; groups divide --bank-channels.",
        "  Default: 8"
      })
  private @Nullable Integer maxGroups;

  @Option(names = "--static-groups", description = "No convolution has groups.")
  private boolean staticGroups;

  @Option(
      names = "--op-layout",
      paramLabel = "NAME",
      defaultValue = "single",
      description =
          "Convolutions of an op: single (one), variable (one of five layouts), big (all four of a"
              + " 2 x 2 grid), long (two in a row).")
  private OpLayouts opLayout = OpLayouts.SINGLE;

  @Option(
      names = "--gates",
      paramLabel = "NAME",
      defaultValue = "none",
      description = "Gates where paths meet: none, add-split, multiply; for variable and big ops.")
  private Gates gates = Gates.NONE;

  @Option(
      names = "--nonlinearities",
      paramLabel = "NAMES",
      split = ",",
      hideParamSyntax = true,
      defaultValue = "relu",
      description =
          "What each convolution chooses from: relu, leaky-relu, tanh, sigmoid, elu, softplus,"
              + " silu, gelu; several with commas.")
  private List<Nonlinearity> nonlinearities = List.of(Nonlinearity.RELU);

  @Option(
      names = "--activation-order",
      paramLabel = "NAME",
      defaultValue = "pre",
      description = "The nonlinearity stands before (pre) or behind (post) its convolution.")
  private ActivationOrder activationOrder = ActivationOrder.PRE;

  @Option(
      names = "--scored-norms",
      paramLabel = "NAME",
      defaultValue = "each-convolution",
      description =
          "Norms of a scored network's ops: each-convolution, weight-norm (the paper's), grid,"
              + " before, sandwich, full.")
  private OpNorms scoredNorms = OpNorms.EACH_CONVOLUTION;

  @Option(
      names = "--derived-norms",
      paramLabel = "NAME",
      description = {
        "Norms of a derived network's ops; the paper's: sandwich.",
        "  Default: those of --scored-norms, so that both are one function"
      })
  private @Nullable OpNorms derivedNorms;

  @Option(
      names = "--min-budget",
      paramLabel = "X",
      description = "Smallest part of its nominal budget that a block is drawn with.")
  private double minBudget = 0.3;

  @Option(
      names = "--max-budget",
      paramLabel = "X",
      description = "Largest part of its nominal budget that a block may have, at most 1.")
  private double maxBudget = 1;

  @Option(
      names = "--anneal-until",
      paramLabel = "X",
      description = "Part of the training after which the whole space is open.")
  private double annealUntil = Annealing.paper().until();

  @Option(
      names = "--first-max-budget",
      paramLabel = "X",
      description = "Largest budget at the first step.")
  private double firstMaxBudget = Annealing.paper().firstMaxBudget();

  @Option(
      names = "--first-max-kernel",
      paramLabel = "N",
      description = "Largest kernel at the first step.")
  private int firstMaxKernel = Annealing.paper().firstMaxKernel();

  @Option(
      names = "--first-max-paths",
      paramLabel = "X",
      description = "Part of the banks that an op may read at the first step.")
  private double firstMaxPaths = Annealing.paper().firstMaxPaths();

  int defaultWidth() {
    return setting.width();
  }

  /** Gives the parts that were not given what the setting and the switches say. */
  void settle() {
    checkArgument(
        !staticKernels || maxKernel == null || maxKernel == STATIC_KERNEL,
        "--static-kernels contradicts --max-kernel %s; leave one of them out",
        maxKernel);
    checkArgument(
        !staticGroups || maxGroups == null || maxGroups == STATIC_GROUPS,
        "--static-groups contradicts --max-groups %s; leave one of them out",
        maxGroups);
    depth = requireNonNullElse(depth, setting.depth());
    bankChannels = requireNonNullElse(bankChannels, setting.bankChannels());
    maxBankChannels = requireNonNullElse(maxBankChannels, setting.maxBankChannels());
    derivedNorms = requireNonNullElse(derivedNorms, scoredNorms);
    maxKernel = requireNonNullElse(maxKernel, staticKernels ? STATIC_KERNEL : MAX_KERNEL);
    maxGroups = requireNonNullElse(maxGroups, staticGroups ? STATIC_GROUPS : MAX_GROUPS);
  }

  /**
   * Takes fewer blocks, then smaller kernels, if the images are too small for the defaults. What
   * was given stays.
   *
   * @return what was taken, if it is less
   */
  Optional<String> fit(Dataset examples, Predicate<String> isGiven) {
    int mostBlocks = blocks;
    int largestKernel = requireNonNull(maxKernel);
    int leastBlocks = isGiven.test("--blocks") ? mostBlocks : 1;
    int leastKernel = isGiven.test("--max-kernel") ? largestKernel : STATIC_KERNEL;
    for (blocks = mostBlocks; blocks >= leastBlocks; blocks--) {
      for (maxKernel = largestKernel; maxKernel >= leastKernel; maxKernel -= 2) {
        if (areLargeEnough(examples)) {
          return blocks == mostBlocks && maxKernel == largestKernel
              ? Optional.empty()
              : Optional.of("--blocks " + blocks + " and --max-kernel " + maxKernel);
        }
      }
    }
    blocks = mostBlocks;
    maxKernel = largestKernel;
    return Optional.empty();
  }

  /** Whether the sides allow the blocks and the kernels, whatever else the options are. */
  private boolean areLargeEnough(Dataset examples) {
    try {
      MemoryBankSpace.builder()
          .input(examples.shape())
          .classes(examples.classes())
          .blocks(blocks)
          .maxKernel(requireNonNull(maxKernel))
          .maxDilation(maxDilation)
          .build();
      return true;
    } catch (IllegalArgumentException tooSmall) {
      return false;
    }
  }

  /** The space for some examples. */
  MemoryBankSpace space(Dataset examples, int width) {
    MemoryBankSpace.Builder space =
        MemoryBankSpace.builder()
            .input(examples.shape())
            .classes(examples.classes())
            .blocks(blocks)
            .depth(requireNonNull(depth))
            .width(width)
            .bankChannels(requireNonNull(bankChannels))
            .maxBankChannels(requireNonNull(maxBankChannels))
            .bottleneck(bottleneck)
            .maxBottleneck(maxBottleneck)
            .depthCompression(depthCompression)
            .maxKernel(requireNonNull(maxKernel))
            .maxDilation(maxDilation)
            .maxGroups(requireNonNull(maxGroups))
            .minBudget(minBudget)
            .maxBudget(maxBudget)
            .gates(gates.style())
            .nonlinearities(nonlinearities)
            .activationOrder(activationOrder)
            .scoredNorms(scoredNorms)
            .derivedNorms(requireNonNull(derivedNorms))
            .annealing(new Annealing(annealUntil, firstMaxBudget, firstMaxKernel, firstMaxPaths));
    opLayout.applyTo(space);
    return space.build();
  }
}
