package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.function.Function;

/**
 * What architectures reached when each was trained alone, once or with several seeds: a published
 * table, or trainings done elsewhere. Immutable.
 *
 * @param <A> the type of an architecture
 */
public final class TruthTable<A> {
  private final String name;
  private final ImmutableMap<A, ImmutableList<Double>> truths;

  private TruthTable(String name, ImmutableMap<A, ImmutableList<Double>> truths) {
    this.name = name;
    this.truths = truths;
  }

  /**
   * A table of truths that are known already.
   *
   * @param name says where they come from; a study's result tells it
   * @param truths for each architecture a number for each seed, the higher the better; all have
   *     equally many, at least one
   * @param <A> the type of an architecture
   * @return the table
   * @throws IllegalArgumentException if it is empty, a truth is not finite, or the numbers of seeds
   *     differ
   */
  public static <A> TruthTable<A> of(String name, ImmutableMap<A, ImmutableList<Double>> truths) {
    checkArgument(!truths.isEmpty(), "truth %s is empty; give it architectures", name);
    int seeds = truths.values().iterator().next().size();
    truths.forEach(
        (architecture, row) ->
            checkArgument(
                row.size() == seeds && seeds >= 1 && row.stream().allMatch(Double::isFinite),
                "truth %s of %s is %s; give each architecture equally many finite numbers, at least"
                    + " one",
                name,
                architecture,
                row));
    return new TruthTable<>(name, truths);
  }

  /**
   * Reads a table with a header line and comma-separated values in UTF-8. The first column names
   * architectures; others that are not asked for may hold anything.
   *
   * @param file a CSV file; it is unpacked if its name ends in ".gz"
   * @param architecture gives the architecture of a text of the first column; it throws an {@link
   *     IllegalArgumentException} for one that it does not know
   * @param columns the header of the column to rank by, its numbers being the higher the better;
   *     several are seeds of one truth, which is then their mean
   * @param <A> the type of an architecture
   * @return the table, in the order of the file
   * @throws IllegalArgumentException if a column is missing, there are no rows, a row has too few
   *     or too many values, an architecture is unknown or there twice, or a number is none; the
   *     message names the file, the line, the value and the remedy
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public static <A> TruthTable<A> read(
      Path file, Function<String, A> architecture, String... columns) {
    checkArgument(
        columns.length >= 1, "no column of %s is asked for; name the one to rank by", file);
    ImmutableList<String> asked = ImmutableList.copyOf(columns);
    return new TruthTable<>(
        file.getFileName() + ": " + String.join(", ", asked),
        new TruthTableReader<>(file, architecture, asked).read());
  }

  /**
   * Says where the truths come from.
   *
   * @return the name that it was given, or those of the file and the columns
   */
  public String name() {
    return name;
  }

  /**
   * The architectures whose truth is known.
   *
   * @return at least one, in the order of the table
   */
  public ImmutableList<A> architectures() {
    return truths.keySet().asList();
  }

  /**
   * How often each architecture was trained.
   *
   * @return the number of seeds, at least 1
   */
  public int seeds() {
    return truths.values().iterator().next().size();
  }

  /**
   * Whether an architecture's truth is known.
   *
   * @param architecture any architecture
   * @return whether it is in the table
   */
  public boolean contains(A architecture) {
    return truths.containsKey(architecture);
  }

  /**
   * What an architecture reached.
   *
   * @param architecture one of {@link #architectures()}
   * @return a number for each seed
   * @throws IllegalArgumentException if it is not in the table
   */
  public ImmutableList<Double> truths(A architecture) {
    ImmutableList<Double> row = truths.get(architecture);
    checkArgument(
        row != null,
        "truth %s does not have %s; ask for one of its %s architectures",
        name,
        architecture,
        truths.size());
    return row;
  }
}
