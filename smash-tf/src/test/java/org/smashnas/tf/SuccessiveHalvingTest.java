package org.smashnas.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.funnel.Contender;
import org.smashnas.funnel.Rung;
import org.smashnas.funnel.SuccessiveHalving;
import org.smashnas.hypernet.Optimizer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;
import org.smashnas.network.Nonlinearity;
import org.smashnas.network.Shape;
import org.smashnas.tf.MlpSpace.Mlp;

/** Trainings that pause at rungs, on real networks. */
class SuccessiveHalvingTest {
  private static final MlpSpace SPACE = new MlpSpace();
  static final Split SPLIT = new Split(examples(60, 1), examples(40, 2), examples(40, 3));

  /** 6 steps an epoch, 24 in all. */
  static final TrainingOptions TRAINING =
      TrainingOptions.derived().epochs(4).batchSize(10).seed(5).build();

  /** To step 5, to step 12, to the end. */
  private static final ImmutableList<Rung> RUNGS =
      ImmutableList.of(new Rung(5, 0.2), new Rung(3, 0.5), new Rung(2, 1));

  private static final ImmutableList<Mlp> ARCHITECTURES =
      ImmutableList.of(
          new Mlp(3, 3, Nonlinearity.RELU),
          new Mlp(9, 9, Nonlinearity.RELU),
          new Mlp(4, 8, Nonlinearity.TANH),
          new Mlp(8, 4, Nonlinearity.GELU),
          new Mlp(5, 5, Nonlinearity.TANH),
          new Mlp(6, 6, Nonlinearity.RELU));

  @TempDir private Path folder;

  private static Dataset examples(int count, long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    float[][] rows = new float[count][MlpSpace.INPUTS];
    int[] labels = new int[count];
    for (int index = 0; index < count; index++) {
      for (int input = 0; input < MlpSpace.INPUTS; input++) {
        rows[index][input] = (float) random.nextGaussian();
      }
      labels[index] = rows[index][0] > 0.5 ? 0 : rows[index][1] > rows[index][2] ? 1 : 2;
    }
    return Dataset.of(new Shape(1, 1, MlpSpace.INPUTS), MlpSpace.CLASSES, rows, labels);
  }

  static TrainableNetwork network(Mlp architecture) {
    return TensorFlow.network(SPACE.derivedNetwork(architecture), 7);
  }

  private SuccessiveHalving<Mlp> halving(TrainingOptions training) {
    return SuccessiveHalving.over(SPACE)
        .networks(SuccessiveHalvingTest::network)
        .training(SPLIT, training)
        .rungs(RUNGS)
        .folder(folder.resolve("halving"));
  }

  @Test
  void whoeverGetsToTheEndWasTrainedAsAlone() throws IOException {
    ImmutableList<Contender<Mlp>> contenders = halving(TRAINING).run(ARCHITECTURES);
    assertThat(contenders.stream().map(Contender::architecture))
        .containsExactlyInAnyOrderElementsOf(ARCHITECTURES.subList(0, 5));
    assertThat(contenders.stream().map(contender -> contender.losses().size()))
        .containsExactly(2, 2, 2, 1, 1);
    assertThat(contenders.get(0).evaluation().orElseThrow().error())
        .isLessThanOrEqualTo(contenders.get(1).evaluation().orElseThrow().error());
    for (Contender<Mlp> contender : contenders) {
      assertThat(contender.network().isPresent()).isEqualTo(contenders.indexOf(contender) < 2);
      checkTraining(contender);
    }
    assertThat(first(contenders, 0)).isSortedAccordingTo(Double::compare);
  }

  /** The losses on the first rung of those that got further, then of those that did not. */
  private static List<Double> first(List<Contender<Mlp>> contenders, int rung) {
    double best =
        contenders.subList(0, 3).stream()
            .mapToDouble(contender -> contender.losses().get(rung).mean())
            .max()
            .orElseThrow();
    List<Double> losses = new ArrayList<>(List.of(best));
    contenders.subList(3, 5).forEach(contender -> losses.add(contender.losses().get(rung).mean()));
    return losses;
  }

  private void checkTraining(Contender<Mlp> contender) throws IOException {
    List<Double> losses = new ArrayList<>();
    try (TrainableNetwork network = network(contender.architecture())) {
      network.train(
          SPLIT.train(),
          TrainingOptions.derived()
              .from(TRAINING)
              .listener(
                  new TrainingListener() {
                    @Override
                    public void onStep(TrainingStep step) {
                      losses.add(step.loss());
                    }
                  })
              .build());
      int[] ends = {5, 12};
      for (int rung = 0; rung < contender.losses().size(); rung++) {
        double sum = losses.subList(0, ends[rung]).stream().mapToDouble(Double::doubleValue).sum();
        assertThat(contender.losses().get(rung).sum()).isCloseTo(sum, within(1e-9));
        assertThat(contender.losses().get(rung).steps()).isEqualTo(ends[rung]);
      }
      if (contender.network().isPresent()) {
        Path alone = folder.resolve("alone.safetensors");
        network.save(alone);
        assertThat(contender.network().get()).hasSameBinaryContentAs(alone);
        assertThat(contender.evaluation()).contains(network.evaluate(SPLIT.validation()));
      }
    }
  }

