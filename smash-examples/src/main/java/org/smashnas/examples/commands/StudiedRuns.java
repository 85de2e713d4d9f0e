package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.smashnas.data.Split;
import org.smashnas.file.FileFailure;

/**
 * The runs of a study, whose HyperNets differ in their seeds alone.
 *
 * @param list at least one, ascending by seed
 */
record StudiedRuns(ImmutableList<SavedRun> list) {
  private static final Set<String> MAY_DIFFER = Set.of("seed", "data");

  /**
   * Opens a run, or the folder that holds several; all with the data in another place, if given.
   */
  static StudiedRuns open(Path path, Optional<Path> data) {
    StudiedRuns runs =
        new StudiedRuns(
            folders(path).stream()
                .map(folder -> SavedRun.open(folder, data))
                .sorted(Comparator.comparingLong(run -> run.options().seed()))
                .collect(ImmutableList.toImmutableList()));
    runs.list.forEach(run -> run.folder().checkTrained());
    for (int place = 1; place < runs.list.size(); place++) {
      checkSame(runs.list.get(place - 1), runs.list.get(place));
    }
    return runs;
  }

  private static ImmutableList<Path> folders(Path path) {
    if (Files.exists(new RunFolder(path).settings()) || !Files.isDirectory(path)) {
      return ImmutableList.of(path);
    }
    try (Stream<Path> inside = Files.list(path)) {
      ImmutableList<Path> runs =
          inside
              .filter(folder -> Files.exists(new RunFolder(folder).settings()))
              .sorted()
              .collect(ImmutableList.toImmutableList());
      return runs.isEmpty() ? ImmutableList.of(path) : runs;
    } catch (IOException failure) {
      throw FileFailure.of("read " + path, failure, "name the folder of a run, or one of runs");
    }
  }

  private static void checkSame(SavedRun one, SavedRun other) {
    checkArgument(
        one.options().seed() != other.options().seed(),
        "%s and %s were both trained with --seed %s; study runs of different seeds",
        one.folder().path(),
        other.folder().path(),
        one.options().seed());
    MapDifference<String, String> difference =
        Maps.difference(common(one.options()), common(other.options()));
    checkArgument(
        difference.areEqual(),
        "%s and %s differ in more than their seeds (%s); study runs of the same options",
        one.folder().path(),
        other.folder().path(),
        difference);
  }

  private static Map<String, String> common(RunOptions options) {
    return Maps.filterKeys(options.saved(), name -> !MAY_DIFFER.contains(name));
  }

  SavedRun first() {
    return list.get(0);
  }

  long[] seeds() {
    return list.stream().mapToLong(run -> run.options().seed()).toArray();
  }

  /** The examples of each run, in the order of the runs. */
  ImmutableList<Split> read() {
    if (first().options().splitsBySeed()) {
      return list.stream()
          .map(run -> run.options().read().split())
          .collect(ImmutableList.toImmutableList());
    }
    Split shared = first().options().read().split();
    return list.stream().map(run -> shared).collect(ImmutableList.toImmutableList());
  }

  /** The SHA-256 of each HyperNet's file by its seed. */
  ImmutableSortedMap<String, String> hashes() {
    return list.stream()
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                Comparator.naturalOrder(),
                run -> Long.toString(run.options().seed()),
                run -> hash(run.folder().hyperNet())));
  }

  private static String hash(Path file) {
    try {
      return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    } catch (IOException failure) {
      throw FileFailure.of("read " + file, failure, "check the path");
    }
  }
}
