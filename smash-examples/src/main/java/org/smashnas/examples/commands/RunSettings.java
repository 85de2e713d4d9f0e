package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableSortedMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.smashnas.data.Normalization;

/**
 * What a run is made of, as RUN/settings.json has it.
 *
 * @param version of this format
 * @param options those of the training by their names, as a command line gives them
 * @param normalization how raw values became the examples' values, for the export
 */
record RunSettings(
    int version, ImmutableSortedMap<String, String> options, Normalization normalization) {
  static final int VERSION = 2;

  /** The same with the dataset's files in another folder. */
  RunSettings withData(Path folder) {
    Map<String, String> moved = new TreeMap<>(options);
    moved.put("data", folder.toString());
    return new RunSettings(version, ImmutableSortedMap.copyOf(moved), normalization);
  }
}
