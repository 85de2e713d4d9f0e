package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleSupplier;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.smashnas.space.ArchitectureSpace;

/** A study that runs: predictions first, then the truth, which takes longest, then statistics. */
final class Execution<A> {
  private final StudySettings<A> settings;
  private final ArchitectureSpace<A> space;
  private final StudiedArchitectures<A> studied;
  private final ImmutableList<A> architectures;

  Execution(StudySettings<A> settings) {
    this.settings = settings;
    this.space = settings.space();
    this.studied = StudiedArchitectures.of(settings);
    this.architectures = studied.list();
  }

  RankStudyResult run() {
    Rankings rankings;
    try (StudyJournal journal = journal()) {
      rankings = rankings(journal);
    }
    Bootstrap bootstrap =
        Bootstrap.run(settings.statistics(), rankings, settings.resamples(), settings.seed());
    return new RankStudyResult(
        settings.truth().name(),
        rankings.truths().length,
        space.id(),
        architectures.size(),
        studied.withoutTruth(),
        settings.hyperNetSeeds(),
        settings.seed(),
        settings.resamples(),
        bootstrap.predictors(),
        bootstrap.ceiling(),
        bootstrap.differences());
  }

  private StudyJournal journal() {
    return settings
        .journal()
        .map(
            path ->
                StudyJournal.open(
                    path,
                    StudyJournal.Study.of(settings, architectures.size(), studied.hash(space))))
        .orElseGet(StudyJournal::none);
  }

  private Rankings rankings(StudyJournal journal) {
    List<double[][]> predictions = new ArrayList<>();
    for (Predictor<A> predictor : settings.predictors()) {
      predictions.add(predictions(predictor, journal));
    }
    ImmutableList<String> names =
        Stream.concat(
                settings.predictors().stream().map(Predictor::name),
                settings.combinations().stream().map(Combination::name))
            .collect(ImmutableList.toImmutableList());
    for (Combination combination : settings.combinations()) {
      predictions.add(
          combination.combine(
              combination.members().stream()
                  .map(member -> predictions.get(names.indexOf(member)))
                  .toList()));
    }
    return new Rankings(
        names,
        predictions.toArray(double[][][]::new),
        truths(journal),
        forEach(index -> space.derivedNetwork(architectures.get(index)).parameters()),
        settings.hyperNetSeeds().size());
  }

  private double[][] predictions(Predictor<A> predictor, StudyJournal journal) {
    if (!predictor.seeded()) {
      return new double[][] {predictions(predictor, OptionalLong.empty(), journal)};
    }
    return settings.hyperNetSeeds().stream()
        .map(seed -> predictions(predictor, OptionalLong.of(seed), journal))
        .toArray(double[][]::new);
  }

  private double[] predictions(Predictor<A> predictor, OptionalLong seed, StudyJournal journal) {
    // Nobody has to load a HyperNet whose predictions are all in the journal.
    Supplier<ToDoubleFunction<? super A>> function =
        Suppliers.memoize(() -> predictor.functions().apply(seed.orElse(0)));
    return forEach(
        index -> {
          StudyJournal.Key key = new StudyJournal.Key(predictor.name(), seed, index);
          double prediction =
              found(key, journal, () -> function.get().applyAsDouble(architectures.get(index)));
          return predictor.direction().orient(prediction);
        });
  }

  private double[][] truths(StudyJournal journal) {
    if (settings.truth() instanceof Truth.Known<A> known) {
      return IntStream.range(0, known.table().seeds())
          .mapToObj(
              seed -> forEach(index -> known.table().truths(architectures.get(index)).get(seed)))
          .toArray(double[][]::new);
    }
    return trained((Truth.Trained<A>) settings.truth(), journal);
  }

  /** Architecture by architecture, so that the first seeds to compare are there soon. */
  private double[][] trained(Truth.Trained<A> own, StudyJournal journal) {
    double[][] truths = new double[own.seeds().size()][architectures.size()];
    for (int index = 0; index < architectures.size(); index++) {
      A architecture = architectures.get(index);
      for (int place = 0; place < truths.length; place++) {
        long seed = own.seeds().get(place);
        StudyJournal.Key key =
            new StudyJournal.Key(StudyJournal.TRUTH, OptionalLong.of(seed), index);
        truths[place][index] = found(key, journal, () -> own.training().train(architecture, seed));
      }
    }
    return truths;
  }

  private double found(StudyJournal.Key key, StudyJournal journal, DoubleSupplier finding) {
    OptionalDouble known = journal.find(key);
    if (known.isPresent()) {
      return known.getAsDouble();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "the study was interrupted; with a journal it goes on when it runs again");
    }
    double value = finding.getAsDouble();
    checkArgument(
        Double.isFinite(value),
        "%s%s of architecture %s, %s, is %s; it must be a finite number, correct it or leave the"
            + " architecture out",
        key.of().equals(StudyJournal.TRUTH) ? "truth" : "prediction of " + key.of(),
        key.seed().isPresent() ? " with seed " + key.seed().getAsLong() : "",
        key.architecture(),
        space.codec().toJson(architectures.get(key.architecture())),
        value);
    journal.add(key, value);
    return value;
  }

  private double[] forEach(IntToDoubleFunction function) {
    return IntStream.range(0, architectures.size()).mapToDouble(function).toArray();
  }
}
