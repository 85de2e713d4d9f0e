package org.smashnas.examples.digits;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.smashnas.data.Dataset;
import org.smashnas.data.Split;
import org.smashnas.examples.files.ResultFile;
import org.smashnas.examples.progress.Progress;
import org.smashnas.examples.progress.TrainingProgress;
import org.smashnas.hypernet.Evaluation;
import org.smashnas.hypernet.HyperNet;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.memorybank.MemoryBank;
import org.smashnas.memorybank.MemoryBankSpace;
import org.smashnas.network.Network;
import org.smashnas.search.Search;
import org.smashnas.search.SearchResult;
import org.smashnas.search.Strategies;
import org.smashnas.search.Trial;
import org.smashnas.tf.TensorFlow;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The whole method on the digits: train a HyperNet, search, derive the best, train it, compare. */
@Command(
    name = "digits",
    description = "Searches a network for 1,797 handwritten digits and trains it, within minutes.",
    mixinStandardHelpOptions = true,
    showDefaultValues = true)
public final class DigitsCommand implements Callable<Integer> {
  private static final double PERTURBATION = 0.05;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--out", description = "Folder of the run.", paramLabel = "DIR")
  private Path out = Path.of("runs", "digits");

  @Option(names = "--seed", description = "Where all random choices come from.", paramLabel = "N")
  private long seed;

  @Option(
      names = "--hypernet-epochs",
      description = "Epochs of the HyperNet's training.",
      paramLabel = "N")
  private int hyperNetEpochs = 40;

  @Option(names = "--random", description = "Random architectures to score.", paramLabel = "N")
  private int random = 200;

  @Option(
      names = "--perturb",
      description = "Perturbations of the best to score.",
      paramLabel = "N")
  private int perturb = 50;

  @Option(names = "--markov", description = "Steps of the Markov walk.", paramLabel = "N")
  private int markov = 50;

  @Option(
      names = "--epochs",
      description = "Epochs of each network's own training.",
      paramLabel = "N")
  private int epochs = 60;

  /** Set by picocli. */
  public DigitsCommand() {}

  @Override
  public Integer call() {
    checkAtLeastOne("--hypernet-epochs", hyperNetEpochs);
    checkAtLeastOne("--random", random);
    checkAtLeastOne("--perturb", perturb);
    checkAtLeastOne("--markov", markov);
    checkAtLeastOne("--epochs", epochs);
    ResultFile.makeFolder(out);
    Stopwatch watch = Stopwatch.createStarted();
    Split data = Digits.split(seed);
    MemoryBankSpace space = space(data.train());
    say(
        "digits: %d to train, %d to validate, %d to test",
        data.train().size(), data.validation().size(), data.test().size());
    say("loading TensorFlow (its first use on a machine unpacks it and takes longer)");
    try (HyperNet<MemoryBank> hyperNet = TensorFlow.hyperNet(space, seed)) {
      train(hyperNet, data);
      SearchResult<MemoryBank> result = search(hyperNet, data);
      printBest(result);
      write(space, data, result, hyperNet, watch);
    }
    return 0;
  }

