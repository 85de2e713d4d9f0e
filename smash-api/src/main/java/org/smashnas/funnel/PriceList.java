package org.smashnas.funnel;

import com.google.common.base.Stopwatch;
import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.smashnas.data.Split;
import org.smashnas.hypernet.Scorer;
import org.smashnas.hypernet.TrainableNetwork;
import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingOptions;
import org.smashnas.hypernet.TrainingStep;

/** Measures prices on this machine, by doing a little of each. */
final class PriceList<A> implements TrainingListener {
  private static final double NANOS = 1e-9;

  /** The first steps of a network are slower than all others. */
  private static final long WARM_UP = 5;

  private static final long MEASURED = 20;

  private final Optional<Scorer<A>> scorer;
  private final NetworkFactory<A> networks;
  private final Split examples;
  private final TrainingOptions training;
  private final Stopwatch clock = Stopwatch.createUnstarted();
  private long steps;
  private long taken;

  PriceList(
      Optional<Scorer<A>> scorer,
      NetworkFactory<A> networks,
      Split examples,
      TrainingOptions training) {
    this.scorer = scorer;
    this.networks = networks;
    this.examples = examples;
    this.training = training;
  }

  /** Prices are means over architectures; the first one is for warming up alone. */
  Prices measure(ImmutableList<A> architectures) {
    double scores = 0;
    double starts = 0;
    double trained = 0;
    for (int index = 0; index < architectures.size(); index++) {
      double score = score(architectures.get(index));
      Stopwatch whole = Stopwatch.createStarted();
      double step = step(architectures.get(index));
      double start = Math.max(0, seconds(whole) - taken * step);
      if (index > 0) {
        scores += score;
        starts += start;
        trained += step;
      }
    }
    int measured = architectures.size() - 1;
    return new Prices(scores / measured, starts / measured, trained / measured);
  }

  /** The steps of a whole training, known once prices are. */
  long steps() {
    return steps;
  }

  private double score(A architecture) {
    Stopwatch stopwatch = Stopwatch.createStarted();
    scorer.ifPresent(scores -> scores.score(architecture, 1));
    return scorer.isPresent() ? seconds(stopwatch) : 0;
  }

  private double step(A architecture) {
    clock.reset();
    taken = 0;
    try (TrainableNetwork network = networks.network(architecture)) {
      network.train(
          examples.train(),
          TrainingOptions.derived()
              .from(training)
              .cancelWhen(() -> taken >= WARM_UP + MEASURED || training.cancelWhen().getAsBoolean())
              .listeners(ImmutableList.of(this))
              .build());
    } catch (CancellationException cancelled) {
      if (taken < WARM_UP + MEASURED) {
        throw cancelled;
      }
    }
    return seconds(clock) / Math.max(1, taken - Math.min(WARM_UP, steps - 1));
  }

  private static double seconds(Stopwatch stopwatch) {
    Duration elapsed = stopwatch.elapsed();
    return elapsed.toNanos() * NANOS;
  }

  @Override
  public void onStart(long step, long steps) {
    this.steps = steps;
    startBehindWarmUp();
  }

  @Override
  public void onStep(TrainingStep step) {
    taken = step.step() + 1;
    startBehindWarmUp();
    if (taken == Math.min(steps, WARM_UP + MEASURED)) {
      clock.stop();
    }
  }

  private void startBehindWarmUp() {
    if (taken == Math.min(WARM_UP, steps - 1)) {
      clock.start();
    }
  }
}
