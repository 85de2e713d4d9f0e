package org.smashnas.funnel;

import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.file.FileFailure;
import org.smashnas.hypernet.Checkpoints;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingDivergedException;
import org.smashnas.hypernet.TrainingOptions;

/**
 * Trains a network from one rung to the next. Each architecture has a folder, and in it one for
 * each rung, which holds the checkpoint that its training pauses with: a training that was killed
 * on the way starts from the rung before.
 */
record PartialTraining<A>(
    NetworkFactory<A> networks, Split examples, TrainingOptions training, Path folder) {

  Path journal() {
    return folder.resolve("halving.jsonl");
  }

  /** What decides how it ends. */
  String settings() {
    return "%s, %d epochs, batches of %d, %s, %s, gradients up to %s, seed %d, augmented by %s"
        .formatted(
            training.optimizer(),
            training.epochs(),
            training.batchSize(),
            training.schedule(),
            training.weightDecay(),
            training.maxGradientNorm(),
            training.seed(),
            training.augmentations());
  }

  String data() {
    return describe(examples.train()) + " to train, " + describe(examples.validation()) + " after";
  }

  private static String describe(Dataset dataset) {
    return "%d of %s".formatted(dataset.size(), dataset.shape());
  }

  Path network(Contender<A> contender) {
    return folder(contender).resolve("network.safetensors");
  }

  private Path folder(Contender<A> contender) {
    return folder.resolve("architecture-%04d".formatted(contender.number()));
  }

  private Path folder(Contender<A> contender, int rung) {
    return folder(contender).resolve("rung-" + rung);
  }

  /** From a rung to the end of the next, which is not the last. */
  RungResult toPause(Contender<A> contender, ImmutableList<Rung> rungs, int rung) {
    startAnew(contender, rung);
    Pause pause = new Pause(rungs.get(rung), contender.lastLoss());
    try (TrainableNetwork network = networks.network(contender.architecture())) {
      network.train(
          examples.train(),
          TrainingOptions.derived()
              .from(training)
              .checkpoints(
                  Checkpoints.in(folder(contender, rung)).everyEpochs(Integer.MAX_VALUE).build())
              .cancelWhen(() -> pause.isDue() || training.cancelWhen().getAsBoolean())
              .listener(pause)
              .build());
    } catch (CancellationException cancelled) {
      if (!pause.isDue()) {
        throw cancelled;
      }
    } catch (TrainingDivergedException diverged) {
      return RungResult.diverged(rung, contender.number());
    }
    return RungResult.paused(rung, contender.number(), pause.loss());
  }

  /** From the rung before the last to the end. */
  RungResult toEnd(Contender<A> contender, int rung) {
    if (!Files.exists(folder(contender, rung))) {
      startAnew(contender, rung);
    }
    try (TrainableNetwork network = networks.network(contender.architecture())) {
      network.train(
          examples.train(),
          TrainingOptions.derived().from(training).checkpointTo(folder(contender, rung)).build());
      network.save(network(contender));
      return RungResult.ended(rung, contender.number(), network.evaluate(examples.validation()));
    } catch (TrainingDivergedException diverged) {
      return RungResult.diverged(rung, contender.number());
    }
  }

  /** Begins a rung with nothing but what the one before left. */
  private void startAnew(Contender<A> contender, int rung) {
    Path fresh = folder(contender, rung);
    Path unfinished = fresh.resolveSibling("next");
    try {
      delete(fresh);
      delete(unfinished);
      Files.createDirectories(unfinished);
      // Without what the rung before left, the training takes the same steps from its beginning.
      if (rung > 0 && Files.exists(folder(contender, rung - 1))) {
        copy(folder(contender, rung - 1), unfinished);
      }
      Files.move(unfinished, fresh);
    } catch (IOException failure) {
      throw FileFailure.of("write " + fresh, failure, "check the path and the room on its disk");
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : MoreFiles.listFiles(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** Frees the disk of what nobody goes on from. */
  void forget(Contender<A> contender, int rung) {
    try {
      delete(folder(contender, rung));
    } catch (IOException failure) {
      throw FileFailure.of(
          "delete " + folder(contender, rung), failure, "check the path and its permissions");
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }
}
