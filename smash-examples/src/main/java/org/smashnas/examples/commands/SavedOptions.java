package org.smashnas.examples.commands;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import com.google.common.collect.Sets;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * The options of an annotated object as texts by their names, as a command line gives them. An
 * option without a value is left out.
 */
final class SavedOptions {
  private SavedOptions() {}

  static ImmutableSortedMap<String, String> of(Object options) {
    return CommandSpec.forAnnotatedObject(options).options().stream()
        .filter(option -> option.getValue() != null)
        .collect(
            ImmutableSortedMap.toImmutableSortedMap(
                Comparator.naturalOrder(), SavedOptions::name, option -> text(option.getValue())));
  }

  /** The names of all options, those without a value too. */
  static ImmutableSet<String> names(Object options) {
    return CommandSpec.forAnnotatedObject(options).options().stream()
        .map(SavedOptions::name)
        .collect(ImmutableSet.toImmutableSet());
  }

  private static String name(OptionSpec option) {
    return option.longestName().substring("--".length());
  }

  private static String text(Object value) {
    if (value instanceof Collection<?> values) {
      return values.stream().map(SavedOptions::text).collect(Collectors.joining(","));
    }
    return value instanceof Enum<?> constant ? EnumWords.word(constant) : value.toString();
  }

  /** Sets the options of a new object to what was saved. */
  static void restore(ImmutableSortedMap<String, String> saved, Object options, Path file) {
    try {
      CommandLines.withTypes(new CommandLine(options))
          .parseArgs(
              saved.entrySet().stream()
                  .map(option -> "--" + option.getKey() + "=" + option.getValue())
                  .toArray(String[]::new));
    } catch (ParameterException wrong) {
      throw new IllegalArgumentException(
          file + " is damaged: " + wrong.getMessage() + "; restore it", wrong);
    }
  }

  /** Refuses what was saved if an option that is needed is not among it. */
  static void checkWhole(ImmutableSortedMap<String, String> saved, Set<String> needed, Path file) {
    Set<String> missing = Sets.difference(needed, saved.keySet());
    checkArgument(missing.isEmpty(), "%s is damaged: it lacks %s; restore it", file, missing);
  }

  /** Restores a step's options, all of them; a command line may repeat but not change them. */
  static <T> T goOn(
      CommandLine given, ImmutableSortedMap<String, String> saved, T options, Path file) {
    restore(saved, options, file);
    checkWhole(saved, of(options).keySet(), file);
    refuseOthers(given, options, file);
    return options;
  }

  /** Refuses options of a command line that were given and differ from what was saved. */
  static void refuseOthers(CommandLine given, Object saved, Path file) {
    CommandSpec there = CommandSpec.forAnnotatedObject(saved);
    for (OptionSpec option : given.getParseResult().matchedOptions()) {
      OptionSpec same = there.findOption(option.longestName());
      if (same != null && !Objects.equals(option.getValue(), same.getValue())) {
        throw new ParameterException(
            given,
            "%s is %s, but %s has %s; leave it out, or start another run"
                .formatted(
                    option.longestName(),
                    text(option.getValue()),
                    file,
                    same.getValue() == null ? "none" : text(same.getValue())));
      }
    }
  }
}
