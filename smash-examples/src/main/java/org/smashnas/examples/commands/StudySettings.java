package org.smashnas.examples.commands;

import com.google.common.collect.ImmutableSortedMap;

/**
 * What a study is made of, as OUT/study-settings.json has it.
 *
 * @param version of this format
 * @param hyperNets the SHA-256 of each HyperNet's file by the seed that it was trained with
 * @param options those of the study by their names, as a command line gives them
 */
record StudySettings(
    int version,
    ImmutableSortedMap<String, String> hyperNets,
    ImmutableSortedMap<String, String> options) {
  static final int VERSION = 1;
}
