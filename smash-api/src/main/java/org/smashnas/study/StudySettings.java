package org.smashnas.study;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.Optional;
import org.smashnas.space.ArchitectureSpace;

/** What a study was told. */
record StudySettings<A>(
    ArchitectureSpace<A> space,
    Truth<A> truth,
    Optional<ImmutableList<A>> architectures,
    int draws,
    long seed,
    ImmutableList<Predictor<A>> predictors,
    ImmutableList<Combination> combinations,
    ImmutableList<Long> hyperNetSeeds,
    RankStatistics statistics,
    int resamples,
    Optional<Path> journal) {}