  @Test
  void oneThatIsStoppedAgainAndAgainEndsAlike() throws IOException {
    ImmutableList<Contender<Mlp>> whole = halving(TRAINING).run(ARCHITECTURES);
    Path undisturbed = folder.resolve("undisturbed");
    Files.move(folder.resolve("halving"), undisturbed);
    int stops = 0;
    ImmutableList<Contender<Mlp>> contenders = ImmutableList.of();
    while (contenders.isEmpty()) {
      int[] asked = {0};
      TrainingOptions stopped =
          TrainingOptions.derived().from(TRAINING).cancelWhen(() -> ++asked[0] > 15).build();
      try {
        contenders = halving(stopped).run(ARCHITECTURES);
      } catch (CancellationException cancelled) {
        stops++;
      }
    }
    assertThat(stops).isGreaterThan(4);
    assertThat(contenders).usingRecursiveComparison().isEqualTo(whole);
    assertThat(folder.resolve("halving/halving.jsonl"))
        .hasSameBinaryContentAs(undisturbed.resolve("halving.jsonl"));
    assertThat(files(folder.resolve("halving"))).isEqualTo(files(undisturbed)).hasSize(3);
    for (String file : files(undisturbed)) {
      assertThat(folder.resolve("halving").resolve(file))
          .hasSameBinaryContentAs(undisturbed.resolve(file));
    }
  }

  /** The journal and the networks that were trained to the end; no checkpoints. */
  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void whatWasLostIsTrainedAgain() throws IOException {
    ImmutableList<Contender<Mlp>> whole = halving(TRAINING).run(ARCHITECTURES);
    Path journal = folder.resolve("halving/halving.jsonl");
    byte[] bytes = Files.readAllBytes(journal);
    for (int lost : new int[] {3, bytes.length / 2, bytes.length - 10}) {
      Files.write(journal, Arrays.copyOf(bytes, bytes.length - lost));
      assertThat(halving(TRAINING).run(ARCHITECTURES)).usingRecursiveComparison().isEqualTo(whole);
      assertThat(journal).hasBinaryContent(bytes);
    }
  }

  @Test
  void aFolderOfAnotherHalvingIsRefusedAndStays() throws IOException {
    halving(TRAINING).run(ARCHITECTURES);
    byte[] before = Files.readAllBytes(folder.resolve("halving/halving.jsonl"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> halving(TRAINING).run(ARCHITECTURES.subList(1, 6)))
        .withMessageContaining("hash of architectures");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                halving(TrainingOptions.derived().from(TRAINING).seed(6).build())
                    .run(ARCHITECTURES))
        .withMessageContaining("seed 5")
        .withMessageContaining("seed 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> halving(TRAINING).rungs(new Rung(5, 1)).run(ARCHITECTURES))
        .withMessageContaining("rungs");
    assertThat(folder.resolve("halving/halving.jsonl")).hasBinaryContent(before);
  }

  @Test
  void aFileOfAnothersIsRefusedAndStays() throws IOException {
    Path journal = folder.resolve("halving/halving.jsonl");
    Files.createDirectories(journal.getParent());
    for (String text : List.of("my notes", "{}\n", "\u0000\u0001\n")) {
      Files.writeString(journal, text);
      assertThatIllegalArgumentException().isThrownBy(() -> halving(TRAINING).run(ARCHITECTURES));
      assertThat(journal).hasContent(text);
    }
  }

  @Test
  void trainingsThatAllDivergeAreAnError() {
    TrainingOptions wild =
        TrainingOptions.derived()
            .from(TRAINING)
            .optimizer(new Optimizer.Nesterov(1e30, 0.9))
            .build();
    assertThatIllegalStateException()
        .isThrownBy(() -> halving(wild).run(ARCHITECTURES))
        .withMessageContaining("all 5 trainings of rung 0 diverged");
  }

  @Test
  void impossibleHalvingsAreRefused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> SuccessiveHalving.over(SPACE).run(ARCHITECTURES))
        .withMessageContaining("no networks");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> halving(TRAINING).run(ImmutableList.of()))
        .withMessageContaining("no architectures");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> halving(TRAINING).run(List.of(ARCHITECTURES.get(0), ARCHITECTURES.get(0))))
        .withMessageContaining("twice");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> halving(TRAINING).rungs(new Rung(2, 0.5)))
        .withMessageContaining("last rung");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> halving(TRAINING).rungs(new Rung(2, 0.5), new Rung(3, 1)))
        .withMessageContaining("must not");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> halving(TrainingOptions.derived().from(TRAINING).checkpointTo(folder).build()))
        .withMessageContaining("checkpoints");
  }
}
