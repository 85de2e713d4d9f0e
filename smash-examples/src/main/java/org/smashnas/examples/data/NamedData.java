package org.smashnas.examples.data;

import org.smashnas.data.Normalization;
import org.smashnas.data.Split;

/**
 * The examples of a named dataset.
 *
 * @param split the parts
 * @param normalization how raw values became the examples' values
 */
public record NamedData(Split split, Normalization normalization) {}
