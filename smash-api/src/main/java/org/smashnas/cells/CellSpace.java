package org.smashnas.cells;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.MoreObjects;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.Collections;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.immutables.value.Value;
import org.smashnas.network.Network;
import org.smashnas.network.Shape;
import org.smashnas.space.ArchitectureCodec;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.space.WeightGrid;

/**
 * The 15,625 cells of NAS-Bench-201 in their published network (Dong and Yang 2020, <a
 * href="https://arxiv.org/abs/2001.00326">arXiv 2001.00326</a>), or in a smaller one of the same
 * form. Immutable and safe for use by several threads; spaces of equal settings are equal.
 *
 * <pre>{@code
 * CellSpace space = CellSpace.builder().input(32, 32, 3).classes(10).build();
 * Network network = space.network(Cell.ofDigits("313133"));
 * }</pre>
 *
 * <p>The network: a 3×3 convolution and a norm; stages of equal cells; between two stages a
 * residual block that halves the side and doubles the channels (two 3×3 convolutions, each behind a
 * ReLU and before a norm; on the shortcut a 2×2 average pool and a 1×1 convolution); a norm, ReLU,
 * the mean over all places, a dense layer. With the default settings it has exactly the published
 * number of parameters. A convolution of stride 2 pads an even side at its end alone, where the
 * published one pads both.
 *
 * <p>The HyperNet writes all convolutions of the cells, and the first one of each residual block,
 * so that it has something to write where a cell has no convolution; all else is shared. A norm
 * stands behind each generated convolution, so the network scored and the one trained alone are one
 * function.
 */
@Value.Immutable
@SpaceStyle
public abstract class CellSpace implements ArchitectureSpace<Cell> {
  private static final ArchitectureCodec<Cell> CODEC = ArchitectureCodec.ofRecord(Cell.class);
  private static final ImmutableList<EdgeOperation> OPERATIONS =
      ImmutableList.copyOf(EdgeOperation.values());

  CellSpace() {}

  /**
   * Starts a space of the published settings; {@code input} and {@code classes} have no default.
   *
   * @return a builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The shape of an example. Height and width must be divisible by 2^({@link #stages()} − 1).
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
   * The channels of the first stage, at least 1; each later one has twice those before it.
   *
   * @return by default 16
   */
  @Value.Default
  public int width() {
    return 16;
  }

  /**
   * How often the cell is repeated in a stage, at least 1.
   *
   * @return by default 5
   */
  @Value.Default
  public int cellsPerStage() {
    return 5;
  }

  /**
   * The number of stages, from 2 to 8; height and width halve between them.
   *
   * @return by default 3
   */
  @Value.Default
  public int stages() {
    return 3;
  }

  /**
   * All cells.
   *
   * @return the 15,625 cells, ascending by their digits
   */
  public ImmutableList<Cell> all() {
    return Lists.cartesianProduct(Collections.nCopies(Cell.EDGES, OPERATIONS)).stream()
        .map(edges -> new Cell(ImmutableList.copyOf(edges)))
        .collect(ImmutableList.toImmutableList());
  }

  /** The channels of a stage. */
  int channels(int stage) {
    return width() << stage;
  }

  @Value.Derived
  @Value.Auxiliary
  Conditions conditions() {
    check();
    return Conditions.of(this);
  }

  private void check() {
    checkArgument(classes() >= 2, "classes is %s; it must be at least 2", classes());
    checkArgument(width() >= 1, "width is %s; it must be at least 1", width());
    checkArgument(
        cellsPerStage() >= 1, "cellsPerStage is %s; it must be at least 1", cellsPerStage());
    checkArgument(stages() >= 2 && stages() <= 8, "stages is %s; it must be from 2 to 8", stages());
    double widest = Math.scalb((double) width(), stages() - 1);
    checkArgument(
        9 * widest * widest <= Integer.MAX_VALUE,
        "width %s and stages %s multiply to %s channels; use a smaller width or fewer stages",
        width(),
        stages(),
        widest);
    int halvings = 1 << (stages() - 1);
    checkArgument(
        input().height() % halvings == 0 && input().width() % halvings == 0,
        "input %s cannot be halved %s time(s) for %s stages; use sides divisible by %s or fewer"
            + " stages",
        input(),
        stages() - 1,
        stages(),
        halvings);
  }

  @Override
  public String id() {
    return MoreObjects.toStringHelper("cells")
        .add("input", input())
        .add("classes", classes())
        .add("width", width())
        .add("cellsPerStage", cellsPerStage())
        .add("stages", stages())
        .toString();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every cell is equally likely.
   */
  @Override
  public Cell sample(RandomGenerator random) {
    return cell(Stream.generate(() -> operation(random)).limit(Cell.EDGES));
  }

  /**
   * {@inheritDoc}
   *
   * <p>The elements are the edges; each new operation is drawn from all five.
   */
  @Override
  public Cell perturb(Cell cell, double probability, RandomGenerator random) {
    checkArgument(
        probability >= 0 && probability <= 1,
        "perturbation probability is %s; it must be from 0 to 1",
        probability);
    return cell(
        cell.edges().stream()
            .map(edge -> random.nextDouble() < probability ? operation(random) : edge));
  }

  private static Cell cell(Stream<EdgeOperation> edges) {
    return new Cell(edges.collect(ImmutableList.toImmutableList()));
  }

  private static EdgeOperation operation(RandomGenerator random) {
    return OPERATIONS.get(random.nextInt(OPERATIONS.size()));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Every {@link Cell} belongs to every space of cells.
   */
  @Override
  public void validate(Cell cell) {}

  @Override
  public Network network(Cell cell) {
    return new NetworkAssembly(this, cell).assemble();
  }

  @Override
  public WeightGrid weightGrid() {
    return conditions().grid();
  }

  @Override
  public ArchitectureCodec<Cell> codec() {
    return CODEC;
  }

  /** Sets the options of a {@link CellSpace}. Not safe for use by several threads. */
  public static final class Builder extends ImmutableCellSpace.Builder {
    Builder() {}

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
