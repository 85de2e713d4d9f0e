package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.smashnas.file.AtomicFile;
import org.smashnas.file.FileFailure;
import org.smashnas.json.StrictJson;

/**
 * How well predictors rank architectures. Immutable and safe for use by several threads.
 *
 * <p>For each predictor there are, by name:
 *
 * <ul>
 *   <li>{@code kendallTau}: Kendall's τ-b, from -1 to 1, of all architectures
 *   <li>{@code kendallTauBetterHalf}, {@code kendallTauBest30}: that of the half, or the 30 %, with
 *       the best truth, rounded up; those equal to the last of them are among them
 *   <li>{@code spearman}: Spearman's ρ, from -1 to 1
 *   <li>{@code regretAt1}, {@code regretAt5}, {@code regretAt10}: the best truth minus the best
 *       truth among so many predicted best, in the truth's unit, at least 0; the lower the better
 *   <li>{@code precisionAt10}: the part of the 10 predicted best that is among the true best 10,
 *       from 0 to 1
 *   <li>{@code partialSpearman}: Spearman's ρ given the parameters of the derived network
 * </ul>
 *
 * <p>Where predictions are equal, regret and precision are means over all orders of the equal ones.
 * A correlation with equal values only is 0, and so is what the parameters explain in full. Over
 * several HyperNet seeds a statistic is the mean of those of the seeds.
 *
 * <p>Intervals hold 95 % of the resamples of HyperNet seeds and architectures. Three seeds or so
 * tell little of how much seeds differ, so that intervals are then rather too narrow; those of
 * regret and precision, which a few architectures decide, are rough.
 *
 * @param truth where the truth comes from
 * @param truthSeeds how often each architecture was trained; the truth is the mean
 * @param space the space's {@linkplain org.smashnas.space.ArchitectureSpace#id id}
 * @param architectures how many were ranked
 * @param withoutTruth how many of those asked for the table does not have; they are left out
 * @param hyperNetSeeds the seeds of predictors that differ by seed
 * @param seed what architectures and resamples were drawn with
 * @param resamples how many there were
 * @param predictors for each predictor its statistics
 * @param ceiling the statistics of one training as predictor of another, the mean over all pairs of
 *     the truth's seeds; empty if it has one seed. No predictor should be expected to do much
 *     better.
 * @param differences for each predictor and each that was added later, the statistics of the first
 *     minus those of the second, from the same resamples
 */
public record RankStudyResult(
    String truth,
    int truthSeeds,
    String space,
    int architectures,
    int withoutTruth,
    ImmutableList<Long> hyperNetSeeds,
    long seed,
    int resamples,
    ImmutableMap<String, ImmutableMap<String, Estimate>> predictors,
    ImmutableMap<String, Estimate> ceiling,
    ImmutableMap<String, ImmutableMap<String, ImmutableMap<String, Estimate>>> differences) {
  private static final StrictJson JSON = StrictJson.create();

  /**
   * A statistic of a predictor.
   *
   * @param predictor its name
   * @param statistic for example "kendallTau"
   * @return value and interval
   * @throws IllegalArgumentException if the study has no such predictor or statistic
   */
  public Estimate estimate(String predictor, String statistic) {
    return find(find(predictors, "predictor", predictor), "statistic", statistic);
  }

  /**
   * How much a predictor differs from another, from the same resamples.
   *
   * @param predictor its name
   * @param other the name of another one
   * @param statistic for example "kendallTau"
   * @return the statistic of the first minus that of the second
   * @throws IllegalArgumentException if the study has no such predictors or statistic
   */
  public Estimate difference(String predictor, String other, String statistic) {
    return find(differences(predictor, other), "statistic", statistic);
  }

  private ImmutableMap<String, Estimate> differences(String predictor, String other) {
    find(predictors, "predictor", predictor);
    find(predictors, "predictor", other);
    checkArgument(
        !predictor.equals(other), "predictor %s is compared with itself; name another", other);
    ImmutableMap<String, Estimate> forward = between(predictor, other);
    return forward.isEmpty() ? negated(between(other, predictor)) : forward;
  }

  private ImmutableMap<String, Estimate> between(String first, String second) {
    return differences
        .getOrDefault(first, ImmutableMap.of())
        .getOrDefault(second, ImmutableMap.of());
  }

  private static ImmutableMap<String, Estimate> negated(ImmutableMap<String, Estimate> estimates) {
    ImmutableMap.Builder<String, Estimate> negated = ImmutableMap.builder();
    estimates.forEach((statistic, estimate) -> negated.put(statistic, estimate.negated()));
    return negated.buildOrThrow();
  }

  private static <T> T find(ImmutableMap<String, T> values, String what, String name) {
    T value = values.get(name);
    checkArgument(
        value != null, "the study has no %s %s; name one of %s", what, name, values.keySet());
    return value;
  }

  /**
   * The result as JSON over several lines.
   *
   * @return an object with the fields of this record, each estimate as {@code {value, low, high}}
   */
  public String toJson() {
    return JSON.writePretty(this) + "\n";
  }

  /**
   * Writes {@link #toJson()} into a file, by custom {@code study.json}.
   *
   * @param file where to; a file there is replaced, and folders on the way are made
   * @throws java.io.UncheckedIOException if it cannot be written; a file that was there stays as it
   *     was
   */
  public void write(Path file) {
    AtomicFile.write(file, toJson());
  }

  /**
   * Reads what {@link #write} wrote. Predictors and statistics are then in alphabetical order.
   *
   * @param file the file
   * @return the result
   * @throws IllegalArgumentException if the file is not the result of a study
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static RankStudyResult read(Path file) {
    try {
      return JSON.read(Files.readString(file), RankStudyResult.class, file.toString());
    } catch (IOException failure) {
      throw FileFailure.of("read " + file, failure, "check the path");
    }
  }

  /**
   * The statistics as a Markdown table, for documents.
   *
   * @return a row for each predictor and one for the ceiling, if there is one
   */
  public String toMarkdown() {
    ImmutableMap.Builder<String, ImmutableMap<String, Estimate>> rows = ImmutableMap.builder();
    predictors.forEach((name, row) -> rows.put(MarkdownTable.escaped(name), row));
    if (!ceiling.isEmpty()) {
      rows.put("*ceiling*", ceiling);
    }
    return MarkdownTable.of("predictor", rows.buildOrThrow());
  }

  /**
   * The differences between a predictor and each other one as a Markdown table.
   *
   * @param predictor its name
   * @return a row for each other predictor: the statistics of the first minus those of the other
   * @throws IllegalArgumentException if the study has no such predictor
   */
  public String differencesToMarkdown(String predictor) {
    find(predictors, "predictor", predictor);
    ImmutableMap.Builder<String, ImmutableMap<String, Estimate>> rows = ImmutableMap.builder();
    predictors.keySet().stream()
        .filter(other -> !other.equals(predictor))
        .forEach(other -> rows.put(MarkdownTable.escaped(other), differences(predictor, other)));
    return MarkdownTable.of(MarkdownTable.escaped(predictor) + " minus", rows.buildOrThrow());
  }
}
