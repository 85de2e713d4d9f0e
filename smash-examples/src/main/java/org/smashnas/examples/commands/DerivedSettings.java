package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableSortedMap;

/**
 * How a derived network is trained, as RUN/derived-0/settings.json has it.
 *
 * @param version of this format
 * @param options those of the training by their names, as a command line gives them
 */
record DerivedSettings(int version, ImmutableSortedMap<String, String> options) {
  static final int VERSION = 1;
}
