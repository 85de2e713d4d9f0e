package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableSortedMap;
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
  static final int VERSION = 1;

  private static final String SPACE = "space";

  /** Runs of before there was a choice are of the memory-bank space. */
  RunSettings {
    if (!options.containsKey(SPACE)) {
      options =
          ImmutableSortedMap.<String, String>naturalOrder()
              .putAll(options)
              .put(SPACE, EnumWords.word(NamedSpace.MEMORY_BANK))
              .buildOrThrow();
    }
  }
}
