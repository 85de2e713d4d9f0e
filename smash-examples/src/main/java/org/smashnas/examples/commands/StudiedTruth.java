package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.primitives.Longs;
import java.util.function.BooleanSupplier;
import org.smashnas.data.Split;
import org.smashnas.hypernet.ExecutionOptions;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.space.ArchitectureSpace;
import org.smashnas.study.RankStudy;
import org.smashnas.study.Training;
import org.smashnas.study.TruthTable;
import org.smashnas.tf.TensorFlow;

/** What a study ranks against. */
sealed interface StudiedTruth<A> {

  /** How many architectures are studied. */
  int architectures();

  /** How many trainings that takes. */
  long trainings();

  void addTo(RankStudy<A> study, StudyProgress progress);

  static <A> StudiedTruth<A> of(
      StudyOptions how,
      RunOptions run,
      ArchitectureSpace<A> space,
      Split data,
      ExecutionOptions execution,
      BooleanSupplier stop) {
    return how.isTrained()
        ? new Trained<>(how, run, space, data, execution, stop)
        : new Table<>(
            how,
            TruthTable.read(
                how.table(),
                named -> space.codec().fromJson(run.space().json(named)),
                how.columns(run.dataset().toString())));
  }

  /** A table that was read. */
  record Table<A>(StudyOptions how, TruthTable<A> table) implements StudiedTruth<A> {
    public Table {
      int rows = table.architectures().size();
      int asked = how.architectures().orElse(StudyOptions.FEWEST);
      checkArgument(
          rows >= asked,
          "%s has %s architectures, and the study needs %s; take another table%s",
          how.table(),
          rows,
          asked,
          how.architectures().isPresent() ? ", or a smaller --architectures" : "");
    }

    @Override
    public int architectures() {
      return how.architectures().orElse(table.architectures().size());
    }

    @Override
    public long trainings() {
      return 0;
    }

    @Override
    public void addTo(RankStudy<A> study, StudyProgress progress) {
      study.truth(table);
      how.architectures().ifPresent(study::architectures);
    }
  }

  /** Own trainings, each measured on the test examples. */
  record Trained<A>(
      StudyOptions how,
      RunOptions run,
      ArchitectureSpace<A> space,
      Split data,
      ExecutionOptions execution,
      BooleanSupplier stop)
      implements StudiedTruth<A> {
    @Override
    public int architectures() {
      return how.architectures().orElseThrow();
    }

    @Override
    public long trainings() {
      return (long) architectures() * how.trainings().size();
    }

    @Override
    public void addTo(RankStudy<A> study, StudyProgress progress) {
      Training<A> training = this::train;
      study
          .truth(
              "%d epochs of %s, test accuracy in %%".formatted(how.epochs(), run.dataset()),
              progress.watched(training),
              Longs.toArray(how.trainings()))
          .architectures(architectures());
    }

    private double train(A architecture, long seed) {
      try (TrainableNetwork network =
          TensorFlow.network(space.derivedNetwork(architecture), seed, execution)) {
        network.train(
            data.train(),
            TrainingOptions.derived()
                .epochs(how.epochs())
                .seed(seed)
                .augmentations(run.augmentations(data.train()))
                .cancelWhen(stop)
                .build());
        return 100 * (1 - network.evaluate(data.test()).error());
      }
    }
  }
}
