package org.smashnas.funnel;

import static com.google.common.base.Preconditions.checkState;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.smashnas.space.ArchitectureSpace;

/** One successive halving that runs. */
final class HalvingRun<A> {
  private final ArchitectureSpace<A> space;
  private final PartialTraining<A> training;
  private final ImmutableList<Rung> rungs;
  private final ImmutableList<A> architectures;

  HalvingRun(
      ArchitectureSpace<A> space,
      PartialTraining<A> training,
      ImmutableList<Rung> rungs,
      ImmutableList<A> architectures) {
    this.space = space;
    this.training = training;
    this.rungs = rungs;
    this.architectures = architectures;
  }

  ImmutableList<Contender<A>> run() {
    try (HalvingJournal journal = HalvingJournal.open(training.journal(), header())) {
      return run(journal);
    }
  }

  private HalvingJournal.Header header() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (A architecture : architectures) {
      hasher.putString(space.codec().toJson(architecture) + "\n", StandardCharsets.UTF_8);
    }
    return new HalvingJournal.Header(
        space.id(), rungs, training.settings(), training.data(), hasher.hash().toString());
  }

  private ImmutableList<Contender<A>> run(HalvingJournal journal) {
    List<Contender<A>> racing = new ArrayList<>();
    for (A architecture : architectures) {
      racing.add(Contender.untrained(racing.size(), architecture));
    }
    List<Contender<A>> left = new ArrayList<>();
    for (int rung = 0; rung < rungs.size(); rung++) {
      List<Contender<A>> trained = new ArrayList<>();
      for (Contender<A> contender : racing) {
        trained.add(trained(contender, rung, journal));
      }
      racing = survivors(trained, rung);
      List<Contender<A>> out = new ArrayList<>(trained);
      out.removeAll(racing);
      out.sort(bestFirst());
      left.addAll(0, out);
      for (Contender<A> contender : rung < rungs.size() - 1 ? out : trained) {
        training.forget(contender, rung);
      }
    }
    return ImmutableList.<Contender<A>>builder().addAll(racing).addAll(left).build();
  }

  private Contender<A> trained(Contender<A> contender, int rung, HalvingJournal journal) {
    RungResult result =
        journal
            .next(rung, contender.number())
            .orElseGet(
                () -> {
                  RungResult found = train(contender, rung);
                  journal.add(found);
                  return found;
                });
    if (rung > 0) {
      training.forget(contender, rung - 1);
    }
    return contender.with(result, training.network(contender));
  }

  private RungResult train(Contender<A> contender, int rung) {
    return rung < rungs.size() - 1
        ? training.toPause(contender, rungs, rung)
        : training.toEnd(contender, rung);
  }

  /** Who goes on, the best first; from the last rung nobody has to leave. */
  private List<Contender<A>> survivors(List<Contender<A>> trained, int rung) {
    int places = rung < rungs.size() - 1 ? rungs.get(rung + 1).architectures() : trained.size();
    List<Contender<A>> survivors =
        trained.stream()
            .filter(contender -> !contender.diverged())
            .sorted(bestFirst())
            .limit(places)
            .toList();
    checkState(
        !survivors.isEmpty(),
        "all %s trainings of rung %s diverged; use a smaller learning rate, or look for examples"
            + " out of range",
        trained.size(),
        rung);
    return survivors;
  }

  /** By what was measured last; the diverged last, and equals in the order given. */
  private static <A> Comparator<Contender<A>> bestFirst() {
    return Comparator.<Contender<A>, Boolean>comparing(Contender::diverged)
        .thenComparing(Contender::finalError)
        .thenComparing(Contender::finalLoss)
        .thenComparing(contender -> contender.lastLoss().mean())
        .thenComparing(Contender::number);
  }
}