  private void checkAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " is " + value + "; it must be at least 1");
    }
  }

  /**
   * The space that is searched.
   *
   * @param digits the examples
   * @return two blocks of 3×3 and 5×5 convolutions
   */
  public static MemoryBankSpace space(Dataset digits) {
    return MemoryBankSpace.builder()
        .input(digits.shape())
        .classes(digits.classes())
        .blocks(2)
        .depth(4)
        .width(2)
        .maxBankChannels(32)
        .maxKernel(5)
        .maxDilation(1)
        .build();
  }

  private void train(HyperNet<MemoryBank> hyperNet, Split data) {
    try (TrainingProgress progress = new TrainingProgress("training the HyperNet")) {
      hyperNet.train(
          data.train(),
          TrainingOptions.hyperNet().epochs(hyperNetEpochs).seed(seed).listener(progress).build());
    }
  }

  private SearchResult<MemoryBank> search(HyperNet<MemoryBank> hyperNet, Split data) {
    long steps = (long) random + perturb + markov;
    try (Progress progress = Progress.start("scoring architectures", steps)) {
      return Search.over(hyperNet.space())
          .scoredBy(hyperNet.scorer(data))
          .strategy(
              Strategies.<MemoryBank>random(random)
                  .then(Strategies.perturbBest(perturb, PERTURBATION))
                  .then(Strategies.markovWalk(markov, PERTURBATION)))
          .seed(seed)
          .listener(trial -> progress.update(trial.number() + 1, percent(trial.error()) + " error"))
          .run();
    }
  }

  private void printBest(SearchResult<MemoryBank> result) {
    say("%nbest five by score:%n%-10s %12s %14s", "score", "parameters", "multiply-adds");
    for (Trial<MemoryBank> trial : result.distinct().stream().limit(5).toList()) {
      say("%-10s %,12d %,14d", percent(trial.error()), trial.parameters(), trial.multiplyAdds());
    }
    say("");
  }

  private void write(
      MemoryBankSpace space,
      Split data,
      SearchResult<MemoryBank> result,
      HyperNet<MemoryBank> hyperNet,
      Stopwatch watch) {
    Trial<MemoryBank> best = result.best();
    ImmutableList<Trial<MemoryBank>> distinct = result.distinct();
    Trial<MemoryBank> worst = distinct.get(distinct.size() - 1);
    Network handMade = HandMadeNetwork.ofSize(space.input(), space.classes(), best.parameters());
    Evaluation bestTest;
    Evaluation bestValidation;
    try (TrainableNetwork network = hyperNet.derive(best.architecture(), seed)) {
      train("training the best", network, data);
      network.save(out.resolve("best.safetensors"));
      bestTest = network.evaluate(data.test());
      bestValidation = network.evaluate(data.validation());
    }
    Evaluation handMadeTest =
        trainAndTest("training a hand-made network", TensorFlow.network(handMade, seed), data);
    Evaluation worstTest =
        trainAndTest(
            "training the worst-scored", hyperNet.derive(worst.architecture(), seed), data);
    DigitsResult found =
        new DigitsResult(
            seed,
            bestTest.error(),
            bestValidation.error(),
            best.error(),
            distinct.size(),
            best.parameters(),
            best.multiplyAdds(),
            handMadeTest.error(),
            handMade.parameters(),
            worst.error(),
            worstTest.error(),
            worst.parameters(),
            watch.elapsed().toMillis() / 1000.0,
            best.architecture());
    ResultFile.write(out.resolve("result.json"), found);
    report(found);
  }

  private void report(DigitsResult found) {
    say("%n%-28s %12s %12s %10s", "trained from scratch", "validation", "test error", "parameters");
    say(
        "%-28s %12s %12s %,10d",
        "best-scored architecture",
        percent(found.validationError()),
        percent(found.testError()),
        found.parameters());
    say(
        "%-28s %12s %12s %,10d",
        "hand-made network", "", percent(found.baselineTestError()), found.baselineParameters());
    say(
        "%-28s %12s %12s %,10d",
        "worst-scored architecture",
        "",
        percent(found.worstScoredTestError()),
        found.worstScoredParameters());
    say(
        "%nwrote %s and best.safetensors after %.0f s",
        out.resolve("result.json"), found.secondsTotal());
  }

  private Evaluation trainAndTest(String task, TrainableNetwork network, Split data) {
    try (network) {
      train(task, network, data);
      return network.evaluate(data.test());
    }
  }

  private void train(String task, TrainableNetwork network, Split data) {
    try (TrainingProgress progress = new TrainingProgress(task)) {
      network.train(
          data.train(),
          TrainingOptions.derived().epochs(epochs).seed(seed).listener(progress).build());
    }
  }

  private void say(String format, Object... values) {
    PrintWriter target = spec.commandLine().getOut();
    target.printf(Locale.ROOT, format + "%n", values);
    target.flush();
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
