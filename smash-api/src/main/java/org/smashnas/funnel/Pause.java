package org.smashnas.funnel;

import org.smashnas.hypernet.TrainingListener;
import org.smashnas.hypernet.TrainingStep;

/** Stops a training at the end of a rung, and sums the losses of its steps. */
final class Pause implements TrainingListener {
  private final Rung rung;
  private final TrainingLoss earlier;
  private long taken;
  private long end = Long.MAX_VALUE;
  private double sum;

  Pause(Rung rung, TrainingLoss earlier) {
    this.rung = rung;
    this.earlier = earlier;
  }

  @Override
  public void onStart(long step, long steps) {
    taken = step;
    sum = step == 0 ? 0 : earlier.sum();
    end = rung.steps(steps);
  }

  @Override
  public void onStep(TrainingStep step) {
    taken = step.step() + 1;
    sum += step.loss();
  }

  boolean isDue() {
    return taken >= end;
  }

  TrainingLoss loss() {
    return new TrainingLoss(taken, sum);
  }
}
