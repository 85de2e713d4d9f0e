package org.smashnas.examples.data;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * Where a dataset is, and what its files do not tell.
 *
 * @param folder the folder of the published files; the digits need none
 * @param side to which a folder's images are scaled, in pixels; the published sets have their own
 * @param fold which of STL-10's ten folds to train on; all its training examples if there is none
 * @param validateOnTest whether the test examples validate too, so that none are held out
 * @param seed where the choice of the digits' parts comes from; the published sets have theirs
 */
public record DataSource(
    Path folder, int side, OptionalInt fold, boolean validateOnTest, long seed) {}
