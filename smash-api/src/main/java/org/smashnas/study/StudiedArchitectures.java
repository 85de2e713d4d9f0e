package org.smashnas.study;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.smashnas.random.RandomStreams;
import org.smashnas.space.ArchitectureSpace;

/** The architectures of a study, in its order. */
record StudiedArchitectures<A>(ImmutableList<A> list, int withoutTruth) {
  private static final int FEWEST = 10;
  private static final int DRAWS_IN_VAIN = 10_000;

  static <A> StudiedArchitectures<A> of(StudySettings<A> settings) {
    StudiedArchitectures<A> chosen =
        settings.truth() instanceof Truth.Known<A> known
            ? ofTable(settings, known.table())
            : new StudiedArchitectures<>(
                settings.architectures().orElseGet(() -> drawn(settings)), 0);
    chosen.check(settings);
    return chosen;
  }

  private static <A> StudiedArchitectures<A> ofTable(
      StudySettings<A> settings, TruthTable<A> table) {
    if (settings.architectures().isEmpty()) {
      return new StudiedArchitectures<>(drawn(settings, table), 0);
    }
    ImmutableList<A> asked = settings.architectures().get();
    ImmutableList<A> known =
        asked.stream().filter(table::contains).collect(ImmutableList.toImmutableList());
    checkArgument(
        !known.isEmpty(),
        "none of the %s architectures asked for is in truth %s; ask for others, or name their"
            + " table",
        asked.size(),
        table.name());
    return new StudiedArchitectures<>(known, asked.size() - known.size());
  }

  /** Some of a table, or all in its order. */
  private static <A> ImmutableList<A> drawn(StudySettings<A> settings, TruthTable<A> table) {
    int rows = table.architectures().size();
    checkArgument(
        settings.draws() <= rows,
        "%s architectures are to be drawn, but truth %s has %s; draw at most so many",
        settings.draws(),
        table.name(),
        rows);
    if (settings.draws() == 0) {
      return table.architectures();
    }
    RandomGenerator random = random(settings);
    List<A> shuffled = new ArrayList<>(table.architectures());
    for (int place = 0; place < settings.draws(); place++) {
      Collections.swap(shuffled, place, random.nextInt(place, rows));
    }
    return ImmutableList.copyOf(shuffled.subList(0, settings.draws()));
  }

  private static <A> ImmutableList<A> drawn(StudySettings<A> settings) {
    RandomGenerator random = random(settings);
    Set<A> drawn = new LinkedHashSet<>();
    int inVain = 0;
    while (drawn.size() < settings.draws()) {
      inVain = drawn.add(settings.space().sample(random)) ? 0 : inVain + 1;
      checkArgument(
          inVain < DRAWS_IN_VAIN,
          "%s different architectures are to be drawn, but space %s gave %s; draw at most so many",
          settings.draws(),
          settings.space().id(),
          drawn.size());
    }
    return ImmutableList.copyOf(drawn);
  }

  private static RandomGenerator random(StudySettings<?> settings) {
    return new RandomStreams(settings.seed()).stream("architectures", 0);
  }

  private void check(StudySettings<A> settings) {
    checkArgument(
        list.size() >= FEWEST,
        "the study has %s architectures with a truth; a ranking of fewer than %s says nothing, give"
            + " it more",
        list.size(),
        FEWEST);
    checkArgument(
        settings.statistics().largestCutoff() <= list.size(),
        "regret or precision at %s is asked for, but the study has %s architectures; ask for at"
            + " most so many",
        settings.statistics().largestCutoff(),
        list.size());
    for (int index = 0; index < list.size(); index++) {
      validate(settings.space(), index);
    }
  }

  private void validate(ArchitectureSpace<A> space, int index) {
    try {
      space.validate(list.get(index));
    } catch (IllegalArgumentException foreign) {
      throw new IllegalArgumentException(
          String.format(
              "architecture %d of the study, %s, is not of space %s: %s; study architectures of"
                  + " this space",
              index, list.get(index), space.id(), foreign.getMessage()),
          foreign);
    }
  }

  /** Equal for equal architectures in the same order, in every JVM. */
  String hash(ArchitectureSpace<A> space) {
    Hasher hasher = Hashing.sha256().newHasher();
    list.forEach(
        architecture ->
            hasher.putString(space.codec().toJson(architecture) + "\n", StandardCharsets.UTF_8));
    return hasher.hash().toString();
  }
}
