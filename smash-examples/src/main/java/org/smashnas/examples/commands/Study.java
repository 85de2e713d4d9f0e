package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;
import static java.util.Objects.requireNonNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.function.LongFunction;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.Scorer;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.study.Direction;
import org.smashnas.study.RankStudy;
import org.smashnas.study.RankStudyResult;
import org.smashnas.tf.Baselines;
import org.smashnas.tf.TensorFlow;

/**
 * The predictors of a study.
 *
 * @param runs whose HyperNets are studied
 * @param data the examples of each run
 * @param space of all runs
 * @param how the options
 * @param execution what to compute on
 */
record Study<A>(
    StudiedRuns runs,
    ImmutableList<Split> data,
    ArchitectureSpace<A> space,
    StudyOptions how,
    ExecutionOptions execution) {
  /** What a search ranks by, unless it is told otherwise: the error. */
  static final String SCORE = "score";

  private static final String PARAMETERS = "parameters";
  private static final String SYNFLOW = "synflow";
  private static final String NASWOT = "naswot";
  private static final String GRADIENT_NORM = "gradientNorm";

  /** The predictors that take one pass over the architectures each, besides the HyperNets. */
  private static final int BASELINES = 3;

  Study {
    for (Split split : data) {
      int all = split.validation().size();
      checkArgument(
          how.examples().orElse(1) <= all,
          "--examples is %s, but the run has %s to validate; ask for at most so many",
          how.examples().orElse(1),
          all);
    }
  }

  RankStudyResult run(
      List<HyperNet<A>> hyperNets,
      StudiedTruth<A> truth,
      StudyFolder folder,
      StudyProgress progress) {
    LongFunction<Scorer<A>> scorers = scorers(hyperNets, progress);
    Split examples = data.get(0);
    Baselines<A> baselines = TensorFlow.baselines(space).seed(how.seed()).execution(execution);
    RankStudy<A> study =
        RankStudy.over(space)
            .seed(how.seed())
            .hyperNetSeeds(runs.seeds())
            .resamples(how.resamples())
            .journal(folder.journal())
            .seededPredictor(SCORE, scorers, Evaluation::error, Direction.LOWER_IS_BETTER)
            .seededPredictor("loss", scorers, Evaluation::loss, Direction.LOWER_IS_BETTER)
            .parameters()
            .multiplyAdds();
    add(study, SYNFLOW, baselines.synflow(), progress);
    add(study, NASWOT, baselines.naswot(examples.train()), progress);
    add(study, GRADIENT_NORM, baselines.gradientNorm(examples.train()), progress);
    study.rankSum(SCORE, SYNFLOW).rankSum(SCORE, NASWOT).rankSum(SCORE, PARAMETERS);
    if (data.size() > 1) {
      study.seedMean(SCORE).rankSum("seedMean(score)", SYNFLOW);
    }
    truth.addTo(study, progress);
    return study.run();
  }

  private static <A> void add(
      RankStudy<A> study, String name, Scorer<A> baseline, StudyProgress progress) {
    study.predictor(
        name, progress.watched(name, baseline), Evaluation::loss, Direction.LOWER_IS_BETTER);
  }

  /** Each seed's scorer is one object, so that loss and error share their scores. */
  private LongFunction<Scorer<A>> scorers(List<HyperNet<A>> hyperNets, StudyProgress progress) {
    ImmutableMap.Builder<Long, Scorer<A>> bySeed = ImmutableMap.builder();
    for (int place = 0; place < hyperNets.size(); place++) {
      long seed = runs.seeds()[place];
      Scorer<A> scorer = hyperNets.get(place).scorer(scored(data.get(place)));
      bySeed.put(seed, progress.watched("HyperNet of seed " + seed, scorer));
    }
    ImmutableMap<Long, Scorer<A>> scorers = bySeed.buildOrThrow();
    return seed -> requireNonNull(scorers.get(seed));
  }

  private Split scored(Split whole) {
    int examples = how.examples().orElse(whole.validation().size());
    return new Split(whole.train(), whole.validation().head(examples), whole.test());
  }

  /** How many scores and trainings it takes. */
  long steps(StudiedTruth<A> truth) {
    return (long) truth.architectures() * (data.size() + BASELINES) + truth.trainings();
  }
}
