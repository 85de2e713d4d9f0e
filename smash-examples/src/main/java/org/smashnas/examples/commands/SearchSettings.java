package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What a search is made of, as RUN/search-settings.json has it.
 *
 * @param version of this format
 * @param options those of the search by their names, as a command line gives them
 */
record SearchSettings(int version, ImmutableSortedMap<String, String> options) {
  static final int VERSION = 2;
}
