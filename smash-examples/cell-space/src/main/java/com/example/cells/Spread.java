package com.example.cells;

import java.util.Collection;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Mean and standard deviation of a sample. */
record Spread(double mean, double deviation) {
  static <T> Spread of(Collection<T> sample, ToDoubleFunction<T> measure) {
    double mean = sample.stream().mapToDouble(measure).average().orElseThrow();
    double squares =
        sample.stream().mapToDouble(measure).map(value -> (value - mean) * (value - mean)).sum();
    return new Spread(mean, Math.sqrt(squares / (sample.size() - 1)));
  }

  String withDigits(int count) {
    return String.format(Locale.ROOT, "%.{}f ± %.{}f".replace("{}", "" + count), mean, deviation);
  }
}
