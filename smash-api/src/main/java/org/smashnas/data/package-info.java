/** Labelled examples: datasets, splits, batches and augmentation. Images are NHWC floats. */
@NullMarked
package org.smashnas.data;

import org.jspecify.annotations.NullMarked;
