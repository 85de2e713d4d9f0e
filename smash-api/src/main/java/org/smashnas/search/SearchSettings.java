package org.smashnas.search;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.smashnas.hypernet.Scorer;
import org.smashnas.space.ArchitectureSpace;

/** All that a search was told. */
record SearchSettings<A>(
    ArchitectureSpace<A> space,
    Scorer<A> scorer,
    SearchStrategy<A> strategy,
    long seed,
    ImmutableList<Objective<A>> objectives,
    ImmutableList<Constraint<A>> constraints,
    Endings endings,
    ImmutableList<SearchListener<A>> listeners,
    Optional<Executor> executor,
    Optional<Duration> timeout,
    int failureLimit,
    Optional<Path> journal) {

  Journal<A> openJournal() {
    return journal
        .map(path -> Journal.open(space, path, header()))
        .orElseGet(() -> Journal.none(space));
  }

  private Journal.Header header() {
    return new Journal.Header(
        space.id(),
        seed,
        objectives.stream().map(Objective::name).collect(toImmutableList()),
        constraints.stream().map(Constraint::toString).collect(toImmutableList()));
  }
}
