package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.smashnas.study.Estimate;
import org.smashnas.study.RankStudyResult;

/**
 * What a study found, for people.
 *
 * @param result of the study
 * @param options of the study, by their names
 * @param verdicts what was found in each HyperNet, in the order of the seeds
 */
record StudyReport(
    RankStudyResult result,
    ImmutableSortedMap<String, String> options,
    ImmutableList<String> verdicts) {
  private static final ImmutableMap<String, String> COLUMNS =
      ImmutableMap.of(
          "kendallTau", "Kendall's tau",
          "kendallTauBetterHalf", "better half",
          "spearman", "Spearman's rho",
          "regretAt1", "regret at 1");

  void tell(Report report) {
    report.say("%d architectures against %s", result.architectures(), result.truth());
    report.say("%-26s %s", "", row(COLUMNS.values().stream().map("%-22s"::formatted)));
    result.predictors().forEach((name, found) -> tell(report, name, found));
    if (!result.ceiling().isEmpty()) {
      tell(report, "ceiling", result.ceiling());
    }
    verdicts.forEach(verdict -> report.say("%s", verdict));
  }

  private static void tell(Report report, String name, ImmutableMap<String, Estimate> found) {
    report.say(
        "%-26s %s", name, row(COLUMNS.keySet().stream().map(found::get).map("%-22s"::formatted)));
  }

  private static String row(Stream<String> cells) {
    return cells.collect(Collectors.joining(" ")).stripTrailing();
  }

  /** The document that is kept beside the figures. */
  String toMarkdown() {
    return """
    # Rank study

    %d architectures of `%s` against *%s* (%d seed(s) each); HyperNet seeds %s.
    Each figure has its 95 %% interval.

    %s
    ## What the score is ahead by

    %s
    ## The HyperNets

    %s
    ## Options

    %s\
    """
        .formatted(
            result.architectures(),
            result.space(),
            result.truth(),
            result.truthSeeds(),
            result.hyperNetSeeds(),
            result.toMarkdown(),
            result.differencesToMarkdown(Study.SCORE),
            lines(verdicts.stream()),
            lines(options.entrySet().stream().map(StudyReport::option)));
  }

  /** An option without the folders of this machine. */
  private static String option(Map.Entry<String, String> option) {
    boolean isPath = option.getKey().equals("truth") || option.getKey().equals("data");
    return "`--%s=%s`"
        .formatted(
            option.getKey(), isPath ? Path.of(option.getValue()).getFileName() : option.getValue());
  }

  private static String lines(Stream<String> items) {
    return items.map(item -> "- " + item + "\n").collect(Collectors.joining());
  }
}
